import { ChangeDetectionStrategy, Component, inject, output, viewChild } from '@angular/core';
import { Dialogs } from '../state/dialogs.ts';
import { Modal } from '../ui/modal.ts';
import { visibleText } from '../ui/visible-text.ts';

/** Asked before a great deal is changed at once. */
@Component({
  selector: 'll-question-dialog',
  imports: [Modal],
  template: `
    <ll-modal label="Please confirm" (closed)="closed.emit()">
      <form (submit)="agree($event)">
        <p>{{ visible(dialogs.question()?.text ?? '') }}</p>
        <p class="quiet">{{ dialogs.question()?.note ?? 'It is one step, and can be undone as one.' }}</p>
        <div class="choices">
          <button type="button" class="button" (click)="modal().close()">Cancel</button>
          <button type="submit" class="button primary" autofocus>{{ dialogs.question()?.action }}</button>
        </div>
      </form>
    </ll-modal>
  `,
  styleUrl: './form-dialog.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class QuestionDialog {
  readonly closed = output();
  protected readonly dialogs = inject(Dialogs);
  protected readonly visible = visibleText;
  protected readonly modal = viewChild.required(Modal);

  protected agree(event: Event): void {
    event.preventDefault();
    this.dialogs.question()?.run();
    this.modal().close();
  }
}
