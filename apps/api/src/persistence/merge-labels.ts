import type { Metrics, OperationChanges } from '#contracts';
import { defaultLabel, type Label } from './label.ts';
import type { Accepted, Write } from './label-store.ts';
import { changesBetween } from './patch-label.ts';
import type { LabelEngine } from './sql/label-engine.ts';
import { GestureInProgress } from './sql/gesture-in-progress.ts';

export type Mergeable = Pick<Label, 'star' | 'tags' | 'notes' | 'metrics' | 'updatedAt' | 'updatedBy'>;

/**
 * Takes labels of another place in, as one gesture. Begins and ends no transaction. A label on an item that nobody has
 * written on here keeps its version.
 */
export function mergeAs(
  who: Pick<Write, 'at' | 'actor' | 'client'>,
  engine: LabelEngine,
  labels: Iterable<Label>,
): Accepted | null {
  const gesture = new GestureInProgress(engine, who, 'import');
  for (const label of labels) {
    // A date to come would win against every later change.
    const theirs = { ...label, updatedAt: Math.min(label.updatedAt, who.at) };
    const version = Math.max(theirs.version - 1, 1);
    const ours = engine.label(theirs.path) ?? { ...defaultLabel(theirs.path), version, id: 0, seq: 0 };
    const merged = mergedLabel(ours, theirs);
    const changes = changesOf(ours, merged);
    const extra = theirs.extra || ours.extra ? { ...theirs.extra, ...ours.extra } : undefined;
    // Without a date of its own, a change is of now.
    if (changes) gesture.change({ ...ours, extra }, merged, changes, theirs.updatedAt > 0 ? merged : undefined);
    // What other programs keep with a label makes no new version of it.
    else if (extra && ours.id > 0) engine.saveLabel({ ...ours, extra });
  }
  return gesture.acceptIfChanged({});
}

/**
 * Tags are united. Star and notes are those of the newer label. A label without a date, as people write them by hand,
 * only fills what is empty: it cannot know whether it is the newer one.
 */
export function mergedLabel(ours: Mergeable, theirs: Mergeable): Mergeable {
  const isNewer = theirs.updatedAt > ours.updatedAt;
  const [later, earlier] = isNewer ? [theirs, ours] : [ours, theirs];
  const isDated = theirs.updatedAt > 0;
  const metrics: Metrics = { ...earlier.metrics, ...later.metrics };
  return {
    tags: [...new Set([...ours.tags, ...theirs.tags])],
    star: isDated ? later.star : (ours.star ?? theirs.star),
    notes: isDated ? later.notes : ours.notes || theirs.notes,
    metrics: Object.keys(metrics).length > 0 ? metrics : undefined,
    updatedAt: later.updatedAt,
    updatedBy: later.updatedBy,
  };
}

/** With what the numbers were, so that they can be taken back. */
export function changesOf(
  ours: Pick<Label, 'star' | 'tags' | 'notes' | 'metrics'>,
  after: Pick<Label, 'star' | 'tags' | 'notes' | 'metrics'>,
): OperationChanges | undefined {
  const names = Object.keys({ ...ours.metrics, ...after.metrics });
  const metrics = names.filter((name) => ours.metrics?.[name] !== after.metrics?.[name]);
  const known = Object.entries(ours.metrics ?? {}).filter(([name]) => metrics.includes(name));
  const numbers = metrics.length > 0 ? { metrics, metrics_before: Object.fromEntries(known) } : {};
  const changes = { ...changesBetween(ours, after), ...numbers };
  return Object.keys(changes).length > 0 ? changes : undefined;
}
