import { labelFields, type LabelField, type Metrics, type OperationChanges } from '#contracts';
import type { GalleryPath } from '../../shared/gallery-path.ts';
import type { Label } from '../label.ts';
import { changesBetween, type LabelContent } from '../patch-label.ts';
import type { KeptLabel, KeptOperation } from './kept-rows.ts';
import type { LabelEngine } from './label-engine.ts';

/** So far back it is looked whether numbers were set again. */
const operationsLookedAt = 200;

export interface Restoration {
  readonly label: KeptLabel;
  readonly after: LabelContent & Pick<Label, 'metrics'>;
  /** Undefined when nothing is left to restore. */
  readonly changes: OperationChanges | undefined;
  /** Fields that somebody changed since. */
  readonly leftAlone: readonly LabelField[];
  /** Names of numbers that are left as they are: somebody set them since, or that cannot be told any more. */
  readonly leftNumbers: readonly string[];
}

/** Item by item what taking a gesture back would do. Fields that hold what the gesture wrote become what they were. */
export function* planUndo(engine: LabelEngine, gesture: number): Generator<Restoration> {
  const numbers = new NumbersGoingBack(engine, gesture);
  for (const operation of engine.operationsOf(gesture)) {
    const label = engine.labelById(operation.item);
    if (!label) continue;
    const plan = numbers.added(restoration(label, operation), operation);
    yield wayBack(withFormerNumbers(engine, plan, operation), operation);
  }
}

/**
 * The history does not keep the numbers that jobs pushed. Where they went with a renamed file they are at its path still:
 * they go back with the label, and are read before the first of them is taken from there.
 */
class NumbersGoingBack {
  readonly #taken = new Map<number, Metrics>();
  readonly #givers = new Set<GalleryPath>();

  constructor(engine: LabelEngine, gesture: number) {
    for (const operation of engine.operationsOf(gesture)) {
      const { metrics: names, followed } = operation.changes;
      const label = names && followed?.to !== undefined ? engine.labelById(operation.item) : undefined;
      if (!label || followed?.to === undefined || !restoration(label, operation).changes) continue;
      const there = Object.entries(engine.label(followed.to)?.metrics ?? {});
      this.#taken.set(operation.item, Object.fromEntries(there.filter(([name]) => names?.includes(name))));
      this.#givers.add(followed.to);
    }
  }

  added(plan: Restoration, { item, changes }: KeptOperation): Restoration {
    const [names = [], taken] = [changes.metrics, this.#taken.get(item)];
    const gives = this.#givers.has(plan.label.path);
    if (!gives && !taken) return plan;
    const kept = Object.entries(plan.label.metrics ?? {}).filter(([name]) => !gives || !names.includes(name));
    const metrics = { ...Object.fromEntries(kept), ...taken };
    const after = { ...plan.after, metrics: Object.keys(metrics).length > 0 ? metrics : undefined };
    return { ...plan, after, changes: { ...plan.changes, metrics: [...names] } };
  }
}

/** Numbers that came with a file become what they were, but for those that were set again since. */
function withFormerNumbers(engine: LabelEngine, plan: Restoration, { seq, item, changes }: KeptOperation): Restoration {
  const { metrics: names, metrics_before: before } = changes;
  if (!names || !before) return plan;
  const later = engine.operationsFrom(item, plan.label.seq, operationsLookedAt);
  const end = later.findIndex((operation) => operation.seq === seq);
  const setAgain = new Set(later.slice(0, end).flatMap((operation) => operation.changes.metrics ?? []));
  const { metrics: now = {} } = plan.label;
  const changed = names.filter((name) => now[name] !== before[name]);
  // Where so much has been done to it since, nobody knows any more whose these numbers are.
  const leftNumbers = end === -1 ? changed : changed.filter((name) => setAgain.has(name));
  const restored = changed.filter((name) => !leftNumbers.includes(name));
  if (restored.length === 0) return { ...plan, leftNumbers };
  const kept = Object.entries(now).filter(([name]) => !restored.includes(name));
  const back = Object.entries(before).filter(([name]) => restored.includes(name));
  const metrics = kept.length + back.length === 0 ? undefined : Object.fromEntries([...kept, ...back]);
  const gone = Object.fromEntries(Object.entries(now).filter(([name]) => restored.includes(name)));
  return {
    ...plan,
    after: { ...plan.after, metrics },
    changes: { ...plan.changes, metrics: restored, metrics_before: gone },
    leftNumbers,
  };
}

/** With it, this can be taken back again. */
function wayBack(plan: Restoration, { changes: { followed } }: KeptOperation): Restoration {
  if (!followed || !plan.changes) return plan;
  const { from, to } = followed;
  const back = { ...(to === undefined ? {} : { from: to }), ...(from === undefined ? {} : { to: from }) };
  return { ...plan, changes: { ...plan.changes, followed: back } };
}

function restoration(label: KeptLabel, { changes }: KeptOperation): Restoration {
  const restored: Partial<Record<LabelField, unknown>> = {};
  const leftAlone: LabelField[] = [];
  for (const field of labelFields) {
    const change = changes[field];
    if (!change) continue;
    const [before, after] = change;
    if (isSame(label[field], after)) restored[field] = before;
    else if (!isSame(label[field], before)) leftAlone.push(field);
  }
  // Each field was given a value of its own kind, from the history of that field.
  const after = { ...label, ...restored } as LabelContent;
  return { label, after, changes: changesBetween(label, after), leftAlone, leftNumbers: [] };
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
