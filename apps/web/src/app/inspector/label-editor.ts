import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  computed,
  effect,
  inject,
  input,
  viewChild,
} from '@angular/core';
import type { ItemRow, Star } from '#contracts';
import { Identity } from '../state/identity.ts';
import { LabelDesk } from '../state/label-desk.ts';
import { LabelKeys, type Typed } from '../state/label-keys.ts';
import { OwnNames } from '../state/own-names.ts';
import { refusalWords } from '../state/refusal-words.ts';
import { SaveStates, type ShownState } from '../state/save-states.ts';
import { WantedFields } from '../state/wanted-fields.ts';
import { Icon, type IconName } from '../ui/icon.ts';
import { dateTime } from '../state/quantities.ts';
import { Stars } from '../ui/stars.ts';
import { visibleText } from '../ui/visible-text.ts';
import { NotesField } from './notes-field.ts';
import { TagsField } from './tags-field.ts';

interface Saving {
  readonly icon: IconName;
  readonly words: string;
  readonly isBad: boolean;
}

const saving: Readonly<Record<ShownState, Saving | null>> = {
  idle: null,
  typed: { icon: 'pencil', words: 'Not saved yet', isBad: false },
  saving: { icon: 'retry', words: 'Saving…', isBad: false },
  waiting: { icon: 'retry', words: 'Not saved — trying again', isBad: true },
  saved: { icon: 'check', words: 'Saved', isBad: false },
  taken: { icon: 'info', words: 'Session only', isBad: false },
  conflict: { icon: 'warning', words: 'Newer change detected', isBad: true },
  refused: { icon: 'warning', words: 'Not taken', isBad: true },
};

/** What people write on one image: stars, tags and notes, how it stands with them, and what to decide. */
@Component({
  selector: 'll-label-editor',
  imports: [Icon, NotesField, Stars, TagsField],
  templateUrl: './label-editor.html',
  styleUrl: './label-editor.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LabelEditor {
  readonly row = input.required<ItemRow>();

  private readonly desk = inject(LabelDesk);
  private readonly states = inject(SaveStates);
  private readonly keys = inject(LabelKeys);
  private readonly names = inject(OwnNames);
  private readonly wanted = inject(WantedFields);
  private readonly tagsField = viewChild(TagsField);
  private readonly notesField = viewChild(NotesField);
  /** Images that were written on here, by their paths: notes are saved for one when another is shown already. */
  private readonly rows = new Map<string, ItemRow>();
  /** What the server had said of an image, and what stood there, when somebody began to type its notes. */
  private readonly before = new Map<string, Pick<Typed, 'base' | 'seen'>>();

  protected readonly whyNot = inject(Identity).whyNotLabel;
  protected readonly label = computed(() => this.desk.of(this.row()));
  protected readonly saving = computed(() => saving[this.states.of(this.row().path)]);
  /** How it ended is news; that it has begun is not. */
  protected readonly spoken = computed(() => {
    const saving = this.saving();
    return saving === null || ['Saving…', 'Not saved yet'].includes(saving.words) ? '' : saving.words;
  });
  protected readonly trouble = computed(() => this.desk.troubleOf(this.row().path));
  protected readonly conflict = computed(() => {
    const edit = this.trouble()?.edit;
    if (edit?.state !== 'conflict' || edit.theirs === null) return null;
    const { theirs, patch } = edit;
    return {
      id: edit.id,
      by: this.names.isOwn(theirs.updatedBy) ? 'You, in another tab,' : visibleText(this.names.words(theirs.updatedBy)),
      theirs: theirs.notes,
      mine: patch.set_notes ?? '',
    };
  });
  protected readonly refusal = computed(() => {
    const trouble = this.trouble();
    return trouble?.edit.state === 'refused' ? { id: trouble.edit.id, words: refusalWords(trouble.trouble) } : null;
  });
  protected readonly last = computed(() => {
    const { updatedBy, updatedAt } = this.label();
    return updatedAt === '' ? '' : `${visibleText(this.names.words(updatedBy))}, ${dateTime(updatedAt)}`;
  });

  constructor() {
    effect(() => {
      const row = this.row();
      // Last in the line again: it must not be the one that is forgotten next.
      this.rows.delete(row.path);
      this.rows.set(row.path, row);
      const oldest = this.rows.keys().next();
      if (this.rows.size > 20 && oldest.done !== true) this.rows.delete(oldest.value);
    });
    const removers = [
      this.wanted.register('tags', () => this.tagsField()?.focus()),
      this.wanted.register('notes', () => this.notesField()?.focus()),
    ];
    inject(DestroyRef).onDestroy(() => {
      for (const remove of removers) remove();
    });
  }

  protected star(star: Star): void {
    this.keys.write(this.row(), { set_star: star });
    this.leave();
  }

  protected addTags(tags: string[]): void {
    this.keys.write(this.row(), { add_tags: tags });
  }

  protected removeTag(tag: string): void {
    this.keys.write(this.row(), { remove_tags: [tag] });
    this.leave();
  }

  protected noteBegin(): void {
    const row = this.row();
    this.before.set(row.path, { base: this.desk.knownOf(row), seen: this.desk.of(row) });
  }

  protected note({ path, text, visit }: { path: string; text: string; visit: number }): void {
    const row = this.rows.get(path) ?? this.row();
    const before = this.before.get(path);
    this.before.delete(path);
    if (row.path === path) this.keys.write(row, { set_notes: text }, before && { ...before, visit });
  }

  protected decide(id: string, choice: 'mine-again' | 'keep-theirs' | 'drop'): void {
    this.desk.decide(id, choice);
    // The buttons go with the question: the keyboard goes to what it was about.
    this.notesField()?.focus();
  }

  protected leave(): void {
    this.wanted.leave();
  }
}
