import { Buffer } from 'node:buffer';
import exifReader from 'exif-reader';
import { imageSize } from 'image-size';
import type { ImageType, ItemProblem } from '#contracts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import { Problem } from '../shared/problem.ts';
import { Turns } from '../shared/turns.ts';
import { typeOfContent } from '../sources/content-type.ts';
import { fileProblem } from '../sources/local/open-inside-root.ts';
import type { HandedOut } from '../sources/source-location.ts';
import { exifSlice } from './exif-slice.ts';
import { fileBytesMax, pixelsMax } from './image-limits.ts';
import type { ImageFile } from './image-file.ts';
import { isRemote, useImage } from './use-image.ts';
import { patience } from './remote-file.ts';
import { takenAt } from './taken-at.ts';
import type { HeaderAnswer, JobAnswers } from './worker-jobs.ts';

/** Enough for nearly every file; what a camera puts before the size of a JPEG can be larger. */
const headBytes = [16 * 1024, 256 * 1024, 4 * 1024 * 1024];

const remoteAtOnce = 16;
/** Whole files are large: only one at a time is in memory. */
const wholes = new Turns();

export async function readHeaders(images: readonly HandedOut[]): Promise<JobAnswers['headers']> {
  const answers = new Array<HeaderAnswer | null>(images.length).fill(null);
  const deadline = patience();
  const rest = images.entries();
  const work = async (): Promise<void> => {
    for (const [at, image] of rest) answers[at] = await readHeader(image, deadline);
  };
  // A disk is read by plain calls, one after the other; of a store one waits for the answers.
  const atOnce = images.some(isRemote) ? remoteAtOnce : 1;
  await Promise.all(Array.from({ length: atOnce }, work));
  return answers;
}

async function readHeader(image: HandedOut, deadline: AbortSignal): Promise<HeaderAnswer | null> {
  try {
    return await useImage(image, { need: 'head', deadline }, describe);
  } catch (error) {
    const problem = problemOfFailure(error, image.path);
    return problem === undefined || problem === 'missing' ? null : withoutSize(problem);
  }
}

async function describe(file: ImageFile): Promise<HeaderAnswer> {
  const { size } = file.state;
  if (size > fileBytesMax) return withoutSize('too_large');
  for (const bytes of headBytes) {
    const head = await file.head(bytes);
    const type = typeOfContent(head);
    if (type === undefined) return withoutSize('undecodable');
    const found = type === 'image/avif' ? undefined : sizeOf(type, head);
    if (found) return answerFor(type, found);
    if (type === 'image/avif' || head.length >= size) break;
  }
  return wholes.take('whole', async () => sizeByDecoder(await file.whole()));
}

/** The same for a file that has been read as a whole. */
export function describeBytes(bytes: Buffer): Promise<HeaderAnswer> {
  const type = typeOfContent(bytes);
  const found = type === undefined || type === 'image/avif' ? undefined : sizeOf(type, bytes);
  return type && found ? Promise.resolve(answerFor(type, found)) : sizeByDecoder(bytes);
}

interface Found {
  readonly width: number;
  readonly height: number;
  readonly orientation: number;
  readonly taken: number;
  readonly hasMeta: boolean;
}

/** By the header alone, at a hundredth of a millisecond; undefined when this head does not tell. */
function sizeOf(type: ImageType, head: Buffer): Found | undefined {
  // WebP keeps its EXIF block at the end of the file; a flag in the head says that there is one.
  if (type === 'image/webp' && hasWebpExif(head)) return undefined;
  try {
    const { width, height } = imageSize(head);
    const exif = readExif(exifSlice(type, head));
    const hasText = type === 'image/png' && /[ti]EXt/.test(head.toString('latin1'));
    return { width, height, ...exif, hasMeta: exif.hasMeta || hasText };
  } catch {
    // Cut short, or not what it seemed: a longer head or the decoder will tell.
    return undefined;
  }
}

function readExif(slice: Buffer | undefined): Pick<Found, 'orientation' | 'taken' | 'hasMeta'> {
  if (!slice) return { orientation: 1, taken: NaN, hasMeta: false };
  try {
    const exif = exifReader(slice);
    return { orientation: exif.Image?.Orientation ?? 1, taken: takenAt(exif), hasMeta: true };
  } catch {
    // Broken EXIF is common and says nothing about the picture.
    return { orientation: 1, taken: NaN, hasMeta: true };
  }
}

async function sizeByDecoder(bytes: Buffer): Promise<HeaderAnswer> {
  // Loaded when first needed: most galleries never need it to learn sizes, and it is 20 MB.
  const { headerByDecoder } = await import('./decoder.ts');
  const type = typeOfContent(bytes);
  const header = type && (await headerByDecoder(bytes));
  if (!type || !header) return withoutSize('undecodable');
  const { taken } = readExif(header.exif);
  return answerFor(type, { ...header, taken });
}

function answerFor(type: ImageType, found: Found): HeaderAnswer {
  const { width, height, orientation, taken, hasMeta } = found;
  const isTurned = orientation >= 5 && orientation <= 8;
  const isEmpty = width === 0 || height === 0;
  const problem = isEmpty ? 'undecodable' : width * height > pixelsMax ? 'too_large' : undefined;
  return { width: isTurned ? height : width, height: isTurned ? width : height, type, taken, hasMeta, problem };
}

function hasWebpExif(head: Buffer): boolean {
  const exifFlag = 0x08;
  return head.toString('latin1', 12, 16) === 'VP8X' && ((head[20] ?? 0) & exifFlag) !== 0;
}

/** What a failure says about the image; undefined when it only says something about the storage or the machine. */
export function problemOfFailure(error: unknown, path: GalleryPath): ItemProblem | undefined {
  const failure = fileProblem(error, path);
  if (!(failure instanceof Problem)) return 'undecodable';
  if (failure.code === 'source_denied') return 'denied';
  return failure.code === 'item_not_found' ? 'missing' : undefined;
}

function withoutSize(problem: ItemProblem): HeaderAnswer {
  return { width: 0, height: 0, type: undefined, taken: NaN, hasMeta: false, problem };
}
