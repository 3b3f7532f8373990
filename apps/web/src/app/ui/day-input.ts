import { Directive, ElementRef, inject, output } from '@angular/core';

/** Keys that change a day step by step: of 2026 the year 2 is there first, and then 20 and 202. */
const typing = /^(\d|Arrow(Up|Down)|Backspace|Delete|Page(Up|Down))$/;

/** A field for a day. One that is picked is told at once, one that is typed when it is complete: with Enter, or by going on. */
@Directive({
  selector: 'input[type=date][llDay]',
  host: {
    '(keydown)': 'press($event)',
    '(change)': 'change()',
    '(blur)': 'settle()',
    '(pointerdown)': 'settle()',
  },
})
export class DayInput {
  /** As 2026-11-21; empty when the field was emptied. */
  readonly picked = output<string>();
  private readonly field = inject<ElementRef<HTMLInputElement>>(ElementRef).nativeElement;
  private isTyping = false;
  private hasChanged = false;

  protected press({ key }: KeyboardEvent): void {
    if (key === 'Enter') this.settle();
    else if (typing.test(key)) this.isTyping = true;
  }

  protected change(): void {
    this.hasChanged = true;
    if (!this.isTyping) this.settle();
  }

  protected settle(): void {
    this.isTyping = false;
    // Half a day is none: it is neither taken, nor taken away.
    if (!this.hasChanged || this.field.validity.badInput) return;
    this.hasChanged = false;
    this.picked.emit(this.field.value);
  }
}
