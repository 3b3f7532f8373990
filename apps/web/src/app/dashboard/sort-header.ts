import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import { Explained } from '../ui/explained.ts';

/** The head of a column: what it is, and a press puts the table in its order. */
@Component({
  selector: 'll-sort-header',
  imports: [Explained],
  template: `
    <ll-explained [says]="says()" (pressed)="pressed.emit()">
      <ng-content /><span class="arrow" aria-hidden="true">{{
        turn() === 'descending' ? '↓' : turn() === 'ascending' ? '↑' : ''
      }}</span>
    </ll-explained>
  `,
  styles: `
    .arrow {
      display: inline-block;
      width: 10px;
      color: var(--accent);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SortHeader {
  readonly says = input.required<string>();
  readonly turn = input.required<'ascending' | 'descending' | null>();
  readonly pressed = output();
}
