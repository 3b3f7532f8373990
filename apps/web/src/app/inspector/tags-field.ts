import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  output,
  signal,
  untracked,
  viewChild,
  type ElementRef,
} from '@angular/core';
import { limits } from '#contracts';
import { OwnTyping } from '../state/own-typing.ts';
import { TagBook } from '../state/tag-book.ts';
import { Icon } from '../ui/icon.ts';
import { keepKeys } from '../ui/keep-keys.ts';
import { Marked } from '../ui/marked.ts';
import { visibleText } from '../ui/visible-text.ts';
import { soughtWords } from './sought-words.ts';

/** Tags as chips, and a line to type more of them in, completed by what is in use. */
@Component({
  selector: 'll-tags-field',
  imports: [Icon, Marked],
  templateUrl: './tags-field.html',
  styleUrl: './tags-field.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TagsField {
  /** What gets the tags. What was typed for one is not meant for another. */
  readonly of = input.required<string>();
  readonly tags = input.required<readonly string[]>();
  readonly isDisabled = input(false);
  readonly added = output<string[]>();
  readonly removed = output<string>();
  /** Nothing is to be typed any more. */
  readonly left = output();

  private readonly book = inject(TagBook);
  private readonly typing = inject(OwnTyping);
  private readonly line = viewChild<ElementRef<HTMLInputElement>>('line');
  protected readonly typed = signal('');
  protected readonly isOpen = signal(false);
  protected readonly active = signal(-1);
  private readonly bookRead = signal(0);
  protected readonly visible = visibleText;
  protected readonly sought = soughtWords('tag');
  protected readonly keepKeys = keepKeys;
  protected readonly suggestions = computed(() => {
    this.bookRead();
    return this.isOpen() ? this.book.suggest(this.typed(), this.tags()) : [];
  });
  protected readonly activeId = computed(() => (this.active() < 0 ? null : `tag-choice-${String(this.active())}`));
  protected readonly problem = computed(() => this.problemOf(tagsIn(this.typed())));

  constructor() {
    effect(() => {
      this.of();
      untracked(() => {
        this.clear();
      });
    });
  }

  focus(): void {
    this.line()?.nativeElement.focus();
  }

  protected open(): void {
    this.isOpen.set(true);
    void this.book.prepare().then(() => {
      this.bookRead.update((count) => count + 1);
    });
  }

  protected close(): void {
    this.typing.end();
    this.isOpen.set(false);
    this.active.set(-1);
    // What was typed and not confirmed is a tag as well: nobody types for nothing.
    this.add(this.typed());
  }

  protected type(text: string): void {
    this.typing.note();
    this.isOpen.set(true);
    this.active.set(-1);
    this.typed.set(text);
  }

  protected press(event: KeyboardEvent): void {
    // Enter and Escape belong to whoever composes a character.
    if (event.isComposing) return;
    const choices = this.suggestions();
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (choices.length > 0)
        this.active.update((at) => ((at + step + choices.length + 1 + 1) % (choices.length + 1)) - 1);
      event.preventDefault();
    } else if (event.key === 'Enter' || event.key === ',' || (event.key === 'Tab' && this.typed().trim() !== '')) {
      this.add(choices[this.active()] ?? (event.key === 'Tab' ? (choices[0] ?? this.typed()) : this.typed()));
      event.preventDefault();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      this.clear();
      // At once: the next key belongs to the images already.
      this.line()?.nativeElement.blur();
      this.left.emit();
    } else if (event.key === 'Backspace' && this.typed() === '' && !event.repeat) {
      // Held down it takes away what was typed, and stops there.
      const last = this.tags().at(-1);
      if (last !== undefined) this.removed.emit(last);
    }
  }

  protected remove(tag: string, { detail }: MouseEvent): void {
    this.removed.emit(tag);
    // The button goes with its tag. Pressed by a key it leaves the keyboard to the field; a mouse leaves it to the images.
    if (detail === 0) this.focus();
  }

  protected choose(tag: string): void {
    this.add(tag);
    this.focus();
  }

  private clear(): void {
    this.typed.set('');
    this.active.set(-1);
    // The next key may come before the next drawing.
    const line = this.line()?.nativeElement;
    if (line !== undefined) line.value = '';
  }

  private add(text: string): void {
    const tags = tagsIn(text).filter((tag) => !this.tags().includes(tag));
    if (this.problemOf(tags) !== null) {
      this.typed.set(text);
      return;
    }
    this.clear();
    if (tags.length === 0) return;
    for (const tag of tags) this.book.noteUse(tag);
    this.added.emit(tags);
  }

  private problemOf(tags: readonly string[]): string | null {
    if (tags.some((tag) => Array.from(tag).length > limits.tagCharacters))
      return `A tag has ${String(limits.tagCharacters)} characters at most.`;
    const most = limits.tagsPerItem;
    return new Set([...this.tags(), ...tags]).size > most && tags.length > 0
      ? `An image has ${String(most)} tags at most.`
      : null;
  }
}

/** As the server takes them: each once, trimmed, in one Unicode form. */
function tagsIn(text: string): string[] {
  const tags = text.split(',').map((tag) => tag.trim().normalize('NFC'));
  return [...new Set(tags.filter((tag) => tag !== ''))];
}
