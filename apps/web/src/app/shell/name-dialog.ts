import { ChangeDetectionStrategy, Component, inject, output, viewChild, type ElementRef } from '@angular/core';
import { limits } from '#contracts';
import { fitName } from '../state/display-name.ts';
import { Preferences } from '../state/preferences.ts';
import { Modal } from '../ui/modal.ts';

/** Where nobody has to sign in: what others are to read beside one's changes. */
@Component({
  selector: 'll-name-dialog',
  imports: [Modal],
  template: `
    <ll-modal label="Who you are" (closed)="closed.emit()">
      <form (submit)="save($event)">
        <label for="own-name">Your name</label>
        <input #line id="own-name" type="text" autocomplete="name" autofocus [value]="name()" [maxLength]="most" />
        <p>Others see it beside what you change. It is kept in this browser, and you can change it at any time.</p>
        <div class="choices">
          <button type="button" class="button" (click)="modal().close()">Not now</button>
          <button type="submit" class="button primary">Save</button>
        </div>
      </form>
    </ll-modal>
  `,
  styles: `
    :host {
      --modal-width: 400px;
    }
    form {
      display: grid;
      gap: var(--space-2);
      padding: var(--space-5);
    }
    label {
      font-weight: 600;
    }
    input {
      height: 36px;
      padding: 0 var(--space-3);
      border: 1px solid var(--line-strong);
      border-radius: var(--radius-2);
      background: var(--field);
      color: var(--text);
      font: inherit;
    }
    p {
      color: var(--text-quiet);
      font-size: var(--type-2);
      line-height: 1.4;
    }
    .choices {
      display: flex;
      justify-content: flex-end;
      gap: var(--space-2);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NameDialog {
  readonly closed = output();
  protected readonly modal = viewChild.required(Modal);
  private readonly line = viewChild.required<ElementRef<HTMLInputElement>>('line');
  private readonly preferences = inject(Preferences);
  protected readonly name = this.preferences.displayName;
  protected readonly most = limits.nameCharacters;

  protected save(event: Event): void {
    event.preventDefault();
    this.preferences.displayName.set(fitName(this.line().nativeElement.value));
    this.modal().close();
  }
}
