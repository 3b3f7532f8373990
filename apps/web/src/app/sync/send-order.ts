import type { Edit } from './edit.ts';
import { Fifo } from './fifo.ts';

/** `idle`: nothing of it may be sent, or nothing is there. `busy`: one is on its way. `held`: until it is released. */
type LaneState = 'idle' | 'ready' | 'busy' | 'held';

interface Lane {
  readonly stretch: Stretch;
  readonly ids: Fifo<string>;
  state: LaneState;
}

/** Edits between two that wait for everything; or one of those, alone. */
interface Stretch {
  readonly isAlone: boolean;
  readonly lanes: Map<string, Lane>;
  readonly ready: Fifo<Lane>;
  left: number;
}

/**
 * Which edit may be sent next. Edits of one item go one at a time, in their order; those of different items side by side. A write to
 * many items, or an undo, waits for all before it, and all after it wait for it.
 */
export class SendOrder {
  private readonly stretches = new Fifo<Stretch>();
  private readonly laneOf = new Map<string, Lane>();
  private readonly takenBack = new Set<string>();

  constructor(private readonly mayBeSent: (id: string) => boolean) {}

  add(edit: Edit): void {
    const isAlone = edit.kind !== 'item';
    let stretch = this.stretches.last();
    if (stretch === undefined || isAlone || stretch.isAlone) {
      stretch = newStretch(isAlone);
      this.stretches.add(stretch);
    }
    this.join(stretch, edit, false);
  }

  /**
   * Before everything of its item that still waits. Not before one that may have been sent: its change, were it made, would look
   * like that of somebody else.
   */
  addFirst(edit: Edit): void {
    let stretch = this.stretches.first();
    if (stretch?.isAlone !== false) {
      // A write to many is on its way, or nothing is. It is not overtaken, for it may have been sent.
      const after = newStretch(false);
      const alone = this.stretches.take();
      this.stretches.addFirst(after);
      if (alone !== undefined) this.stretches.addFirst(alone);
      stretch = after;
    }
    this.join(stretch, edit, true);
  }

  /** The edit whose turn it is; its lane is busy until it is told what became of it. */
  next(): string | null {
    const stretch = this.stretches.first();
    for (;;) {
      const lane = stretch?.ready.take();
      if (lane === undefined) return null;
      const id = lane.ids.first();
      lane.state = id === undefined ? 'idle' : 'busy';
      if (id !== undefined) return id;
    }
  }

  /** It needs no sending any more: it was taken, or it stands aside. The next of its item goes before other items. */
  finish(id: string): void {
    const lane = this.laneOf.get(id);
    if (lane === undefined) return;
    this.laneOf.delete(id);
    lane.stretch.left -= 1;
    if (lane.ids.first() === id) {
      lane.ids.take();
      // A lane that is ready stands in the line already.
      if (lane.state !== 'ready') lane.state = 'idle';
    } else {
      this.takenBack.add(id);
    }
    this.wake(lane, true);
    this.goOn();
  }

  /** It was not taken, and goes again: now, or when it is released. */
  putBack(id: string, isHeld: boolean): void {
    const lane = this.laneOf.get(id);
    if (lane === undefined) return;
    lane.state = isHeld ? 'held' : 'idle';
    this.wake(lane, true);
  }

  release(id: string): void {
    const lane = this.laneOf.get(id);
    if (lane?.state !== 'held') return;
    lane.state = 'idle';
    this.wake(lane, false);
  }

  /** The next one of the same item, when nothing stands between. */
  after(id: string): string | null {
    const lane = this.laneOf.get(id);
    return lane === undefined ? null : (lane.ids.second() ?? null);
  }

  /** The last one of this item, when nothing that waits for everything came after it. */
  lastOf(path: string): string | null {
    return this.stretches.last()?.lanes.get(path)?.ids.last() ?? null;
  }

  private join(stretch: Stretch, edit: Edit, isFirst: boolean): void {
    const name = edit.kind === 'item' ? edit.path : edit.id;
    let lane = stretch.lanes.get(name);
    if (lane === undefined) {
      lane = { stretch, ids: new Fifo(), state: 'idle' };
      stretch.lanes.set(name, lane);
    }
    const first = lane.ids.first();
    const sent = isFirst && first !== undefined && this.mayBeSent(first) ? lane.ids.take() : undefined;
    if (isFirst) lane.ids.addFirst(edit.id);
    else lane.ids.add(edit.id);
    if (sent !== undefined) lane.ids.addFirst(sent);
    stretch.left += 1;
    this.laneOf.set(edit.id, lane);
    this.wake(lane, false);
  }

  private wake(lane: Lane, isFirst: boolean): void {
    for (let id = lane.ids.first(); id !== undefined && this.takenBack.delete(id); id = lane.ids.first())
      lane.ids.take();
    if (lane.state !== 'idle' || lane.ids.length === 0) return;
    lane.state = 'ready';
    if (isFirst) lane.stretch.ready.addFirst(lane);
    else lane.stretch.ready.add(lane);
  }

  private goOn(): void {
    while ((this.stretches.first()?.left ?? 1) === 0) this.stretches.take();
  }
}

function newStretch(isAlone: boolean): Stretch {
  return { isAlone, lanes: new Map(), ready: new Fifo(), left: 0 };
}
