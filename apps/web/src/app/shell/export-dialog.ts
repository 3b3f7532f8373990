import { ChangeDetectionStrategy, Component, computed, inject, output, signal, viewChild } from '@angular/core';
import type { ExportFormat } from '#contracts';
import { GalleryApi } from '../api/gallery-api.ts';
import { GalleryStore } from '../state/gallery-store.ts';
import { countOf } from '../state/quantities.ts';
import { Modal } from '../ui/modal.ts';

interface Choice {
  readonly format: ExportFormat;
  readonly name: string;
  readonly words: string;
}

/** What is shown, as a file. The button is a link: the browser writes what comes to disk, however much it is. */
@Component({
  selector: 'll-export-dialog',
  imports: [Modal],
  templateUrl: './export-dialog.html',
  styleUrls: ['./form-dialog.css', './export-dialog.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ExportDialog {
  readonly closed = output();
  protected readonly modal = viewChild.required(Modal);
  private readonly store = inject(GalleryStore);
  private readonly api = inject(GalleryApi);
  protected readonly choices: readonly Choice[] = [
    { format: 'json', name: 'JSON', words: 'Labels as Lenslet keeps them, to import elsewhere. Labelled images only.' },
    { format: 'csv', name: 'CSV', words: 'A table for spreadsheets: a row for each image.' },
    { format: 'ndjson', name: 'NDJSON', words: 'A line of JSON for each image, for scripts.' },
    { format: 'parquet', name: 'Parquet', words: 'Typed columns for pandas, DuckDB and the like.' },
  ];
  protected readonly format = signal<ExportFormat>('csv');
  protected readonly isOnlyLabelled = signal(false);
  /** What is asked for as well: the list may go on changing while the dialog is open. */
  private readonly query = computed(() => this.store.shown()?.query ?? null);
  protected readonly isPartial = computed(() => this.store.shown()?.isPartial ?? true);
  protected readonly what = computed(() => {
    const total = this.store.shown()?.total ?? 0;
    return `${countOf(total, 'image')} as shown, with all conditions and in this order.`;
  });
  protected readonly address = computed(() => {
    const query = this.query();
    return query === null || this.isPartial()
      ? null
      : this.api.exportUrl(query, this.format(), this.isOnlyLabelled() && this.format() !== 'json');
  });
}
