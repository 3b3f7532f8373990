import type { BrowseQuery, PartProgress } from '#contracts';
import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { count } from '../state/quantities.ts';
import { InAppLink } from '../ui/in-app-link.ts';
import { visibleText } from '../ui/visible-text.ts';
import { imagesOf } from './images-behind.ts';
import { percentWords } from './number-words.ts';
import { shareOf } from './scales.ts';

/** How far each of those is among whom a query was split. */
@Component({
  selector: 'll-parts-table',
  imports: [InAppLink],
  template: `
    <table class="folders">
      <thead>
        <tr>
          <th scope="col">Part</th>
          <th scope="col">Images</th>
          <th scope="col">Labelled</th>
          <th scope="col" class="untouched">Untouched</th>
          <th scope="col">Done</th>
        </tr>
      </thead>
      <tbody>
        @for (row of rows(); track row.view) {
          <tr>
            <th scope="row">
              <a class="name" [llGo]="row.link" [title]="row.says">{{ row.says }}</a>
              <span class="track" aria-hidden="true"><span class="bar" [style.width.%]="row.width"></span></span>
            </th>
            @for (number of row.numbers; track number.what) {
              <td [class.untouched]="number.what === 'untouched'">
                <a [llGo]="number.link" [attr.aria-label]="number.says + ' ' + number.what + ' in ' + row.says">{{
                  number.says
                }}</a>
              </td>
            } @empty {
              <td colspan="2"><span class="none">out of reach</span></td>
              <td class="untouched"></td>
            }
            <td class="share">{{ row.percent }}</td>
          </tr>
        }
      </tbody>
    </table>
  `,
  styleUrl: './data-table.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PartsTable {
  readonly parts = input.required<readonly PartProgress[]>();
  protected readonly rows = computed(() => {
    return this.parts().map(({ view, name, query, total, labelled }) => ({
      view,
      says: visibleText(name),
      link: imagesOf(query),
      width: 100 * shareOf(labelled ?? 0, total ?? 0),
      percent: percentWords(labelled ?? 0, total ?? 0),
      numbers: numbersOf(query, total, labelled),
    }));
  });
}

/** None where nobody knows. */
function numbersOf(
  query: BrowseQuery,
  total: number | null,
  labelled: number | null,
): { what: string; says: string; link: string }[] {
  if (total === null || labelled === null) return [];
  return [
    { what: 'images', says: count(total), link: imagesOf(query) },
    { what: 'labelled', says: count(labelled), link: imagesOf(query, true) },
    { what: 'untouched', says: count(total - labelled), link: imagesOf(query, false) },
  ];
}
