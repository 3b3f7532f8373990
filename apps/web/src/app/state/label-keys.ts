import type { BulkPatch, ItemRow, LabelPatch, Star } from '#contracts';
import type { KnownLabel } from '../sync/edit.ts';
import type { Announcements } from './announcements.ts';
import type { Question } from './dialogs.ts';
import type { GalleryStore } from './gallery-store.ts';
import type { Command } from './key-map.ts';
import type { KeyLayer } from './keyboard.ts';
import type { LabelDesk } from './label-desk.ts';
import { countOf } from './quantities.ts';
import type { Selected } from './selection.ts';
import type { UndoStack } from './undo-stack.ts';

/** A field of the inspector that somebody wants to write in. */
export type WantedField = 'tags' | 'notes';

export interface LabelKeysParts {
  readonly store: Pick<GalleryStore, 'focused' | 'focus' | 'move' | 'coming'>;
  readonly desk: Pick<LabelDesk, 'of' | 'write' | 'writeMany'>;
  /** What is selected in the grid; null when nothing is, or an image is open large. */
  readonly selected: () => Selected | null;
  /** Asks before a great deal is changed at once. */
  readonly confirm: (question: Question) => void;
  readonly undo: UndoStack;
  readonly announcements: Announcements;
  /** Why this person may not label; null when they may. */
  readonly whyNot: () => string | null;
  /** After every star one goes on to the next image. */
  readonly advances: () => boolean;
  readonly wantField: (field: WantedField) => void;
  /** A field was asked for in vain: what is typed now is meant for it. */
  readonly hush: () => void;
  /** After each change. */
  readonly noteWrite: () => void;
}

/** How a text came about: what the server had said, and what stood in the field, at its first key; and the visit to the field. */
export interface Typed {
  readonly base: KnownLabel;
  readonly seen: KnownLabel;
  readonly visit: number;
}

/** From so many on one is asked first. */
const MANY = 1000;

const digits = [0, 1, 2, 3, 4, 5] as const;

/** What labels the focused image by a key, in the grid as in the viewer. */
export class LabelKeys {
  private lastTags: readonly string[] = [];
  readonly handlers: KeyLayer['handlers'];

  constructor(private readonly parts: LabelKeysParts) {
    this.handlers = {
      ...Object.fromEntries(
        digits.flatMap((digit) => [
          [`star-${String(digit)}`, () => this.star(digit, this.parts.advances())],
          [`star-${String(digit)}-on`, () => this.star(digit, true)],
        ]),
      ),
      tags: () => this.want('tags'),
      notes: () => this.want('notes'),
      'repeat-tags': () => this.repeatTags(),
      undo: () => this.takeBack(() => this.parts.undo.undo(), 'There is nothing to undo'),
      redo: () => this.takeBack(() => this.parts.undo.redo(), 'There is nothing to do again'),
    };
  }

  /** False for what this person may not do. */
  offers(command: Command): boolean {
    return this.parts.whyNot() === null || this.handlers[command] === undefined;
  }

  /** Changes an image in the name of this person, and can take it back: by what it answers. Null when nothing was to be changed. */
  write(row: ItemRow, patch: LabelPatch, typed?: Typed): string | null {
    if (this.isRefused()) return null;
    if (patch.add_tags) this.lastTags = patch.add_tags;
    const edit = this.parts.desk.write(row, patch, typed?.base, typed?.seen);
    if (edit === null) return null;
    this.parts.undo.noteEdit(edit, `${wordsFor(patch)} on ${row.name}`, typed?.visit);
    this.parts.noteWrite();
    return edit.id;
  }

  /** Changes everything that is selected, as one gesture. */
  writeMany({ scope, count, rows }: Selected, patch: BulkPatch): void {
    if (this.isRefused()) return;
    if (patch.add_tags) this.lastTags = patch.add_tags;
    const images = countOf(count, 'image');
    const says = `${wordsFor(patch)} on ${images}`;
    const run = (): void => {
      const paths = new Set(rows.map(({ path }) => path));
      const id = this.parts.desk.writeMany(scope, patch, (path) => paths.has(path));
      this.parts.undo.noteMany(id, says);
      const action = { name: 'Undo', run: () => void this.parts.undo.undo(id) };
      this.parts.announcements.say(says, { action });
      this.parts.noteWrite();
    };
    if (count > MANY) this.parts.confirm({ text: `${says}?`, action: `Change ${images}`, run });
    else run();
  }

