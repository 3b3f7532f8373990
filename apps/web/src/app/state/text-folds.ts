/** Whoever writes on after a longer break begins anew; the same break counts for working time. */
const BREAK_MS = 5 * 60_000;

/** What a change has to do with the text of an image. */
export interface TextTrace {
  /** The one image that it changed, and the version that this led to; null where it changed many. */
  readonly image: { readonly path: string; readonly version: number } | null;
  readonly by: string;
  readonly at: string;
  /** `piece`: it wrote the text and nothing else. `other`: it may have changed the text in another way. */
  readonly text: 'piece' | 'other' | 'none';
}

/**
 * A text is saved again and again while it is typed. The pieces that one person wrote on one image without a longer break
 * are one writing, unless the text was changed in another way in between. The list may be of one person, or hold changes
 * of many images: that nothing lies between two pieces which is not in it, or names no image, the versions say. Both
 * lists begin with the newest.
 */
export function foldTexts<Each>(all: readonly Each[], traceOf: (each: Each) => TextTrace): (readonly Each[])[] {
  const runs: Each[][] = [];
  const open = new Map<string, { readonly by: string; at: number; version: number; readonly run: Each[] }>();
  for (const each of all) {
    const { image, by, at, text } = traceOf(each);
    const [time, later] = [Date.parse(at), image === null ? undefined : open.get(image.path)];
    const isNext = later !== undefined && image?.version === later.version - 1;
    if (isNext) later.version -= 1;
    if (isNext && text === 'piece' && later.by === by && later.at - time <= BREAK_MS) {
      later.run.push(each);
      later.at = time;
      continue;
    }
    const run = [each];
    runs.push(run);
    if (image === null || (isNext && text === 'none')) continue;
    if (text === 'piece') open.set(image.path, { by, at: time, version: image.version, run });
    else open.delete(image.path);
  }
  return runs;
}
