import type { LabelPatch } from '#contracts';
import { patched } from '../sync/apply-edits.ts';
import type { ItemEdit, KnownLabel } from '../sync/edit.ts';

/** One thing that was done to an item, and when. */
export interface Stroke {
  readonly at: number;
  readonly patch: LabelPatch;
}

/** What is known of an item, and over it what was done to it, in the order in which it was done. */
export function paintedOver(known: KnownLabel, strokes: readonly Stroke[]): KnownLabel {
  if (strokes.length === 0) return known;
  const inOrder = [...strokes].sort((a, b) => a.at - b.at);
  return inOrder.reduce((label, { patch }) => ({ ...label, ...patched(label, patch) }), known);
}

/**
 * As much of an edit as stays on the screen. A text that was refused does, or it would be lost; a star that was refused would hide
 * the one that is saved.
 */
export function paintOf({ state, patch }: Pick<ItemEdit, 'state' | 'patch'>): LabelPatch {
  if (state !== 'refused') return patch;
  return patch.set_notes === undefined ? {} : { set_notes: patch.set_notes };
}
