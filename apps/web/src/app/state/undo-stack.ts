import { computed, signal } from '@angular/core';
import type { SkippedField } from '#contracts';
import type { ItemEdit, Outcome, OutboxNews } from '../sync/edit.ts';
import { gestureIn, isSameVisit, KeptDeeds, overlayOf, reverse, steppedBack, steppedTo, type Deed } from './deeds.ts';
import type { LabelDesk } from './label-desk.ts';
import { personWords } from './person-words.ts';

const KEPT = 200;

type Change = (deed: Deed) => readonly Deed[];

/**
 * What one did in this tab, to take back and do again, over a reload as well. The server takes back whole gestures and
 * leaves alone what somebody else has changed since, so that undoing never destroys the work of others.
 */
export class UndoStack {
  private readonly done = signal<readonly Deed[]>([]);
  /** As they were asked for: the last is done again first. */
  private readonly undone = signal<readonly Deed[]>([]);
  private readonly kept: KeptDeeds;
  private owner: string | null = null;
  readonly canUndo = computed(() => this.done().at(-1) ?? null);
  readonly canRedo = computed(() => this.undone().findLast(({ isPast }) => isPast !== true) ?? null);

  constructor(
    private readonly desk: Pick<LabelDesk, 'undo' | 'editOf' | 'giveUp' | 'takeBack' | 'keep' | 'again'>,
    storage: ConstructorParameters<typeof KeptDeeds>[0],
    private readonly tell: (text: string, isBad: boolean) => void,
  ) {
    this.kept = new KeptDeeds(storage);
  }

  /** For this person in this gallery from now on: what was done elsewhere cannot be taken back here. */
  begin(owner: string): void {
    if (this.owner === owner) return;
    // What was done before anybody was known is by whoever comes first.
    const [done, undone] = this.owner === null ? [this.done(), this.undone()] : [[], []];
    this.owner = owner;
    const kept = this.kept.read(owner);
    this.done.set([...kept.done, ...done]);
    this.undone.set(done.length > 0 ? undone : kept.undone);
  }

  /** `visit`: to the field that it was typed in. */
  noteEdit(edit: ItemEdit, says: string, visit?: number): void {
    const one = { path: edit.path, again: edit.patch, back: reverse(edit) };
    this.push({ id: edit.id, says, gesture: null, isWanted: false, one, visit });
  }

  noteMany(id: string, says: string): void {
    this.push({ id, says, gesture: null, isWanted: false, one: null });
  }

  /**
   * Takes back the last, or the one that was done by this edit: whoever is offered "Undo" beside a sentence means what the
   * sentence says, whatever they did since. False when there is nothing to take back.
   */
  undo(id?: string): boolean {
    const deed = id === undefined ? this.canUndo() : this.done().find((each) => each.id === id);
    if (!deed) return false;
    const goesOn = this.undoOne(deed);
    // Saving is not the person's doing: a text that was saved piece by piece goes as a whole.
    for (let next = this.canUndo(); goesOn && next && isSameVisit(next, deed); next = this.canUndo()) {
      if (!this.undoOne(next)) break;
    }
    this.keep();
    return true;
  }

  /** It was done here, and not taken back yet. Other tabs hear of it as well. */
  has(id: string): boolean {
    return this.done().some((each) => each.id === id);
  }

  redo(): boolean {
    const deed = this.canRedo();
    if (deed === null) return false;
    const goesOn = this.redoOne(deed);
    for (let next = this.canRedo(); goesOn && next && isSameVisit(next, deed); next = this.canRedo()) {
      if (!this.redoOne(next)) break;
    }
    this.keep();
    return true;
  }

  hearOutbox(news: OutboxNews): void {
    if (news.kind !== 'gone') return;
    const { id, outcome } = news;
    const deed = [...this.done(), ...this.undone()].find((each) => each.id === id);
    if (deed === undefined) return;
    if (outcome.kind === 'merged') this.merge(deed, outcome.into);
    this.change(deed, (its) => this.after(its, outcome));
    if (outcome.kind === 'undone' && outcome.answer.skipped.length > 0) this.tellSkipped(outcome.answer.skipped);
    this.takeBackWanted(this.undone());
    this.takeBackWanted(this.done());
    this.keep();
  }

