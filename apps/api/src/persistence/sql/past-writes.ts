import { limits } from '#contracts';
import { isOfOneItem } from '../event-of-write.ts';
import { columnsOf } from '../label-columns.ts';
import type { Accepted } from '../label-store.ts';
import type { Label } from '../label.ts';
import { FormerStates } from './former-states.ts';
import type { KeptGesture, KeptOperation } from './kept-rows.ts';
import type { LabelEngine } from './label-engine.ts';

/**
 * Accepted writes, told again from history as they were told then. Of metrics, the history keeps the names only: they
 * are told as they are now.
 */
export class PastWrites {
  readonly #states: FormerStates;

  constructor(private readonly engine: LabelEngine) {
    this.#states = new FormerStates(engine);
  }

  /** Those after the one number, up to and with the other, in their order; no more than so many. */
  *between(after: number, until: number, most: number): Generator<Accepted> {
    const gestures = this.engine.gesturesBetween(after, until, most);
    const [first, last] = [gestures[0], gestures.at(-1)];
    if (!first || !last) return;
    const statesOf = this.#states.between(first.seq, last.seq);
    for (const gesture of gestures) yield this.again(gesture, statesOf);
  }

  private again(gesture: KeptGesture, statesOf: StatesOf): Accepted {
    const { seq, id, kind, at, actor, count, detail } = gesture;
    const isOne = isOfOneItem(gesture);
    const labels: Label[] = [];
    for (const operation of this.engine.operationsOf(seq)) {
      labels.push(isOne ? this.stateAfter(operation, gesture, statesOf) : this.nameAndVersion(operation, at));
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

  private stateAfter({ item, seq, version }: KeptOperation, { at, actor }: KeptGesture, statesOf: StatesOf): Label {
    const state = statesOf(item).get(seq);
    if (!state) throw new Error(`The history of item ${String(item)} has no operation ${String(seq)}.`);
    const now = this.engine.labelOfItem(item);
    // Only of the last operation its date is known for certain: a clock may have been set back in between.
    const [updatedAt, updatedBy] = now.seq === seq ? [now.updatedAt, now.updatedBy] : [at, actor];
    return { ...state, version, metrics: now.metrics, updatedAt, updatedBy };
  }

  private nameAndVersion({ item, version }: KeptOperation, at: number): Label {
    const { path } = this.engine.labelOfItem(item);
    return { path, version, star: null, tags: [], notes: '', updatedAt: at, updatedBy: '' };
  }
}

type StatesOf = ReturnType<FormerStates['between']>;
