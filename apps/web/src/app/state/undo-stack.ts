import { computed, signal } from '@angular/core';
import type { LabelPatch, SkippedField } from '#contracts';
import type { Edit, ItemEdit, Outcome, OutboxNews } from '../sync/edit.ts';
import type { LabelDesk } from './label-desk.ts';
import type { Overlay } from './overlays.ts';
import { personWords } from './person-words.ts';

/** Something this person did, and can take back. */
interface Deed {
  /** The edit that does it. */
  readonly id: string;
  /** "★4 on a.jpg" */
  readonly says: string;
  /** What the server calls it, once it has it. */
  readonly gesture: string | null;
  /** To be taken back as soon as the server has it. */
  readonly isWanted: boolean;
  /** It was taken back before it was sent: to do it again is to send it. */
  readonly unsent?: Edit | undefined;
  /** Of a change to one image: what it was and what became of it, so that both can be painted at once. */
  readonly one: { readonly path: string; readonly back: LabelPatch; readonly again: LabelPatch } | null;
}

const KEPT = 200;
const KEY = 'lenslet:deeds';

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem'>;

/**
 * What one did in this tab, to take back and do again, over a reload as well. The server takes back whole gestures and
 * leaves alone what somebody else has changed since, so that undoing never destroys the work of others.
 */
export class UndoStack {
  private readonly done = signal<readonly Deed[]>([]);
  private readonly undone = signal<readonly Deed[]>([]);
  private owner: string | null = null;
  readonly canUndo = computed(() => this.done().findLast(({ isWanted }) => !isWanted) ?? null);
  readonly canRedo = computed(() => this.undone().at(-1) ?? null);

  constructor(
    private readonly desk: Pick<LabelDesk, 'undo' | 'editOf' | 'giveUp' | 'takeBack' | 'again'>,
    private readonly storage: Storage | null,
    private readonly tell: (text: string, isBad: boolean) => void,
  ) {}

  /** For this person in this gallery from now on: what was done elsewhere cannot be taken back here. */
  begin(owner: string): void {
    if (this.owner === owner) return;
    // What was done before anybody was known is by whoever comes first.
    const [done, undone] = this.owner === null ? [this.done(), this.undone()] : [[], []];
    this.owner = owner;
    const kept = this.read();
    this.done.set([...kept.done, ...done]);
    this.undone.set(done.length > 0 ? undone : kept.undone);
  }

  noteEdit(edit: ItemEdit, says: string): void {
    const one = { path: edit.path, again: edit.patch, back: reverse(edit) };
    this.push({ id: edit.id, says, gesture: null, isWanted: false, one });
  }

  noteMany(id: string, says: string): void {
    this.push({ id, says, gesture: null, isWanted: false, one: null });
  }

  /**
   * Takes back the last, or the one that was done by this edit: whoever is offered "Undo" beside a sentence means what the
   * sentence says, whatever they did since. False when there is nothing to take back.
   */
  undo(id?: string): boolean {
    const deed = id === undefined ? this.canUndo() : this.done().find((each) => each.id === id && !each.isWanted);
    if (!deed) return false;
    if (this.isLost(deed)) this.forget(deed);
    else if (deed.gesture === null && this.desk.giveUp(deed.id)) this.tell(`Discarded: ${deed.says}`, false);
    else if (deed.gesture === null) this.takeBackLater(deed);
    else this.takeBack(deed, deed.gesture);
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
    if (deed.unsent !== undefined) {
      this.sendAgain(deed, deed.unsent);
      return true;
    }
    if (this.isLost(deed)) {
      this.forget(deed);
      this.keep();
      return true;
    }
    if (deed.gesture === null) {
      this.tell('The undo is not saved yet', false);
      return true;
    }
    const again = this.turned(deed, deed.gesture);
    this.undone.update((all) => all.filter((each) => each !== deed));
    this.done.update((all) => [...all, again]);
    this.tell(`Done again: ${deed.says}`, false);
    this.keep();
    return true;
  }

  private sendAgain(deed: Deed, unsent: Edit): void {
    const again: Deed = { ...deed, id: this.desk.again(unsent), gesture: null, isWanted: false, unsent: undefined };
    this.undone.update((all) => all.filter((each) => each !== deed));
    this.done.update((all) => [...all, again]);
    this.tell(`Done again: ${deed.says}`, false);
    this.keep();
  }