  /** False when that did not take it back. */
  private undoOne(deed: Deed): boolean {
    if (this.isLost(deed)) return this.forget(deed);
    if (deed.gesture === null && this.desk.giveUp(deed.id)) {
      this.tell(`Discarded: ${deed.says}`, false);
      return false;
    }
    this.change(deed, () => []);
    this.undone.update((all) => [...all, this.turned(deed)]);
    this.tell(`Undone: ${deed.says}`, false);
    return true;
  }

  private redoOne(deed: Deed): boolean {
    if (this.isLost(deed)) return this.forget(deed);
    this.change(deed, () => []);
    this.done.update((all) => [...all, this.turned(deed)]);
    this.tell(`Done again: ${deed.says}`, false);
    return true;
  }

  /** Taken back when it was done, done when it was taken back. */
  private turned(deed: Deed): Deed {
    const { id, gesture, isWanted, unsent } = deed;
    if (isWanted) {
      // It was only promised so far. Should it be let go of all the same, it is sent once more.
      this.desk.keep(id);
      return { ...deed, isWanted: false, isKept: true };
    }
    if (unsent !== undefined) return steppedTo(deed, this.desk.again(unsent));
    if (gesture !== null) return steppedTo(deed, this.desk.undo(gesture, overlayOf(deed)), { id, gesture });
    // One that was never sent is let go of. Of any other nobody knows whether the server has it: once it says so, it is undone.
    const letGo = this.desk.editOf(id);
    this.desk.takeBack(id, overlayOf(deed));
    return { ...deed, isWanted: true, isKept: false, letGo };
  }

  /** What becomes of a deed when its last step is done with. */
  private after(deed: Deed, outcome: Outcome): readonly Deed[] {
    const gesture = gestureIn(outcome);
    if (gesture !== null) {
      const isOver = deed.isPast === true && !deed.isWanted;
      return isOver ? [] : [{ ...deed, gesture, letGo: undefined, isKept: false }];
    }
    const isLetGo = outcome.kind === 'dropped' && (deed.isWanted || deed.isKept === true);
    if (!isLetGo || deed.isPast === true) return [];
    return [deed.isWanted ? steppedBack(deed) : this.turned(steppedBack(deed))];
  }

  /** It was saved while no page was there to be told its name. */
  private isLost({ id, gesture, unsent }: Deed): boolean {
    return gesture === null && unsent === undefined && this.desk.editOf(id) === undefined;
  }

  private forget(deed: Deed): false {
    this.change(deed, () => []);
    this.tell(`${deed.says} was saved while this page was closed: its history can take it back`, true);
    return false;
  }

  /** The text of one is part of another now: taking that back takes back both, doing it again does both. */
  private merge({ one }: Deed, into: string): void {
    if (one === null) return;
    this.done.update((all) =>
      all.map((each) =>
        each.id === into && each.one !== null
          ? { ...each, one: { ...each.one, again: { ...each.one.again, ...one.again } } }
          : each,
      ),
    );
  }

  /** As they were asked for: one that was taken back later may be about the same image. */
  private takeBackWanted(deeds: readonly Deed[]): void {
    for (const deed of deeds) {
      if (!deed.isWanted || this.isLost(deed)) continue;
      if (deed.gesture === null) return;
      this.change(deed, (its) => [this.turned({ ...its, isWanted: false })]);
    }
  }

  private tellSkipped([first, ...others]: readonly SkippedField[]): void {
    const more = others.length > 0 ? `, and so do ${String(others.length)} more` : '';
    this.tell(
      `${personWords(first?.by ?? 'server')} has changed ${first?.field ?? 'it'} since: that stays${more}`,
      false,
    );
  }

  private push(deed: Deed): void {
    this.done.update((all) => [...all.slice(1 - KEPT), deed]);
    this.undone.update((all) => all.filter(({ isWanted }) => isWanted).map((each) => ({ ...each, isPast: true })));
    this.keep();
  }

  private change(deed: Deed, how: Change): void {
    for (const list of [this.done, this.undone]) {
      if (list().includes(deed)) {
        const after = how(deed);
        list.update((all) => all.flatMap((each) => (each === deed ? after : [each])));
        return;
      }
    }
  }

  private keep(): void {
    if (this.owner !== null) this.kept.write(this.owner, { done: this.done(), undone: this.undone() });
  }
}
