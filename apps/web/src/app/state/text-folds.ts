/** Whoever writes on after a longer break begins anew; the same break counts for working time. */
const BREAK_MS = 5 * 60_000;

/** What a change has to do with the text of an image. */
export interface TextTrace {
  /** null: it may be of any. */
  readonly path: string | null;
  readonly by: string;
  readonly at: string;
  /** `piece`: it wrote the text and nothing else. `other`: it may have changed the text in another way. */
  readonly text: 'piece' | 'other' | 'none';
}

/**
 * A text is saved again and again while it is typed. The pieces that one person wrote on one image without a longer break
 * are one writing, unless the text was changed in another way in between. Both lists begin with the newest.
 */
export function foldTexts<Each>(all: readonly Each[], traceOf: (each: Each) => TextTrace): (readonly Each[])[] {
  const runs: Each[][] = [];
  const open = new Map<string, { readonly by: string; at: number; readonly run: Each[] }>();
  for (const each of all) {
    const { path, by, at, text } = traceOf(each);
    const [time, last] = [Date.parse(at), path === null ? undefined : open.get(path)];
    if (text === 'piece' && last?.by === by && last.at - time <= BREAK_MS) {
      last.run.push(each);
      last.at = time;
      continue;
    }
    const run = [each];
    runs.push(run);
    if (text === 'none') continue;
    if (path === null) open.clear();
    else if (text === 'piece') open.set(path, { by, at: time, run });
    else open.delete(path);
  }
  return runs;
}
