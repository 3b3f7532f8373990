import { ChangeDetectionStrategy, Component, inject, output, viewChild, type ElementRef } from '@angular/core';
import { limits } from '#contracts';
import { Dialogs } from '../state/dialogs.ts';
import { fitName } from '../state/display-name.ts';
import { Preferences } from '../state/preferences.ts';
import { Modal } from '../ui/modal.ts';

/** Where nobody has to sign in: what others are to read beside one's changes. */
@Component({
  selector: 'll-name-dialog',
  imports: [Modal],
  template: `
    <ll-modal label="Who you are" (opened)="dialogs.takeTyped(line)" (closed)="closed.emit()">
      <form (submit)="save($event)">
        <label for="own-name">Your name</label>
        <input #line id="own-name" type="text" autocomplete="name" autofocus [value]="name()" [maxLength]="most" />
        <p class="quiet">
          Others see it beside what you change. It is kept in this browser, and you can change it at any time.
        </p>
        <div class="choices">
          <button type="button" class="button" (click)="modal().close()">Not now</button>
          <button type="submit" class="button primary">Save</button>
        </div>
      </form>
    </ll-modal>
  `,
  styleUrl: './form-dialog.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NameDialog {
  readonly closed = output();
  protected readonly modal = viewChild.required(Modal);
  private readonly line = viewChild.required<ElementRef<HTMLInputElement>>('line');
  protected readonly dialogs = inject(Dialogs);
  private readonly preferences = inject(Preferences);
  protected readonly name = this.preferences.displayName;
  protected readonly most = limits.nameCharacters;

  protected save(event: Event): void {
    event.preventDefault();
    this.preferences.displayName.set(fitName(this.line().nativeElement.value));
    this.modal().close();
  }
}
