import { computed, signal } from '@angular/core';
import type { LabelPatch } from '#contracts';
import type { ItemEdit, Outcome, OutboxNews } from '../sync/edit.ts';
import type { LabelDesk } from './label-desk.ts';

/** Something this person did, and can take back. */
interface Deed {
  /** The edit that does it. */
  readonly id: string;
  /** "★4 on a.jpg" */
  readonly says: string;
  /** What the server calls it, once it has it. */
  readonly gesture: string | null;
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
  /** To be taken back as soon as the server has them. */
  private readonly wanted = new Set<string>();
  readonly canUndo = computed(() => this.done().at(-1) ?? null);
  readonly canRedo = computed(() => this.undone().at(-1) ?? null);

  constructor(
    private readonly desk: Pick<LabelDesk, 'undo'>,
    private readonly storage: Storage | null,
    private readonly tell: (text: string, isBad: boolean) => void,
  ) {
    const kept = this.read();
    this.done.set(kept.done);
    this.undone.set(kept.undone);
  }

  noteEdit(edit: ItemEdit, says: string): void {
    this.push({ id: edit.id, says, gesture: null, one: { path: edit.path, again: edit.patch, back: reverse(edit) } });
  }

  noteMany(id: string, says: string): void {
    this.push({ id, says, gesture: null, one: null });
  }

  /** False when there is nothing to take back. */
  undo(): boolean {
    const deed = this.done().at(-1);
    if (deed === undefined) return false;
    this.done.update((all) => all.slice(0, -1));
    if (deed.gesture === null) {
      this.wanted.add(deed.id);
      this.done.update((all) => [...all, deed]);
      this.tell(`${deed.says}: will be undone as soon as it is saved`, false);
      return true;
    }
    const { one } = deed;
    const id = this.desk.undo(
      deed.gesture,
      one === null ? undefined : { patch: one.back, covers: (path) => path === one.path, only: one.path },
    );
    // Taking back the undo does it again.
    this.undone.update((all) => [
      ...all,
      { ...deed, id, gesture: null, one: one && { ...one, back: one.again, again: one.back } },
    ]);
    this.tell(`Undone: ${deed.says}`, false);
    this.keep();
    return true;
  }

  redo(): boolean {
    const deed = this.undone().at(-1);
    if (deed === undefined) return false;
    if (deed.gesture === null) {
      this.tell('The undo is not saved yet', false);
      return true;
    }
    this.undone.update((all) => all.slice(0, -1));
    const { one } = deed;
    const id = this.desk.undo(
      deed.gesture,
      one === null ? undefined : { patch: one.back, covers: (path) => path === one.path, only: one.path },
    );
    this.done.update((all) => [
      ...all,
      { ...deed, id, gesture: null, one: one && { ...one, back: one.again, again: one.back } },
    ]);
    this.tell(`Done again: ${deed.says}`, false);
    this.keep();
    return true;
  }

  hearOutbox(news: OutboxNews): void {
    if (news.kind !== 'gone') return;
    const { id, outcome } = news;
    const gesture = gestureIn(outcome);
    const name = (all: readonly Deed[]): readonly Deed[] =>
      gesture === null
        ? all.filter((deed) => deed.id !== id)
        : all.map((deed) => (deed.id === id ? { ...deed, gesture } : deed));
    this.done.update(name);
    this.undone.update(name);
    if (outcome.kind === 'undone' && outcome.answer.skipped.length > 0) {
      const [first] = outcome.answer.skipped;
      const more = outcome.answer.skipped.length - 1;
      this.tell(
        `${first?.by ?? 'Somebody'} has changed ${first?.field ?? 'it'} since: that stays${more > 0 ? `, and so do ${String(more)} more` : ''}`,
        false,
      );
    }
    if (this.wanted.delete(id) && this.done().at(-1)?.id === id) this.undo();
    this.keep();
  }

  private push(deed: Deed): void {
    this.done.update((all) => [...all.slice(1 - KEPT), deed]);
    this.undone.set([]);
    this.keep();
  }

  private keep(): void {
    try {
      this.storage?.setItem(KEY, JSON.stringify({ done: this.done(), undone: this.undone() }));
    } catch {
      // Storage is full or off: undo works until the page is closed.
    }
  }

  private read(): { done: readonly Deed[]; undone: readonly Deed[] } {
    try {
      const kept: unknown = JSON.parse(this.storage?.getItem(KEY) ?? 'null');
      // Written by this class only; whatever else stands there has no such lists.
      const { done, undone } = kept as { done: unknown; undone: unknown };
      if (Array.isArray(done) && Array.isArray(undone)) return { done: done as Deed[], undone: undone as Deed[] };
    } catch {
      // Storage is off, or holds something else: there is nothing to take back.
    }
    return { done: [], undone: [] };
  }
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
