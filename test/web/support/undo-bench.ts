import type { SkippedField } from '#contracts';
import type { Overlay } from '../../../apps/web/src/app/state/overlays.ts';
import { UndoStack } from '../../../apps/web/src/app/state/undo-stack.ts';
import type { Edit, ItemEdit, KnownLabel, OutboxNews } from '../../../apps/web/src/app/sync/edit.ts';
import { itemEdit } from './edits.ts';
import { fresh } from './fake-gallery.ts';

export const saw: KnownLabel = { ...fresh('/a.jpg'), version: 3, star: 1, tags: ['old'], notes: 'before' };

/** An undo stack over a desk that only notes what it is asked for. */
export class UndoBench {
  readonly kept = new Map<string, string>();
  readonly told: string[] = [];
  /** What was taken back, by its gesture. */
  readonly undos: { readonly gesture: string; readonly overlay: Overlay | undefined; readonly id: string }[] = [];
  /** What was to be let go of before it was sent. */
  readonly takenBack: { readonly id: string; readonly overlay: Overlay | undefined }[] = [];
  /** What was let go of, and is to be done after all. */
  readonly keptOn: string[] = [];
  readonly open = new Set<string>();
  readonly refused = new Set<string>();
  isFull = false;
  stack = this.born('ann');

  born(owner: string): UndoStack {
    const stack = this.young();
    stack.begin(owner);
    return stack;
  }

  /** Of somebody who is not known yet. */
  young(): UndoStack {
    const desk = {
      undo: (gesture: string, overlay?: Overlay) => {
        const id = `undo-${this.undos.length + 1}`;
        this.undos.push({ gesture, overlay, id });
        this.open.add(id);
        return id;
      },
      editOf: (id: string) => (this.open.has(id) ? { ...itemEdit(saw, {}), id } : undefined),
      takeBack: (id: string, overlay?: Overlay) => {
        this.takenBack.push({ id, overlay });
      },
      keep: (id: string) => {
        this.keptOn.push(id);
      },
      again: (edit: Edit) => {
        const id = `again-${edit.id}`;
        this.open.add(id);
        return id;
      },
      giveUp: (id: string) => this.refused.has(id),
    };
    const storage = {
      getItem: (key: string) => this.kept.get(key) ?? null,
      setItem: (key: string, value: string) => {
        if (this.isFull) throw new Error('full');
        this.kept.set(key, value);
      },
    };
    return new UndoStack(desk, storage, (text) => this.told.push(text));
  }

  reload(): void {
    this.stack = this.born('ann');
  }

  star(star: 2 | 3 | 4 | 5): ItemEdit {
    const edit = itemEdit(saw, { set_star: star });
    this.open.add(edit.id);
    this.stack.noteEdit(edit, `★${star}`);
    return edit;
  }

  /** Text that was typed in this visit to the field. */
  notes(text: string, visit: number): ItemEdit {
    const edit = itemEdit(saw, { set_notes: text });
    this.open.add(edit.id);
    this.stack.noteEdit(edit, 'a note', visit);
    return edit;
  }

  save(id: string, gesture: string | null = `g-${id}`): void {
    this.hear({ kind: 'gone', id, outcome: { kind: 'saved', label: saw, gesture, replaced: null } });
  }

  undone(id: string, skipped: SkippedField[] = [], gesture: string | null = `g-${id}`): void {
    const answer = { reverted: 1, skipped, gesture_id: gesture, durability: 'disk' } as const;
    this.hear({ kind: 'gone', id, outcome: { kind: 'undone', answer } });
  }

  hear(news: OutboxNews): void {
    if (news.kind === 'gone') this.open.delete(news.id);
    this.stack.hearOutbox(news);
  }

  get gestures(): string[] {
    return this.undos.map(({ gesture }) => gesture);
  }
}
