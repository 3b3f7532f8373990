import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  output,
  untracked,
  viewChild,
  type ElementRef,
  type OnDestroy,
} from '@angular/core';
import { limits } from '#contracts';
import { OwnTyping } from '../state/own-typing.ts';
import type { Draft } from '../state/text-draft.ts';
import { beforeLeaving } from '../ui/before-leaving.ts';

/** Text that is saved while it is typed: after a short rest, every few seconds, when one leaves, and when the page goes. */
@Component({
  selector: 'll-notes-field',
  template: `
    <textarea
      #area
      rows="3"
      aria-label="Notes"
      placeholder="Notes"
      [value]="shown()"
      [disabled]="isDisabled()"
      [attr.aria-invalid]="isTooLong() || null"
      (focus)="enter()"
      (input)="type(area.value)"
      (blur)="end()"
      (keydown.escape)="leave($event)"
    ></textarea>
    @if (isTooLong()) {
      <p class="bad" role="alert">Longer than notes can be (16 KB): nothing of it is saved yet.</p>
    }
  `,
  styleUrl: './notes-field.css',
  host: { '(document:visibilitychange)': 'save()' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NotesField implements OnDestroy {
  /** Of which image; with another one, what was typed is saved for the one before. */
  readonly of = input.required<string>();
  readonly text = input.required<string>();
  readonly isDisabled = input(false);
  /** The first key of a text, before anything of it is saved. */
  readonly begun = output<string>();
  /** What was typed, for which image, and in which visit to the field. */
  readonly saved = output<Draft & { readonly visit: number }>();
  readonly left = output();

  private readonly typing = inject(OwnTyping);
  private readonly typed = this.typing.draft(() => {
    this.save();
  });
  private readonly draft = this.typed.draft;
  private visit = 0;
  private readonly area = viewChild.required<ElementRef<HTMLTextAreaElement>>('area');
  /** Who warns of what is not sent looks at this, too. */
  private readonly stopWaiting = beforeLeaving(() => {
    this.save();
  });

  protected readonly shown = computed(() => {
    const draft = this.draft();
    return draft !== null && draft.path === this.of() ? draft.text : this.text();
  });
  protected readonly isTooLong = computed(() => new TextEncoder().encode(this.shown()).length > limits.notesBytes);

  constructor() {
    effect(() => {
      const path = this.of();
      untracked(() => {
        if (this.draft() !== null && this.draft()?.path !== path) this.save();
        this.area().nativeElement.value = this.shown();
      });
    });
  }

  /** A callback of DestroyRef would come too late: by then nobody hears what is told here. */
  ngOnDestroy(): void {
    this.stopWaiting();
    this.end();
    this.typing.hold(null);
    this.typed.end();
  }

  focus(): void {
    const area = this.area().nativeElement;
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
  }

  protected enter(): void {
    // A moment, for no two visits begin in the same, not even before and after a reload.
    this.visit = performance.timeOrigin + performance.now();
  }

  protected type(text: string): void {
    const path = this.of();
    this.typing.note();
    if (this.draft()?.path !== path) this.begun.emit(path);
    this.typed.type({ path, text });
    this.typing.hold(path);
  }

  protected save(): void {
    const draft = this.draft();
    // Whoever may not label any more keeps the text in sight: it would be refused, and gone.
    if (draft === null || this.isDisabled() || new TextEncoder().encode(draft.text).length > limits.notesBytes) return;
    this.typed.end();
    this.saved.emit({ ...draft, visit: this.visit });
    this.typing.hold(null);
  }

  protected end(): void {
    this.typing.end();
    this.save();
  }

  protected leave(event: Event): void {
    // It ends the composing of a character, and nothing else.
    if (event instanceof KeyboardEvent && event.isComposing) return;
    event.stopPropagation();
    // At once: the next key belongs to the images already. Leaving saves.
    this.area().nativeElement.blur();
    this.left.emit();
  }
}
