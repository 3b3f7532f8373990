import { labelFields, type LabelField } from '#contracts';
import type { Clock } from './clock.ts';
import type { EditList } from './edit-list.ts';
import type { Author, EditSender, Reply } from './edit-sender.ts';
import { isUnsent, type Edit, type EditTrouble, type ItemEdit, type KnownLabel } from './edit.ts';
import { Holds } from './holds.ts';
import { Pace, backoff } from './pace.ts';
import { PathMemory } from './path-memory.ts';
import { rebase } from './rebase.ts';
import { SendOrder } from './send-order.ts';
import { verdictOn, type Refusal } from './verdict.ts';

/** Rebases without a long pause between. */
const quickRebases = 5;
const shortestHoldMs = 50;
const inFlightHoldMs = 1000;

/** Sends what is in the list, in order, and does what the answers ask for. */
export class EditDispatch {
  private readonly order: SendOrder;
  private readonly memory = new PathMemory();
  private readonly pace: Pace;
  private readonly holds: Holds;
  private onTheirWay = 0;
  private isOver = false;

  constructor(
    private readonly list: EditList,
    private readonly sender: EditSender,
    private readonly clock: Clock,
    private readonly newKey: () => string,
    private readonly author: () => Author,
  ) {
    this.order = new SendOrder((id) => {
      const edit = list.get(id);
      return edit !== undefined && !isUnsent(edit);
    });
    this.pace = new Pace(clock, () => {
      this.sendNext();
    });
    this.holds = new Holds(clock);
  }

  get isPaused(): boolean {
    return !this.pace.isGoing;
  }

  /** The last edit of that item which a newer one would follow, with nothing in between. */
  lastOf(path: string): Edit | undefined {
    return this.list.get(this.order.lastOf(path));
  }

  add(edits: readonly Edit[]): void {
    for (const edit of edits) this.order.add(edit);
    this.sendNext();
  }

  /** Before later edits of the same item. */
  addFirst(edit: Edit): void {
    this.order.addFirst(edit);
    this.sendNext();
  }

  /** It shall not be sent. Only for one that never was. */
  takeBack(id: string): void {
    this.holds.drop(id);
    this.order.finish(id);
    this.sendNext();
  }

  hurry(): void {
    for (const id of this.holds.clear()) this.order.release(id);
    this.pace.hurry();
  }

  /** Answers that are still to come are for nobody: what they are about is in the store, and is asked again. */
  end(): void {
    this.isOver = true;
    this.pace.reset();
    this.holds.clear();
  }

  /** A question each time: it may have ended while something was waited for. */
  private hasEnded(): boolean {
    return this.isOver;
  }

  private sendNext(): void {
    while (!this.hasEnded() && this.onTheirWay < this.pace.room) {
      const edit = this.list.get(this.order.next());
      if (edit === undefined) return;
      this.onTheirWay += 1;
      void this.send(edit);
    }
  }

  private async send(made: Edit): Promise<void> {
    // One that may have been sent goes as it was, whatever is known by now.
    const edit = made.kind === 'item' && isUnsent(made) ? this.memory.brought(made) : made;
    if (edit.state === 'conflict') {
      await this.standAside(edit);
    } else {
      const sent: Edit = { ...edit, state: 'sending', tries: edit.tries + 1 };
      // Written down before it goes: after a crash it has to be the same request, or it could be taken twice.
      await this.list.keep(sent);
      if (this.hasEnded()) return;
      const reply = await this.sender.send(sent, this.author());
      if (this.hasEnded()) return;
      await this.take(sent, reply);
    }
    this.onTheirWay -= 1;
    this.sendNext();
  }

