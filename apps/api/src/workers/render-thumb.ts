import { writeFileAtomically } from '../shared/write-file-atomically.ts';
import { typeOfContent } from '../sources/content-type.ts';
import { openInsideRoot, type OpenedFile } from '../sources/open-inside-root.ts';
import type { SourceLocation } from '../sources/source-location.ts';
import { shrink } from './decoder.ts';
import { fileBytesMax, heavyPixels } from './image-limits.ts';
import { describeBytes, problemOfFailure, readHead } from './read-headers.ts';
import { withTrailer } from './thumb-file.ts';
import type { ThumbAnswer, WorkerJob } from './worker-jobs.ts';

export async function renderThumb(location: SourceLocation, job: WorkerJob & { kind: 'thumb' }): Promise<ThumbAnswer> {
  let opened: OpenedFile | undefined;
  try {
    opened = await openInsideRoot(location, job.path);
    if (opened.stats.size > fileBytesMax) return { status: 'problem', problem: 'too_large' };
    const bytes = await readHead(opened, opened.stats.size);
    if (typeOfContent(bytes) === undefined) return { status: 'problem', problem: 'undecodable' };
    const { problem, width, height } = await describeBytes(bytes);
    if (problem) return { status: 'problem', problem };
    if (width * height > heavyPixels && !job.mayBeHeavy) return { status: 'heavy' };
    const picture = await shrink(bytes, job.size, job.quality);
    return { status: 'made', bytes: picture, stored: await store(job, opened, picture) };
  } catch (error) {
    return { status: 'problem', problem: problemOfFailure(error) };
  } finally {
    await opened?.handle.close();
  }
}

/** Storing is a convenience: a full or closed disk must not keep the picture from whoever waits for it. */
async function store(job: WorkerJob & { kind: 'thumb' }, opened: OpenedFile, picture: Uint8Array): Promise<boolean> {
  if (job.target === null) return false;
  const { size, mtimeMs: mtime, ino: inode } = opened.stats;
  const stamp = { size, mtime, inode, rootInode: job.stamp.rootInode };
  try {
    await writeFileAtomically(job.target, withTrailer(picture, stamp, job), 'cache');
    return true;
  } catch {
    // The disk is full or closed: the picture is served all the same and made again when it is next asked for.
    return false;
  }
}
