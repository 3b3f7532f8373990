import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { join } from '../state/place.ts';
import { count } from '../state/quantities.ts';
import { InAppLink } from '../ui/in-app-link.ts';
import { visibleText } from '../ui/visible-text.ts';
import { DashboardDesk } from './dashboard-desk.ts';
import { definitions } from './definitions.ts';
import { percentWords } from './number-words.ts';
import { shareOf } from './scales.ts';
import { SortHeader } from './sort-header.ts';
import { TableOrder } from './table-order.ts';

type Key = 'name' | 'total' | 'labelled' | 'untouched' | 'share';

/** As many as one looks over; a folder may have thousands. */
const PAGE = 25;

/** The folders right below, and how far each is. Its name leads down, its numbers to images. */
@Component({
  selector: 'll-folder-table',
  imports: [InAppLink, SortHeader],
  templateUrl: './folder-table.html',
  styleUrl: './data-table.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FolderTable {
  private readonly desk = inject(DashboardDesk);
  protected readonly order = new TableOrder<Key>({ key: 'name', isDown: false }, 'name');
  private readonly limit = signal(PAGE);
  protected readonly columns: readonly { key: Key; name: string; says: string }[] = [
    { key: 'name', name: 'Folder', says: definitions.folders },
    { key: 'total', name: 'Images', says: definitions.total },
    { key: 'labelled', name: 'Labelled', says: definitions.labelled },
    { key: 'untouched', name: 'Untouched', says: definitions.untouched },
    { key: 'share', name: 'Done', says: definitions.percent },
  ];
  private readonly all = computed(() => {
    const folders = (this.desk.counted()?.stats.folders ?? []).map((folder) => ({
      ...folder,
      untouched: folder.total - folder.labelled,
      share: folder.total === 0 ? null : shareOf(folder.labelled, folder.total),
    }));
    return this.order.sorted(folders, (folder, key) => folder[key]);
  });
  protected readonly more = computed(() => Math.max(0, this.all().length - this.limit()));
  protected readonly rows = computed(() => {
    const [behind, counted] = [this.desk.behind(), this.desk.counted()];
    if (behind === null || counted === null) return [];
    return this.all()
      .slice(0, this.limit())
      .map(({ name, total, labelled, untouched }) => ({
        name,
        says: visibleText(name),
        down: this.desk.link({ path: join(counted.place.path, name) }),
        width: 100 * shareOf(labelled, total),
        percent: percentWords(labelled, total),
        numbers: [
          { what: 'images', value: total, says: count(total), link: behind.folder(name) },
          { what: 'labelled', value: labelled, says: count(labelled), link: behind.folder(name, true) },
          { what: 'untouched', value: untouched, says: count(untouched), link: behind.folder(name, false) },
        ],
      }));
  });

  protected showMore(): void {
    this.limit.update((before) => before + 10 * PAGE);
  }
}
