import { flatFilesFor } from '../flat-files/flat-files-for.ts';
import { typeOfContent } from '../sources/content-type.ts';
import { shrink } from './decoder.ts';
import { fileBytesMax, heavyPixels } from './image-limits.ts';
import type { ImageFile } from './image-file.ts';
import { useImage } from './use-image.ts';
import { patience } from './remote-file.ts';
import { describeBytes, problemOfFailure } from './read-headers.ts';
import { withTrailer } from './thumb-file.ts';
import type { ThumbAnswer, WorkerJob } from './worker-jobs.ts';

type ThumbJob = WorkerJob & { kind: 'thumb' };

export async function renderThumb(job: ThumbJob): Promise<ThumbAnswer> {
  try {
    return await useImage(job.image, { need: 'whole', deadline: patience() }, (file) => render(file, job));
  } catch (error) {
    const problem = problemOfFailure(error, job.image.path);
    return problem === undefined ? { status: 'unavailable' } : { status: 'problem', problem };
  }
}

async function render(file: ImageFile, job: ThumbJob): Promise<ThumbAnswer> {
  if (file.state.size > fileBytesMax) return { status: 'problem', problem: 'too_large' };
  const bytes = await file.whole();
  if (typeOfContent(bytes) === undefined) return { status: 'problem', problem: 'undecodable' };
  const { problem, width, height } = await describeBytes(bytes);
  if (problem) return { status: 'problem', problem };
  if (width * height > heavyPixels && !job.mayBeHeavy) return { status: 'heavy' };
  const picture = await shrink(bytes, job.size, job.quality);
  return { status: 'made', bytes: picture, stored: await store(job, file, picture) };
}

/** Storing is a convenience: a full or closed disk must not keep the picture from whoever waits for it. */
async function store(job: ThumbJob, file: ImageFile, picture: Uint8Array): Promise<boolean> {
  if (job.target === null) return false;
  const stamp = { ...file.state, rootInode: job.stamp.rootInode };
  try {
    const files = flatFilesFor(job.target.place, { isAlone: true });
    await files.write(job.target.file, withTrailer(picture, stamp, job), 'cache');
    return true;
  } catch {
    // The disk is full or closed: the picture is served all the same and made again when it is next asked for.
    return false;
  }
}
