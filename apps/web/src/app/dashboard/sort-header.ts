import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import { Explained } from '../ui/explained.ts';

/** The head of a column: what it is, and a press puts the table in its order. */
@Component({
  selector: 'll-sort-header',
  imports: [Explained],
  template: `
    <ll-explained [says]="says()" (pressed)="pressed.emit()">
      <ng-content />
    </ll-explained>
    @if (turn()) {
      <span class="arrow" aria-hidden="true">{{ turn() === 'descending' ? '↓' : '↑' }}</span>
    }
  `,
  // Beside the word, in the room between columns: nothing moves when another column is chosen.
  styles: `
    :host {
      position: relative;
      display: inline-block;
    }
    .arrow {
      position: absolute;
      top: 2px;
      right: calc(100% + 2px);
      color: var(--accent);
    }
    :host(.after) .arrow {
      right: auto;
      left: calc(100% + 3px);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SortHeader {
  readonly says = input.required<string>();
  readonly turn = input.required<'ascending' | 'descending' | null>();
  readonly pressed = output();
}
