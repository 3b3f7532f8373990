import type { GalleryPath } from '../shared/gallery-path.ts';

/** A label whose file is not at its path any more: the path is empty, or another content is there. */
export interface Displaced {
  readonly path: GalleryPath;
  /** What the file held. */
  readonly hash: string;
  readonly isGone: boolean;
}

/** A file that is there, and what it holds now. */
export interface Holder {
  readonly path: GalleryPath;
  readonly hash: string;
  readonly isLabelled: boolean;
}

export interface Rename {
  readonly from: GalleryPath;
  readonly to: GalleryPath;
}

/** What may have been a rename, where more than one could be meant: it is left to people. */
export interface UnclearRename {
  /** Where the label is, and no file. */
  readonly path: GalleryPath;
  /** Files of the same content. */
  readonly candidates: readonly GalleryPath[];
  /** Other labels whose files held the same, and are gone too. */
  readonly rivals: readonly GalleryPath[];
}

export interface Matched {
  readonly renames: readonly Rename[];
  readonly unclear: readonly UnclearRename[];
}

/**
 * Which label goes where: one label, one file of that content, and no label of its own there. A file that has one is
 * free when that label goes too, as where names were swapped or counted on. A path at which another content lies keeps its
 * label, for that may be the same picture, edited: unless that content is known as somebody else's, and brings a label.
 */
export function matchRenames(displaced: readonly Displaced[], holders: readonly Holder[]): Matched {
  const lost = grouped(displaced);
  const held = grouped(holders);
  const certain: (Rename & { readonly isGone: boolean; readonly isTaken: boolean })[] = [];
  for (const [hash, labels] of lost) {
    const [label, ...otherLabels] = labels;
    const [file, ...otherFiles] = held.get(hash) ?? [];
    if (!label || !file || otherLabels.length > 0 || otherFiles.length > 0) continue;
    certain.push({ from: label.path, to: file.path, isGone: label.isGone, isTaken: file.isLabelled });
  }
  const renames = consistent(certain).map(({ from, to }) => ({ from, to }));
  return { renames, unclear: unclearOf(lost, held, new Set(renames.map(({ from }) => from))) };
}

/** One that cannot go keeps its place, which may have been meant for another one. */
function consistent<Certain extends Rename & { isGone: boolean; isTaken: boolean }>(
  all: readonly Certain[],
): Certain[] {
  let left = [...all];
  for (let before = -1; left.length !== before;) {
    before = left.length;
    const leaving = new Set(left.map(({ from }) => from));
    left = left.filter(({ to, isTaken }) => !isTaken || leaving.has(to));
    const arriving = new Set(left.map(({ to }) => to));
    left = left.filter(({ from, isGone }) => isGone || arriving.has(from));
  }
  return left;
}

function unclearOf(
  lost: ReadonlyMap<string, readonly Displaced[]>,
  held: ReadonlyMap<string, readonly Holder[]>,
  renamed: ReadonlySet<GalleryPath>,
): UnclearRename[] {
  const unclear: UnclearRename[] = [];
  for (const [hash, labels] of lost) {
    const candidates = (held.get(hash) ?? []).map(({ path }) => path);
    if (candidates.length === 0) continue;
    const gone = labels.filter(({ isGone }) => isGone).map(({ path }) => path);
    for (const path of gone) {
      if (renamed.has(path)) continue;
      unclear.push({ path, candidates, rivals: gone.filter((other) => other !== path) });
    }
  }
  return unclear;
}

function grouped<Thing extends { readonly hash: string }>(things: readonly Thing[]): Map<string, Thing[]> {
  const groups = new Map<string, Thing[]>();
  for (const thing of things) {
    const group = groups.get(thing.hash);
    if (group) group.push(thing);
    else groups.set(thing.hash, [thing]);
  }
  return groups;
}