  private async take(edit: Edit, reply: Reply): Promise<void> {
    if (reply.kind === 'refusal') return this.heed(edit, reply);
    this.pace.answered();
    if (reply.kind === 'overtaken' && edit.kind === 'item') {
      this.memory.overtaken(edit.base, reply.current, reply.changed);
      await this.rebase(edit, reply.current, reply.changed);
    } else if (reply.kind === 'saved' && edit.kind === 'item') {
      this.memory.saved(edit, reply.label);
      await this.keepNextNotes(edit);
      if (this.hasEnded()) return;
      this.order.finish(edit.id);
      // What was done to many items is not known here: the star may have been one's own.
      const replaced = edit.replaced?.by === this.author().name ? null : (edit.replaced ?? null);
      this.list.forget(edit.id, { ...reply, replaced });
    } else if (reply.kind === 'bulk-saved' || reply.kind === 'undone') {
      this.order.finish(edit.id);
      this.list.forget(edit.id, reply);
    }
  }

  private async rebase(edit: ItemEdit, current: KnownLabel, changed: readonly LabelField[]): Promise<void> {
    const rebased = rebase(edit, current, changed, this.newKey());
    if (rebased.kind === 'settled') {
      this.order.finish(edit.id);
      this.list.forget(edit.id, { kind: 'saved', label: current, gesture: null, replaced: null });
      return;
    }
    if (rebased.kind === 'conflict') return this.standAside(rebased.edit);
    const rebases = (edit.rebases ?? 0) + 1;
    this.list.show({ ...rebased.edit, rebases });
    const quick = shortestHoldMs * 2 ** rebases * this.clock.chance();
    // Very many are writing. It goes on, slowly: giving up would lose it.
    this.hold(edit.id, rebases <= quickRebases ? quick : backoff(rebases - quickRebases - 1, this.clock));
  }

  /** Before the one that was taken is forgotten: after a crash in between, the next notes would be in conflict with it. */
  private async keepNextNotes(edit: ItemEdit): Promise<void> {
    if (edit.patch.set_notes === undefined) return;
    const next = this.list.get(this.order.after(edit.id));
    if (next?.kind !== 'item' || !isUnsent(next) || next.patch.set_notes === undefined) return;
    const brought = this.memory.brought(next);
    if (brought.state === 'waiting') await this.list.keep(brought);
  }

  private async heed(edit: Edit, refusal: Refusal): Promise<void> {
    const { status, code, message, retryAfterMs } = refusal;
    const trouble: EditTrouble = { status, code, message };
    const verdict = verdictOn(refusal);
    if (verdict === 'later') this.pace.failed(retryAfterMs);
    else if (verdict === 'slower') this.pace.slowDown(retryAfterMs);
    else if (verdict === 'sign-in') this.pace.signedOut();
    else this.pace.answered();
    if (verdict === 'never') return this.standAside({ ...edit, state: 'refused', trouble });
    if (verdict === 'new-key') return this.renew(edit, trouble);
    this.list.show({ ...edit, state: 'waiting', trouble });
    if (verdict === 'same-again') this.hold(edit.id, retryAfterMs ?? inFlightHoldMs);
    else this.order.putBack(edit.id, false);
  }

  /** The key stands for another request. That cannot come about here; if it does, the edit goes again as one never sent. */
  private async renew(edit: Edit, trouble: EditTrouble): Promise<void> {
    const now = edit.kind === 'item' ? await this.sender.read(edit.path) : null;
    if (this.hasEnded()) return;
    if (edit.kind === 'item' && now !== null) return this.rebase(edit, now, labelFields);
    this.list.show({ ...edit, key: this.newKey(), state: 'waiting', tries: 0, trouble });
    this.hold(edit.id, inFlightHoldMs);
  }

  private standAside(edit: Edit): Promise<void> {
    this.order.finish(edit.id);
    return this.list.keep(edit);
  }

  /** This one waits, and the others of its item with it. */
  private hold(id: string, ms: number): void {
    this.order.putBack(id, true);
    this.holds.hold(id, ms, () => {
      this.order.release(id);
      this.sendNext();
    });
  }
}
