import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { count } from '../state/quantities.ts';
import { InAppLink } from '../ui/in-app-link.ts';
import { percentWords } from './number-words.ts';
import { shareOf } from './scales.ts';

export interface Bar {
  readonly name: string;
  readonly value: number;
  readonly link: string;
}

/** Bars beside their names and numbers: a table to whoever hears it, and each line leads to its images. */
@Component({
  selector: 'll-bar-list',
  imports: [InAppLink],
  template: `
    <table>
      <thead class="sr-only">
        <tr>
          <th scope="col">{{ what() }}</th>
          <th scope="col">Images</th>
          <th scope="col">Share</th>
        </tr>
      </thead>
      <tbody>
        @for (bar of shown(); track bar.name) {
          <tr>
            <th scope="row">
              <span class="name" [title]="bar.name">{{ bar.name }}</span>
            </th>
            <td class="value">
              @if (bar.value > 0) {
                <a [llGo]="bar.link" [attr.aria-label]="bar.says + ', ' + bar.name">{{ bar.says }}</a>
              } @else {
                <span class="none">0</span>
              }
            </td>
            <td class="share">
              <span class="track"><span class="bar" [style.width.%]="bar.width"></span></span>
              <span class="percent">{{ bar.percent }}</span>
            </td>
          </tr>
        }
      </tbody>
    </table>
  `,
  styleUrl: './bar-list.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class BarList {
  readonly what = input.required<string>();
  readonly bars = input.required<readonly Bar[]>();
  /** Shares are of this. */
  readonly whole = input.required<number>();
  protected readonly shown = computed(() => {
    const most = Math.max(1, ...this.bars().map(({ value }) => value));
    return this.bars().map((bar) => ({
      ...bar,
      says: count(bar.value),
      width: 100 * shareOf(bar.value, most),
      percent: percentWords(bar.value, this.whole()),
    }));
  });
}
