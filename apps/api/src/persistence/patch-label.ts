import { limits, type LabelPatch, type OperationChanges } from '#contracts';
import type { Label } from './label.ts';

/** What people write, without the circumstances. */
export type LabelContent = Pick<Label, 'star' | 'tags' | 'notes'>;

/** The label after the patch. Tags of a patch are clean; they are set, then removed, then added. */
export function patched(label: LabelContent, patch: LabelPatch): LabelContent {
  const { set_star: star, set_notes: notes } = patch;
  return {
    star: star === undefined ? label.star : star,
    tags: patchedTags(label.tags, patch),
    notes: notes ?? label.notes,
  };
}

/** More tags than allowed, and more than it had: what was imported may be taken down step by step. */
export function isOverfull(before: LabelContent, after: LabelContent): boolean {
  return after.tags.length > limits.tagsPerItem && after.tags.length > before.tags.length;
}

/** Field by field what it was and what it is; undefined when nothing is different. */
export function changesBetween(before: LabelContent, after: LabelContent): OperationChanges | undefined {
  const changes: OperationChanges = {};
  if (before.star !== after.star) changes.star = [before.star, after.star];
  if (!isSameList(before.tags, after.tags)) changes.tags = [[...before.tags], [...after.tags]];
  if (before.notes !== after.notes) changes.notes = [before.notes, after.notes];
  return Object.keys(changes).length > 0 ? changes : undefined;
}

export function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each, at) => each === b[at]);
}

function patchedTags(tags: readonly string[], { set_tags, remove_tags, add_tags }: LabelPatch): readonly string[] {
  let result = set_tags ?? tags;
  if (remove_tags) result = result.filter((tag) => !remove_tags.includes(tag));
  if (add_tags) result = [...new Set([...result, ...add_tags])];
  return result;
}
