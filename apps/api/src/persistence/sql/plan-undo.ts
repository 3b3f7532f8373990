import { labelFields, type LabelField, type OperationChanges } from '#contracts';
import { changesBetween, type LabelContent } from '../patch-label.ts';
import type { KeptLabel, KeptOperation } from './kept-rows.ts';
import type { LabelEngine } from './label-engine.ts';

export interface Restoration {
  readonly label: KeptLabel;
  readonly after: LabelContent;
  /** Undefined when nothing is left to restore. */
  readonly changes: OperationChanges | undefined;
  /** Fields that somebody changed since. */
  readonly leftAlone: readonly LabelField[];
}

/** Item by item what taking a gesture back would do. Fields that hold what the gesture wrote become what they were. */
export function* planUndo(engine: LabelEngine, gesture: number): Generator<Restoration> {
  for (const operation of engine.operationsOf(gesture)) {
    const label = engine.labelById(operation.item);
    if (label) yield restoration(label, operation);
  }
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
  return { label, after, changes: changesBetween(label, after), leftAlone };
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
