import { typeOfContent } from '../sources/content-type.ts';
import { shrink } from './decoder.ts';
import { fileBytesMax, heavyPixels } from './image-limits.ts';
import type { ImageFile } from './image-file.ts';
import { useImage } from './use-image.ts';
import { patience } from './remote-file.ts';
import { describeBytes, problemOfFailure } from './read-headers.ts';
import { storeThumb } from './store-thumb.ts';
import { withTrailer } from './thumb-file.ts';
import type { ThumbAnswer, WorkerJob } from './worker-jobs.ts';

type ThumbJob = WorkerJob & { kind: 'thumb' };

export async function renderThumb(job: ThumbJob): Promise<ThumbAnswer> {
  const deadline = patience();
  try {
    return await useImage(job.image, { need: 'whole', deadline }, (file) => render(file, job, deadline));
  } catch (error) {
    const problem = problemOfFailure(error, job.image.path);
    return problem === undefined ? { status: 'unavailable' } : { status: 'problem', problem };
  }
}

async function render(file: ImageFile, job: ThumbJob, deadline: AbortSignal): Promise<ThumbAnswer> {
  if (file.state.size > fileBytesMax) return { status: 'problem', problem: 'too_large' };
  const bytes = await file.whole();
  if (typeOfContent(bytes) === undefined) return { status: 'problem', problem: 'undecodable' };
  const { problem, width, height } = await describeBytes(bytes);
  if (problem) return { status: 'problem', problem };
  if (width * height > heavyPixels && !job.mayBeHeavy) return { status: 'heavy' };
  const picture = await shrink(bytes, job.size, job.quality);
  const state = 'knownAs' in job.image ? (job.image.knownAs ?? file.state) : file.state;
  const stamp = { ...state, rootInode: job.stamp.rootInode };
  const stored = job.target !== null && (await storeThumb(job.target, withTrailer(picture, stamp, job), deadline));
  return { status: 'made', bytes: picture, stored };
}
