import {
  ChangeDetectionStrategy,
  Component,
  afterNextRender,
  input,
  output,
  viewChild,
  type ElementRef,
} from '@angular/core';

/** Something that has to be dealt with first. The browser keeps the keyboard in it, and gives it back afterwards. */
@Component({
  selector: 'll-modal',
  template: `
    <dialog
      #box
      [attr.aria-label]="label()"
      (close)="end()"
      (cancel)="cancel($event)"
      (pointerdown)="press($event)"
      (click)="release($event)"
    >
      <ng-content />
    </dialog>
  `,
  styles: `
    dialog {
      width: min(var(--modal-width, 560px), calc(100vw - 24px));
      max-height: min(80vh, calc(100dvh - 24px));
      padding: 0;
      border: 1px solid var(--line-strong);
      border-radius: var(--radius-4);
      background: var(--raised);
      color: var(--text);
      box-shadow: var(--shadow);
      overflow: hidden;
    }
    dialog[open] {
      display: flex;
      flex-direction: column;
    }
    dialog::backdrop {
      background: var(--veil);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Modal {
  readonly label = input.required<string>();
  /** It is there, and has the keyboard. */
  readonly opened = output();
  readonly closed = output();
  private isPressedOutside = false;
  private hasEnded = false;
  private readonly box = viewChild.required<ElementRef<HTMLDialogElement>>('box');

  constructor() {
    afterNextRender(() => {
      this.box().nativeElement.showModal();
      // After this drawing, and before the next key: what is done then may draw as well.
      queueMicrotask(() => {
        this.opened.emit();
      });
    });
  }

  close(): void {
    this.box().nativeElement.close();
    this.end();
  }

  /** Escape. The browser tells of the end a moment later, and the next key would be nobody's until then. */
  protected cancel(event: Event): void {
    event.preventDefault();
    this.close();
  }

  protected end(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.closed.emit();
  }

  /** What lies around a dialog belongs to it, too; only its content does not. */
  protected press(event: Event): void {
    this.isPressedOutside = event.target === this.box().nativeElement;
  }

  /** Closed when the button was pressed, the rest of the click would go to what lies below; and a text may be marked beyond the edge. */
  protected release(event: Event): void {
    if (this.isPressedOutside && event.target === this.box().nativeElement) this.close();
  }
}
