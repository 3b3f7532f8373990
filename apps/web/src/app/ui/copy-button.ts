import { ChangeDetectionStrategy, Component, input, signal } from '@angular/core';
import { copyText } from './copy-text.ts';
import { Icon } from './icon.ts';

const SHOWN_MS = 1600;

/** Copies a text, and says that it did. */
@Component({
  selector: 'll-copy-button',
  imports: [Icon],
  template: `
    <button
      type="button"
      class="icon-button small"
      [attr.aria-label]="'Copy ' + what()"
      [title]="'Copy ' + what()"
      (click)="copy()"
    >
      <ll-icon [name]="isDone() ? 'check' : 'copy'" />
    </button>
    <span class="sr-only" role="status">{{ isDone() ? 'Copied' : '' }}</span>
  `,
  styles: `
    :host {
      position: relative;
      display: inline-flex;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CopyButton {
  readonly text = input.required<string>();
  /** What it is that is copied, for the name of the button. */
  readonly what = input.required<string>();
  protected readonly isDone = signal(false);

  protected async copy(): Promise<void> {
    this.isDone.set(await copyText(this.text()));
    setTimeout(() => {
      this.isDone.set(false);
    }, SHOWN_MS);
  }
}
