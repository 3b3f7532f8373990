import type { Metrics, OperationChanges } from '#contracts';
import { defaultLabel, type Label } from './label.ts';
import type { Accepted, Write } from './label-store.ts';
import { changesBetween } from './patch-label.ts';
import type { LabelEngine } from './sql/label-engine.ts';
import { GestureInProgress } from './sql/gesture-in-progress.ts';

export interface Merged {
  readonly read: number;
  readonly changed: number;
  /** What to undo; null when nothing changed. */
  readonly gestureId: string | null;
}

type Mergeable = Pick<Label, 'star' | 'tags' | 'notes' | 'metrics' | 'updatedAt' | 'updatedBy'>;

/** Takes labels of another store into this one, as one gesture. Begins and ends no transaction. */
export function mergeLabels(engine: LabelEngine, labels: Iterable<Label>, at: number): Merged {
  const { read, accepted } = mergeAs({ at, actor: 'import', client: '' }, engine, labels);
  return { read, changed: accepted?.count ?? 0, gestureId: accepted?.gestureId ?? null };
}

/** The same in anybody's name. With `keepsVersions` a label on an item that nobody has written on here keeps its own. */
export function mergeAs(
  who: Pick<Write, 'at' | 'actor' | 'client'>,
  engine: LabelEngine,
  labels: Iterable<Label>,
  keepsVersions = false,
): { read: number; accepted: Accepted | null } {
  const gesture = new GestureInProgress(engine, who, 'import');
  let read = 0;
  for (const label of labels) {
    read += 1;
    // A date to come would win against every later change.
    const theirs = { ...label, updatedAt: Math.min(label.updatedAt, who.at) };
    const version = keepsVersions ? Math.max(theirs.version - 1, 1) : 1;
    const ours = engine.label(theirs.path) ?? { ...defaultLabel(theirs.path), version, id: 0, seq: 0 };
    const merged = mergedLabel(ours, theirs);
    const changes = changesOf(ours, merged);
    const extra = theirs.extra || ours.extra ? { ...theirs.extra, ...ours.extra } : undefined;
    // Without a date of its own, a change is of now.
    if (changes) gesture.change({ ...ours, extra }, merged, changes, theirs.updatedAt > 0 ? merged : undefined);
    // What other programs keep with a label makes no new version of it.
    else if (extra && ours.id > 0) engine.saveLabel({ ...ours, extra });
  }
  return { read, accepted: gesture.acceptIfChanged({}) };
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

function changesOf(ours: Mergeable, merged: Mergeable): OperationChanges | undefined {
  const keys = Object.keys(merged.metrics ?? {}).filter((key) => ours.metrics?.[key] !== merged.metrics?.[key]);
  const changes = { ...changesBetween(ours, merged), ...(keys.length > 0 ? { metrics: keys } : {}) };
  return Object.keys(changes).length > 0 ? changes : undefined;
}
