import type { Edit, EditState, ItemEdit, Outcome, OutboxNews } from './edit.ts';
import type { EditShelf } from './edit-shelf.ts';

/** Every edit of one owner that is not done, in the order in which they were made; tells of each change. */
export class EditList {
  private readonly edits = new Map<string, Edit>();
  private readonly counts: Record<EditState, number> = { waiting: 0, sending: 0, conflict: 0, refused: 0 };

  constructor(
    readonly shelf: EditShelf,
    private readonly tell: (news: OutboxNews) => void,
  ) {}

  get count(): Readonly<Record<EditState, number>> {
    return { ...this.counts };
  }

  get oldest(): Edit | undefined {
    const [oldest] = this.edits.values();
    return oldest;
  }

  all(): Edit[] {
    return [...this.edits.values()];
  }

  get(id: string | null): Edit | undefined {
    return id === null ? undefined : this.edits.get(id);
  }

  /** The latest text for this item that a person has to decide about. */
  notesInConflict(path: string): ItemEdit | undefined {
    return this.all().findLast(
      (edit): edit is ItemEdit =>
        edit.kind === 'item' && edit.path === path && edit.state === 'conflict' && edit.patch.set_notes !== undefined,
    );
  }

  /** Puts those from before the reload in front of those that were made while they were read. */
  begin(kept: readonly Edit[]): void {
    const made = this.all();
    this.edits.clear();
    for (const edit of kept) this.edits.set(edit.id, edit);
    // A tab that says again what it said before the reload knows less of it than the store.
    for (const edit of made) if (!this.edits.has(edit.id)) this.edits.set(edit.id, edit);
    for (const state of Object.keys(this.counts) as EditState[]) this.counts[state] = 0;
    for (const { state } of this.edits.values()) this.counts[state] += 1;
    this.tell({ kind: 'all', edits: this.all() });
  }

  /** In memory and on the screen. Keeping it is another step. */
  show(edit: Edit): void {
    const before = this.edits.get(edit.id);
    if (before !== undefined) this.counts[before.state] -= 1;
    this.counts[edit.state] += 1;
    this.edits.set(edit.id, edit);
    this.tell({ kind: 'put', edit });
  }

  /** Resolves once it is kept, or cannot be. */
  async keep(edit: Edit): Promise<void> {
    this.show(edit);
    await this.shelf.put(edit);
  }

  /** An edit that never was in the list has become part of this one. */
  async merge(merged: Edit, id: string): Promise<void> {
    this.show(merged);
    this.tell({ kind: 'gone', id, outcome: { kind: 'merged', into: merged.id } });
    await this.shelf.put(merged);
  }

  /** It is done. Told at once: were it to come back after a crash, it would be sent with its old key, and taken once. */
  forget(id: string, outcome: Outcome): void {
    const edit = this.edits.get(id);
    if (edit === undefined) return;
    this.counts[edit.state] -= 1;
    this.edits.delete(id);
    this.tell({ kind: 'gone', id, outcome });
    void this.shelf.remove(id);
  }
}
