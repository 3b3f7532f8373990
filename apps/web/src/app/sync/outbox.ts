import type { Clock } from './clock.ts';
import { EditDispatch } from './edit-dispatch.ts';
import { EditList } from './edit-list.ts';
import type { Author, EditSender } from './edit-sender.ts';
import { EditShelf } from './edit-shelf.ts';
import {
  isUnsent,
  type Choice,
  type Edit,
  type EditState,
  type ItemEdit,
  type KnownLabel,
  type OutboxNews,
} from './edit.ts';
import type { Owner } from './hub-protocol.ts';
import { goesOnFrom, isPlainNotes, mergedNotes, withoutNotes } from './notes-edits.ts';
import type { OutboxStore } from './outbox-store.ts';
import { rebase } from './rebase.ts';

export interface OutboxParts {
  readonly sender: EditSender;
  readonly store: OutboxStore;
  readonly clock: Clock;
  /** A text that nobody else makes. */
  readonly newKey: () => string;
}

/** For the indicator. */
export interface OutboxNumbers {
  readonly count: Readonly<Record<EditState, number>>;
  /** When the oldest was made. */
  readonly oldest: number | null;
  /** All of it would be there after a reload. */
  readonly isKept: boolean;
  /** The server is left alone for now. */
  readonly isPaused: boolean;
}

/** What there is while somebody is there. */
interface Opened {
  readonly owner: Owner;
  readonly list: EditList;
  readonly dispatch: EditDispatch;
  readonly loaded: Promise<readonly Edit[]>;
  isLoading: boolean;
}

/**
 * Everything a person did that the server has not taken yet. An edit leaves it when it was taken, or by the person's own choice, and in
 * no other way. What is sent was written down before, with its key and its base: after a crash the same request is sent again, and
 * the server takes it once.
 *
 * Edits in conflict and refused ones stand aside. Later edits of the same item go on: a star is not held up by a text. Later
 * notes that were on their way before it was known end in conflict too; what is typed while the question stands is part of it.
 *
 * There is one outbox at a time for an owner: the hub sees to that.
 */
export class Outbox {
  private opened: Opened | null = null;
  private author: Author = { name: '', clientId: null };
  private readonly listeners = new Set<(news: OutboxNews) => void>();

  constructor(private readonly parts: OutboxParts) {}

  /** Whose edits these are from now on. The same owner again: somebody signed in, or has another name. */
  async open(owner: Owner, name: string, clientId: string | null = null): Promise<void> {
    this.author = { name, clientId };
    const now = this.opened?.owner;
    if (now?.person === owner.person && now.storeId === owner.storeId) {
      this.hurry();
      return;
    }
    this.close();
    const { store, clock, sender, newKey } = this.parts;
    const tell = (news: OutboxNews): void => {
      for (const listener of this.listeners) listener(news);
    };
    const shelf = new EditShelf(store, owner, clock, (isKept) => {
      tell({ kind: 'kept', isKept });
    });
    const list = new EditList(shelf, tell);
    const dispatch = new EditDispatch(list, sender, clock, newKey, () => this.author);
    const opened: Opened = { owner, list, dispatch, loaded: shelf.load(), isLoading: true };
    this.opened = opened;
    const kept = await opened.loaded;
    if (this.opened !== opened) return;
    opened.isLoading = false;
    list.begin(kept.map(afterReload));
    tell({ kind: 'kept', isKept: shelf.isKept });
    dispatch.add(list.all().filter(({ state }) => state === 'waiting'));
  }

  /** Stops. What is there stays in the store. */
  close(): void {
    this.opened?.list.shelf.close();
    this.opened?.dispatch.end();
    this.opened = null;
  }

