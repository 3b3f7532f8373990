import { labelFields, type ImportPolicy, type Metrics, type OperationChanges } from '#contracts';
import { isLabelled, type Label } from './label.ts';
import type { FoundLabel } from './labels-file/found-label.ts';
import { changesOf, mergedLabel, type Mergeable } from './merge-labels.ts';
import { isSameList } from './patch-label.ts';

/** How a label of a file stands to what is here: nothing is written here, it is here already, or they differ. */
export type Standing = 'new' | 'same' | 'conflict';

/** What a file says of an item, with what it is silent of as it is here. */
export function completed(ours: Label, { label, silentOf }: FoundLabel): Label {
  if (silentOf.length === 0) return label;
  const spoken = { tags: label.tags, notes: label.notes, star: label.star };
  for (const field of silentOf) Object.assign(spoken, { [field]: ours[field] });
  return { ...label, ...spoken };
}

export function standingOf(ours: Label, theirs: Label): Standing {
  const differs = ours.star !== theirs.star || ours.notes !== theirs.notes || !isSameList(ours.tags, theirs.tags);
  const names = Object.keys(theirs.metrics ?? {});
  const isOther = (name: string): boolean => ours.metrics?.[name] !== theirs.metrics?.[name];
  if (!differs && !names.some(isOther)) return 'same';
  const hasOther = names.some((name) => ours.metrics?.[name] !== undefined && isOther(name));
  return (isLabelled(ours) && differs) || hasOther ? 'conflict' : 'new';
}

/**
 * What becomes of an item, by the policy. Numbers go by name: none is ever taken away. Date and author go with the words:
 * nobody is said to have written what somebody else did.
 */
export function settled(policy: ImportPolicy, ours: Label, theirs: Label): Mergeable {
  if (policy === 'merge') return mergedLabel(ours, theirs);
  const isNewer = theirs.updatedAt > ours.updatedAt;
  const takesFile = policy === 'take' || (policy === 'newer' && isNewer);
  // An empty label is nobody's word against that of the file; where both are empty, it is of whoever was last here.
  const isFilled = !isLabelled(ours) && (isLabelled(theirs) || isNewer);
  const { star, tags, notes, updatedAt, updatedBy } = takesFile || isFilled ? theirs : ours;
  const metrics: Metrics = takesFile ? { ...ours.metrics, ...theirs.metrics } : { ...theirs.metrics, ...ours.metrics };
  return { star, tags, notes, metrics: Object.keys(metrics).length > 0 ? metrics : undefined, updatedAt, updatedBy };
}

/** The same as a file says it: where it is silent of all that somebody wrote here, it brings numbers, and no author. */
export function settledAs(policy: ImportPolicy, ours: Label, theirs: Label, { silentOf }: FoundLabel): Mergeable {
  const after = settled(policy, ours, theirs);
  if (silentOf.length < labelFields.length || !isLabelled(ours)) return after;
  return { ...after, updatedAt: ours.updatedAt, updatedBy: ours.updatedBy };
}

/** What that changes; undefined when nothing. */
export function changeBy(policy: ImportPolicy, ours: Label, theirs: Label): OperationChanges | undefined {
  return changesOf(ours, settled(policy, ours, theirs));
}
