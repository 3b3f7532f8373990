import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
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
import { Address } from '../state/address.ts';
import { Keyboard } from '../state/keyboard.ts';
import { start } from '../state/place.ts';
import { Icon } from '../ui/icon.ts';

/** A moment after the last letter: what was meant by the letters before is of no interest any more. */
const REST_MS = 150;

/** Searches as one types. What is found is shown in the grid like anything else. */
@Component({
  selector: 'll-search-field',
  imports: [Icon],
  templateUrl: './search-field.html',
  styleUrl: './search-field.css',
  host: { role: 'search' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SearchField {
  /** It is there because somebody wants to search now. */
  readonly isWanted = input(false);
  /** One is done with it. */
  readonly left = output();
  private readonly address = inject(Address);
  private readonly line = viewChild.required<ElementRef<HTMLInputElement>>('line');
  private readonly typed = signal<string | null>(null);
  private resting: ReturnType<typeof setTimeout> | undefined;
  protected readonly most = limits.searchCharacters;
  protected readonly text = computed(() => this.typed() ?? this.address.place().text);
  protected readonly hasText = computed(() => this.text() !== '');

  private readonly focus = (): void => {
    const line = this.line().nativeElement;
    line.focus();
    line.select();
  };

  constructor() {
    const remove = inject(Keyboard).push({ isModal: false, handlers: { search: this.focus } });
    inject(DestroyRef).onDestroy(() => {
      clearTimeout(this.resting);
      remove();
    });
    effect(() => {
      if (this.isWanted()) this.line().nativeElement.focus();
    });
    effect(() => {
      this.address.place();
      untracked(() => {
        if (this.resting === undefined) this.typed.set(null);
      });
    });
    // By back and forward, or a link: what is being typed here is for there no more.
    effect(() => {
      this.address.arrivals();
      untracked(() => {
        this.forget();
      });
    });
  }

  protected type(): void {
    this.typed.set(this.line().nativeElement.value);
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      this.search();
    }, REST_MS);
  }

  protected press(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === 'Enter') {
      this.search();
      this.leave();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      this.clear();
      this.leave();
    }
  }

  private forget(): void {
    clearTimeout(this.resting);
    this.resting = undefined;
    this.typed.set(null);
    this.line().nativeElement.value = this.text();
  }

  private leave(): void {
    // At once: the next key belongs to the images already.
    this.line().nativeElement.blur();
    this.left.emit();
  }

  protected clear(): void {
    this.line().nativeElement.value = '';
    this.typed.set('');
    this.search();
  }

  /** The first letter is a step that `back` undoes; the letters after it are the same step. */
  private search(): void {
    clearTimeout(this.resting);
    this.resting = undefined;
    const text = this.typed();
    const { text: before, sort } = this.address.place();
    if (text === null || text === before) return;
    const isPlain = sort.key === start.sort.key && sort.dir === start.sort.dir;
    const order =
      text !== '' && before === '' && isPlain
        ? { sort: { key: 'relevance', dir: 'asc' } as const }
        : text === '' && sort.key === 'relevance'
          ? { sort: start.sort }
          : {};
    if (before === '' || text === '') this.address.go({ text, image: null, ...order });
    else this.address.correct({ text, image: null, ...order });
  }
}
