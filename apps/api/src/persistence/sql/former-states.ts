import type { Label } from '../label.ts';
import type { KeptLabel, KeptOperation } from './kept-rows.ts';
import type { LabelEngine } from './label-engine.ts';

/** What an item was after one of its operations. */
interface Checkpoint {
  readonly seq: number;
  readonly label: KeptLabel;
}

/** On the way back a state is remembered so often, for as many items at most. */
const [checkpointEvery, itemsRemembered] = [256, 100];

/**
 * What items were, worked out from what they are by taking back the operations since. Pages are asked for from the
 * earliest to the latest, and each is reached from the other end: without remembering something on the way, an item that
 * was changed ten thousand times would be gone through from its end for each page.
 */
export class FormerStates {
  /** By item, the latest first. What was once is so for ever. */
  readonly #checkpoints = new Map<number, Checkpoint[]>();

  constructor(private readonly engine: LabelEngine) {}

  /** The states of an item after each of its operations between these two, both included, by their numbers. */
  between(first: number, last: number): (item: number) => ReadonlyMap<number, Label> {
    const found = new Map<number, ReadonlyMap<number, Label>>();
    return (item) => {
      const states = found.get(item) ?? this.goBack(item, first, last);
      found.set(item, states);
      return states;
    };
  }

  private goBack(item: number, first: number, last: number): ReadonlyMap<number, Label> {
    const states = new Map<number, Label>();
    let { seq, label } = this.startFor(item, last);
    let steps = 0;
    for (let next = this.engine.operation(seq, item); next && next.seq >= first; steps += 1) {
      ({ seq } = next);
      if (seq <= last) states.set(seq, label);
      else if (steps > 0 && steps % checkpointEvery === 0) this.remember(item, { seq, label });
      label = before(label, next);
      next = this.engine.operation(next.previous, item);
    }
    return states;
  }

  /** The earliest known state that is not earlier than this. */
  private startFor(item: number, last: number): Checkpoint {
    const known = this.#checkpoints.get(item)?.findLast(({ seq }) => seq >= last);
    if (known) return known;
    const label = this.engine.labelOfItem(item);
    return { seq: label.seq, label };
  }

  private remember(item: number, checkpoint: Checkpoint): void {
    const known = this.#checkpoints.get(item);
    if (known) {
      known.push(checkpoint);
      known.sort((a, b) => b.seq - a.seq);
      return;
    }
    const [oldest] = this.#checkpoints.keys();
    if (this.#checkpoints.size === itemsRemembered && oldest !== undefined) this.#checkpoints.delete(oldest);
    this.#checkpoints.set(item, [checkpoint]);
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