  /** One that was never sent is let go of. Of any other nobody knows whether the server has it: once it says so, it is undone. */
  private takeBackLater(deed: Deed): void {
    const unsent = this.desk.editOf(deed.id);
    this.done.update((all) => all.map((each) => (each === deed ? { ...each, isWanted: true, unsent } : each)));
    this.desk.takeBack(deed.id, overlayOf(deed));
    this.tell(`Undone: ${deed.says}`, false);
  }

  /** It was saved while no page was there to be told its name. */
  private isLost({ id, gesture }: Deed): boolean {
    return gesture === null && this.desk.editOf(id) === undefined;
  }

  private forget(deed: Deed): void {
    this.done.update((all) => all.filter((each) => each !== deed));
    this.undone.update((all) => all.filter((each) => each !== deed));
    this.tell(`${deed.says} was saved while this page was closed: its history can take it back`, true);
  }

  private takeBack(deed: Deed, gesture: string): void {
    const back = this.turned(deed, gesture);
    this.done.update((all) => all.filter((each) => each !== deed));
    this.undone.update((all) => [...all, back]);
    this.tell(`Undone: ${deed.says}`, false);
  }

  /** Takes the gesture back. What that is can be taken back in turn, which does it again. */
  private turned(deed: Deed, gesture: string): Deed {
    const { one } = deed;
    const id = this.desk.undo(gesture, overlayOf(deed));
    const turned = one && { ...one, back: one.again, again: one.back };
    return { ...deed, id, gesture: null, isWanted: false, unsent: undefined, one: turned };
  }

  hearOutbox(news: OutboxNews): void {
    if (news.kind !== 'gone') return;
    const { id, outcome } = news;
    const deed = this.done().find((each) => each.id === id) ?? this.undone().find((each) => each.id === id);
    if (deed === undefined) return;
    const gesture = gestureIn(outcome);
    const name = (all: readonly Deed[]): readonly Deed[] =>
      gesture === null
        ? all.filter((each) => each !== deed)
        : all.map((each) => (each === deed ? { ...each, gesture } : each));
    if (outcome.kind === 'merged') this.merge(deed, outcome.into);
    this.done.update(name);
    this.undone.update(name);
    if (outcome.kind === 'dropped' && deed.unsent !== undefined) this.undone.update((all) => [...all, deed]);
    if (outcome.kind === 'undone' && outcome.answer.skipped.length > 0) this.tellSkipped(outcome.answer.skipped);
    this.takeBackWanted();
    this.keep();
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

  /** The last first, as they were asked for: one before it may be about the same image. */
  private takeBackWanted(): void {
    for (const deed of this.done().toReversed()) {
      if (!deed.isWanted) continue;
      if (this.isLost(deed)) continue;
      if (deed.gesture === null) return;
      this.takeBack(deed, deed.gesture);
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
    this.undone.set([]);
    this.keep();
  }

  private keep(): void {
    try {
      if (this.owner !== null)
        this.storage?.setItem(`${KEY}:${this.owner}`, JSON.stringify({ done: this.done(), undone: this.undone() }));
    } catch {
      // Storage is full or off: undo works until the page is closed.
    }
  }

  private read(): { done: readonly Deed[]; undone: readonly Deed[] } {
    try {
      const kept: unknown = JSON.parse(this.storage?.getItem(`${KEY}:${this.owner ?? ''}`) ?? 'null');
      // Written by this class only; whatever else stands there has no such lists.
      const { done, undone } = kept as { done: unknown; undone: unknown };
      if (Array.isArray(done) && Array.isArray(undone)) return { done: done as Deed[], undone: undone as Deed[] };
    } catch {
      // Storage is off, or holds something else: there is nothing to take back.
    }
    return { done: [], undone: [] };
  }
}

/** What taking it back leads to, where that can be known. */
function overlayOf({ one }: Deed): Overlay | undefined {
  return one === null ? undefined : { patch: one.back, covers: (path) => path === one.path, only: one.path };
}

function gestureIn(outcome: Outcome): string | null {
  if (outcome.kind === 'saved') return outcome.gesture;
  if (outcome.kind === 'bulk-saved' || outcome.kind === 'undone') return outcome.answer.gesture_id;
  return null;
}

/** What leads back from an edit to what was seen before it. */
export function reverse({ patch, seen }: Pick<ItemEdit, 'patch' | 'seen'>): LabelPatch {
  const back: LabelPatch = {};
  if (patch.set_star !== undefined) back.set_star = seen.star;
  if (patch.set_notes !== undefined) back.set_notes = seen.notes;
  if (patch.set_tags ?? patch.add_tags ?? patch.remove_tags) back.set_tags = [...seen.tags];
  return back;
}
