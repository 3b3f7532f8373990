import { Buffer } from 'node:buffer';
import { createBLAKE3 } from 'hash-wasm/dist/blake3.umd.min.js';
import type { ImageState } from '../sources/source-location.ts';
import { GalleryFile } from './gallery-file.ts';
import { fileBytesMax } from './image-limits.ts';
import { problemOfFailure } from './read-headers.ts';
import type { FileToHash, HashAnswer, HashBegun } from './worker-jobs.ts';

const pieceBytes = 1024 * 1024;
/** After so long the job ends where it is, in the middle of a file if need be: a thumb that somebody waits for is next. */
const sliceMs = 250;

/** Jobs of one process follow one another: one of each is enough. */
let hasherOfProcess: Promise<Hasher> | undefined;
const piece = Buffer.allocUnsafe(pieceBytes);

type Hasher = Awaited<ReturnType<typeof createBLAKE3>>;

/** One after the other, as many as there is time for: at least one piece of the first. What is missing was not begun. */
export async function hashFiles(files: readonly FileToHash[], milliseconds = sliceMs): Promise<HashAnswer[]> {
  const deadline = performance.now() + milliseconds;
  const hasher = await (hasherOfProcess ??= createBLAKE3());
  const answers: HashAnswer[] = [];
  for (const file of files) {
    if (answers.length > 0 && performance.now() >= deadline) break;
    answers.push(await hashOne(file, hasher, deadline));
  }
  return answers;
}

async function hashOne({ image, begun }: FileToHash, hasher: Hasher, deadline: number): Promise<HashAnswer> {
  try {
    return await GalleryFile.use(image, (file) => Promise.resolve(goOn(file, begun, hasher, deadline)));
  } catch (error) {
    return { status: problemOfFailure(error, image.path) === undefined ? 'silent' : 'unreadable' };
  }
}

function goOn(file: GalleryFile, begun: HashBegun | null, hasher: Hasher, deadline: number): HashAnswer {
  const { state } = file;
  if (state.size > fileBytesMax || (begun && !isSame(state, begun))) return { status: 'unreadable' };
  if (begun) hasher.load(begun.hasher);
  else hasher.init();
  let at = begun?.at ?? 0;
  for (;;) {
    const count = file.read(piece, at);
    if (count === 0) break;
    hasher.update(piece.subarray(0, count));
    at += count;
    if (at < state.size && performance.now() >= deadline) {
      return { status: 'begun', begun: { ...state, at, hasher: hasher.save() } };
    }
  }
  // Written to meanwhile: the bytes are of two states, and the hash is of none.
  if (at !== state.size || !file.isAsOpened()) return { status: 'unreadable' };
  return { status: 'hashed', hash: hasher.digest('hex'), ...state };
}

function isSame(a: ImageState, b: ImageState): boolean {
  return a.size === b.size && a.mtime === b.mtime && a.inode === b.inode;
}
