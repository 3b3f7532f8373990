import { count, counted } from './count.ts';

/** What `lenslet index` found, and what of it could not be made. */
export interface IndexOutcome {
  readonly images: number;
  readonly folders: number;
  /** Thumbs that were made and kept, and that were there already. */
  readonly made: number;
  readonly found: number;
  /** Images that are no images, or may not be read: as they are, no further run makes more of them. */
  readonly broken: number;
  /** Folders that may not be read, or stand for another that cannot be had. */
  readonly closed: number;
  /** Folders whose storage did not answer. */
  readonly silent: number;
  /** Images whose storage did not answer. */
  readonly unread: number;
  /** Thumbs that were made, and found no place. */
  readonly unkept: number;
  /** Why what was found could not be written down. */
  readonly unwritten: string | undefined;
}

/** In words: what there is, and what another run has still to do. Nothing of the latter where all is made that can be. */
export function outcomeInWords(outcome: IndexOutcome): { readonly summary: string; readonly complaints: string[] } {
  const { images, folders, made, found, broken, closed, silent, unread, unkept, unwritten } = outcome;
  const complaints = [
    ...about(silent, 'folder did not answer', 'folders did not answer', ': what is in there is not known.'),
    ...about(unread, 'image could not be read', 'images could not be read', ': the storage did not answer.'),
    ...about(unkept, 'thumbnail', 'thumbnails', ' could not be kept: is there room for it, and the right to write?'),
    ...(unwritten === undefined ? [] : [`What was found could not be written down: ${unwritten}`]),
  ];
  const head = complaints.length === 0 ? 'Ready' : 'Not all is ready';
  const others = [
    ...(broken === 0 ? [] : [`${count(broken)} cannot be shown`]),
    ...about(closed, 'folder', 'folders', ' cannot be looked into'),
  ];
  const whole = `${head}: ${counted(images, 'image', 'images')} in ${counted(folders, 'folder', 'folders')}`;
  const thumbs = `Thumbnails: ${count(made)} made, ${count(found)} there already.`;
  const summary = `${[whole, ...others].join(', ')}. ${thumbs}`;
  if (complaints.length > 0) complaints.push('When that is mended, say it again: what is made is not made anew.');
  return { summary, complaints };
}

function about(number: number, one: string, many: string, rest: string): string[] {
  return number === 0 ? [] : [`${counted(number, one, many)}${rest}`];
}
