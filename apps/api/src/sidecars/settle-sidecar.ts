import { isWorthKeeping, type Label } from '../persistence/label.ts';
import { mergedLabel } from '../persistence/merge-labels.ts';
import { changesBetween } from '../persistence/patch-label.ts';
import { checkOf, holdsMore, sidecarText, type FoundSidecar, type SidecarExif } from './sidecar-file.ts';

/** What is to be done about a sidecar whose label is this one now. */
export type Settlement =
  | { readonly kind: 'keep' }
  | { readonly kind: 'write'; readonly text: string }
  | { readonly kind: 'remove' }
  /** Somebody else wrote something that is not in the label yet. Only then may the file be written over. */
  | { readonly kind: 'merge'; readonly label: Label }
  | { readonly kind: 'broken'; readonly why: string };

export interface Circumstances {
  readonly storeId: string;
  readonly exif: SidecarExif | null;
  readonly hasImage: boolean;
  readonly now: number;
  /** The content (`checkOf`) that was taken over already: what was taken out of the label since must not come back. */
  readonly merged?: string | undefined;
}

export function settleSidecar(
  label: Label,
  found: FoundSidecar,
  { storeId, exif, hasImage, now, merged }: Circumstances,
): Settlement {
  if (!hasImage) return settleOrphan(label, found, storeId, merged);
  if (found.kind === 'broken') return found;
  if (found.kind === 'absent') {
    return isWorthKeeping(label) ? { kind: 'write', text: sidecarText(label, storeId, exif) } : { kind: 'keep' };
  }
  // A date to come would win against every later change.
  const theirs = { ...found.label, updatedAt: Math.min(found.label.updatedAt, now) };
  const isNews = !found.isOurs && checkOf(found.label) !== merged;
  if (isNews && addsTo(label, theirs)) return { kind: 'merge', label: theirs };
  const text = sidecarText(label, storeId, exif, found.fields);
  return text === sidecarText(found.label, storeId, exif, found.fields) && found.isOurs
    ? { kind: 'keep' }
    : { kind: 'write', text };
}

/**
 * Of an image that is not there the sidecar stays as it is, unless it says what is not so any more: a label that went along with its file
 * would be that of whatever comes in its place, in a copy of the gallery. What others have written in it, nobody here has read.
 */
function settleOrphan(label: Label, found: FoundSidecar, storeId: string, merged: string | undefined): Settlement {
  const isStale = found.kind === 'good' && !isWorthKeeping(label) && isWorthKeeping(found.label);
  if (!isStale || !(found.isOurs || checkOf(found.label) === merged)) return { kind: 'keep' };
  return holdsMore(found.fields)
    ? { kind: 'write', text: sidecarText(label, storeId, null, found.fields) }
    : { kind: 'remove' };
}

function addsTo(label: Label, theirs: Label): boolean {
  const merged = mergedLabel(label, theirs);
  if (changesBetween(label, merged) !== undefined) return true;
  return Object.entries(merged.metrics ?? {}).some(([key, value]) => label.metrics?.[key] !== value);
}