  /** A star that all have already is taken away. */
  rateAll(selected: Selected, star: Star): void {
    const isOnAll = this.starOfAll(selected) === star;
    this.writeMany(selected, { set_star: isOnAll ? null : star });
  }

  /** The star that all have; null when they differ, or not of all of them it is known. */
  starOfAll({ rows, count }: Selected): Star {
    const stars = new Set(rows.map((row) => this.parts.desk.of(row).star));
    const [star = null] = stars;
    return stars.size === 1 && rows.length === count ? star : null;
  }

  /** 0 takes the star away, as the same star a second time does in the inspector. */
  private star(digit: 0 | 1 | 2 | 3 | 4 | 5, isAdvancing: boolean): boolean {
    const patch = { set_star: digit === 0 ? null : digit };
    const selected = this.parts.selected();
    if (selected !== null) {
      this.writeMany(selected, patch);
      return true;
    }
    if (!this.writeOnMeant(patch)) return false;
    const isGoingOn = isAdvancing && this.parts.whyNot() === null;
    // To where one is already, too: what a key was for comes into sight.
    this.parts.store.move(this.parts.store.focus() + Number(isGoingOn));
    return true;
  }

  private repeatTags(): boolean {
    const selected = this.parts.selected();
    const patch = { add_tags: [...this.lastTags] };
    if (this.lastTags.length === 0) {
      if (this.parts.store.focused() === undefined) return false;
      if (!this.isRefused()) this.parts.announcements.say('No tags were given yet: press T to give some');
    } else if (selected !== null) this.writeMany(selected, patch);
    else if (!this.writeOnMeant(patch)) return false;
    else this.parts.store.move(this.parts.store.focus());
    return true;
  }

  /** False when one is at no image. */
  private writeOnMeant(patch: LabelPatch): boolean {
    const row = this.parts.store.focused();
    if (row !== undefined) {
      this.write(row, patch);
      return true;
    }
    const coming = this.parts.store.coming();
    if (coming === null) return false;
    if (!this.isRefused()) void this.writeOnComing(coming, patch);
    return true;
  }

  /** Keys are faster than rows at times: what was pressed is for the image at that place, and for no other. */
  private async writeOnComing(coming: Promise<ItemRow | undefined>, patch: LabelPatch): Promise<void> {
    const row = await coming;
    if (row !== undefined) this.write(row, patch);
    else
      this.parts.announcements.say(`${wordsFor(patch)} was not written: the list changed before the image was there`, {
        tone: 'bad',
      });
  }

  private want(field: WantedField): boolean {
    if (this.parts.store.focused() === undefined) {
      if (this.parts.store.coming() === null) return false;
      this.parts.hush();
      return true;
    }
    if (this.isRefused()) {
      this.parts.hush();
      return true;
    }
    if (field === 'notes' && this.parts.selected() !== null)
      this.parts.announcements.say('Notes are written on one image at a time: Esc ends the selection');
    else {
      this.parts.store.move(this.parts.store.focus());
      this.parts.wantField(field);
    }
    return true;
  }

  private takeBack(work: () => boolean, otherwise: string): boolean {
    if (!this.isRefused() && !work()) this.parts.announcements.say(otherwise);
    return true;
  }

  private isRefused(): boolean {
    const why = this.parts.whyNot();
    if (why !== null) this.parts.announcements.say(why, { tone: 'bad' });
    return why !== null;
  }
}

export function starWords(star: Star): string {
  return star === null ? 'no star' : `★${String(star)}`;
}

/** What a patch does, in few words. */
export function wordsFor(patch: LabelPatch): string {
  const words: string[] = [];
  if (patch.set_star !== undefined) words.push(starWords(patch.set_star));
  if (patch.set_notes !== undefined) words.push('a note');
  for (const tag of patch.add_tags ?? []) words.push(`+${tag}`);
  for (const tag of patch.remove_tags ?? []) words.push(`−${tag}`);
  if (patch.set_tags !== undefined) words.push('tags');
  return words.join(' ');
}
