import type { Label } from '../label.ts';
import type { KeptLabel, KeptOperation } from './kept-rows.ts';
import type { LabelEngine } from './label-engine.ts';

type States = Map<number, Label>;

/** What an item was after one of its operations. */
interface Checkpoint {
  readonly seq: number;
  readonly label: KeptLabel;
}

/** What an item was after each of its operations between two numbers, both included. */
interface Stretch {
  readonly first: number;
  readonly last: number;
  readonly states: States;
}

/** What is remembered of an item that was changed often. What once was is so for ever. */
interface Past {
  /** The latest first. */
  readonly checkpoints: Checkpoint[];
  stretch: Stretch;
}

/** On the way back a state is remembered so often, for as many items at most. */
const [checkpointEvery, itemsRemembered] = [256, 20];

/**
 * What items were, worked out from what they are by taking back the operations since. Pages are asked for from the
 * earliest to the latest, and each is reached from the other end: without remembering something on the way, an item that
 * was changed ten thousand times would be gone through from its end for each page. So it is gone through once, and every
 * stretch between two checkpoints once more.
 */
export class FormerStates {
  readonly #pasts = new Map<number, Past>();

  constructor(private readonly engine: LabelEngine) {}

  /** The states of an item after each of its operations between these two, both included, by their numbers. */
  between(first: number, last: number): (item: number) => ReadonlyMap<number, Label> {
    const found = new Map<number, States>();
    return (item) => {
      const states = found.get(item) ?? this.statesOf(item, first, last);
      found.set(item, states);
      return states;
    };
  }

  private statesOf(item: number, first: number, last: number): States {
    const known = this.#pasts.get(item)?.stretch;
    const now = this.engine.labelOfItem(item);
    if (known && known.first <= first && (last <= known.last || now.seq === known.last)) return known.states;
    return this.goBack(item, first, last, now).states;
  }

  private goBack(item: number, first: number, last: number, now: KeptLabel): Stretch {
    const past = this.#pasts.get(item);
    const start = past?.checkpoints.findLast(({ seq }) => seq >= last) ?? { seq: now.seq, label: now };
    const met: Checkpoint[] = [];
    const states: States = new Map();
    let { seq, label } = start;
    let top = seq;
    for (let next = this.engine.operation(seq, item); next && next.seq >= first;) {
      ({ seq } = next);
      if (states.size >= checkpointEvery && seq > last) {
        // What is later than this belongs to pages that are still to come.
        met.push({ seq, label });
        states.clear();
        top = seq;
      }
      states.set(seq, label);
      label = before(label, next);
      next = this.engine.operation(next.previous, item);
    }
    const stretch = { first, last: top, states };
    if (past) past.stretch = stretch;
    if (met.length > 0) this.remember(item, met, stretch);
    return stretch;
  }

  private remember(item: number, checkpoints: readonly Checkpoint[], stretch: Stretch): void {
    const known = this.#pasts.get(item)?.checkpoints ?? [];
    const [oldest] = this.#pasts.keys();
    if (this.#pasts.size >= itemsRemembered && known.length === 0 && oldest !== undefined) this.#pasts.delete(oldest);
    this.#pasts.set(item, { checkpoints: [...known, ...checkpoints].sort((a, b) => b.seq - a.seq), stretch });
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