  /** Resolves once the edit would be there after a reload, or cannot be kept (`isKept`). */
  async write(edit: Edit): Promise<void> {
    if (this.opened === null) throw new Error('The outbox is not open.');
    const { list, dispatch, isLoading, loaded } = this.opened;
    // Told twice, by a tab that does not know whether it was heard.
    if (list.get(edit.id) !== undefined) return;
    const last = edit.kind === 'item' ? dispatch.lastOf(edit.path) : undefined;
    if (last !== undefined && isPlainNotes(last) && isPlainNotes(edit) && isUnsent(last) && goesOnFrom(edit, last)) {
      return list.merge(mergedNotes(last, edit), edit.id);
    }
    const asked = isPlainNotes(edit) ? list.notesInConflict(edit.path) : undefined;
    if (asked !== undefined && isPlainNotes(edit) && goesOnFrom(edit, asked)) {
      // Typed on while the question stands: that is no answer to it.
      return list.merge({ ...asked, patch: { ...asked.patch, ...edit.patch } }, edit.id);
    }
    list.show(edit);
    // What was loaded comes first, and may hold this edit already, in a state that must not be written over.
    if (isLoading) await loaded;
    else dispatch.add([edit]);
    // One that is on its way already is being written down for that.
    await (list.get(edit.id) === edit ? list.shelf.put(edit) : list.shelf.kept(edit.id));
  }

  /** What a person chose about an edit that stands still, or one that was never sent. Anything else is too late. */
  decide(id: string, choice: Choice): void {
    const edit = this.opened?.list.get(id);
    if (this.opened === null || this.opened.isLoading || edit === undefined) return;
    const { list, dispatch } = this.opened;
    if (isUnsent(edit) && choice === 'drop') {
      dispatch.takeBack(id);
      list.forget(id, { kind: 'dropped', label: null });
    } else if (edit.state === 'refused') {
      if (choice !== 'mine-again') list.forget(id, { kind: 'dropped', label: null });
      else this.again({ ...edit, key: this.parts.newKey(), state: 'waiting', tries: 0, trouble: null });
    } else if (edit.state === 'conflict' && edit.kind === 'item' && edit.theirs !== null) {
      // "Keep theirs" is about the notes, which are what two people wrote. A star of the same gesture is no part of that.
      const wish = choice === 'mine-again' ? edit : choice === 'keep-theirs' ? withoutNotes(edit) : null;
      if (wish === null) list.forget(id, { kind: 'dropped', label: edit.theirs });
      else this.onto(wish, edit.theirs);
    }
  }

  /** Now, not when the pause is over. */
  hurry(): void {
    if (this.opened?.isLoading === false) this.opened.dispatch.hurry();
  }

  /** Hears everything from now on. `all()` tells what was before. */
  listen(listener: (news: OutboxNews) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** What was kept before is still being read. */
  get isLoading(): boolean {
    return this.opened?.isLoading ?? false;
  }

  all(): OutboxNews {
    return { kind: 'all', edits: this.opened?.list.all() ?? [] };
  }

  get numbers(): OutboxNumbers {
    const { list, dispatch } = this.opened ?? {};
    return {
      count: list?.count ?? { waiting: 0, sending: 0, conflict: 0, refused: 0 },
      oldest: list?.oldest?.madeAt ?? null,
      isKept: list?.shelf.isKept ?? true,
      isPaused: dispatch?.isPaused ?? false,
    };
  }

  private onto(edit: ItemEdit, theirs: KnownLabel): void {
    // The person has seen their notes, and chosen: only tags and star are still to be brought along.
    const rebased = rebase(edit, theirs, ['tags', 'star'], this.parts.newKey());
    if (rebased.kind !== 'settled') this.again({ ...rebased.edit, rebases: 0 });
    else this.opened?.list.forget(edit.id, { kind: 'saved', label: theirs, gesture: null, replaced: null });
  }

  private again(edit: Edit): void {
    void this.opened?.list.keep(edit);
    this.opened?.dispatch.addFirst(edit);
  }
}

/** Nobody knows what became of one that was on its way: it goes again, as it was. */
function afterReload(edit: Edit): Edit {
  return edit.state === 'sending' ? { ...edit, state: 'waiting' } : edit;
}
