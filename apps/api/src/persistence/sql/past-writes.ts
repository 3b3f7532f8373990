import type { Accepted } from '../label-store.ts';
import { columnsOf } from '../label-columns.ts';
import type { Label } from '../label.ts';
import { limits } from '#contracts';
import type { KeptGesture, KeptLabel, KeptOperation } from './kept-rows.ts';
import type { LabelEngine } from './label-engine.ts';

/**
 * Accepted writes, told again from history as they were told then. What an item was after an edit is worked out from
 * what it is now, taking back the operations since. Of metrics, the history keeps the names only: they are told as they
 * are now.
 */
export class PastWrites {
  constructor(private readonly engine: LabelEngine) {}

  /** Those after the one number, up to and with the other, in their order; no more than so many. */
  *between(after: number, until: number, most: number): Generator<Accepted> {
    const gestures = this.engine.gesturesBetween(after, until, most);
    const [first] = gestures;
    if (!first) return;
    const states = new FormerStates(this.engine, first.seq);
    for (const gesture of gestures) yield this.again(gesture, states);
  }

  private again(gesture: KeptGesture, states: FormerStates): Accepted {
    const { seq, id, kind, at, actor, count, detail } = gesture;
    const isOne = count === 1 && kind !== 'bulk';
    const labels: Label[] = [];
    for (const operation of this.engine.operationsOf(seq)) {
      labels.push(isOne ? states.after(operation, gesture) : this.nameAndVersion(operation, at));
      if (labels.length === limits.eventPaths) break;
    }
    return {
      seq,
      gestureId: id,
      kind,
      at,
      actor,
      count,
      patch: detail.patch,
      metricKeys: detail.metric_keys,
      labels: [columnsOf(labels)],
    };
  }

  private nameAndVersion({ item, version }: KeptOperation, at: number): Label {
    const { path } = this.engine.labelOfItem(item);
    return { path, version, star: null, tags: [], notes: '', updatedAt: at, updatedBy: '' };
  }
}

/** What items were after operations of theirs. One that was changed a thousand times is gone through once. */
class FormerStates {
  readonly #byItem = new Map<number, ReadonlyMap<number, Label>>();

  constructor(
    private readonly engine: LabelEngine,
    private readonly since: number,
  ) {}

  after({ item, seq, version }: KeptOperation, gesture: KeptGesture): Label {
    const states = this.#byItem.get(item) ?? this.goThrough(item);
    this.#byItem.set(item, states);
    const state = states.get(seq);
    if (!state) throw new Error(`The history of item ${String(item)} has no operation ${String(seq)}.`);
    // Only of the last operation it is known for certain when it was: a clock may have been set back in between.
    const isLast = this.engine.labelOfItem(item).seq === seq;
    return { ...state, version, ...(isLast ? {} : { updatedAt: gesture.at, updatedBy: gesture.actor }) };
  }

  private goThrough(item: number): ReadonlyMap<number, Label> {
    const states = new Map<number, Label>();
    let label: KeptLabel = this.engine.labelOfItem(item);
    let operation = this.engine.operation(label.seq, item);
    while (operation && operation.seq >= this.since) {
      states.set(operation.seq, label);
      label = before(label, operation);
      operation = this.engine.operation(operation.previous, item);
    }
    return states;
  }
}

function before(label: KeptLabel, { changes }: KeptOperation): KeptLabel {
  return {
    ...label,
    star: changes.star ? changes.star[0] : label.star,
    tags: changes.tags ? changes.tags[0] : label.tags,
    notes: changes.notes ? changes.notes[0] : label.notes,
  };
}
