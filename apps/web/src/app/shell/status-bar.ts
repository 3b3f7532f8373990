import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { Address } from '../state/address.ts';
import { FolderTree } from '../state/folder-tree.ts';
import { GalleryStore } from '../state/gallery-store.ts';
import { HealthWatch } from '../state/health-watch.ts';
import { imagesBelow } from '../state/images-below.ts';
import { JobProgress } from '../state/job-progress.ts';
import { Selection } from '../state/selection.ts';
import { WantedFields } from '../state/wanted-fields.ts';
import { count, countOf } from '../state/quantities.ts';
import { visibleText } from '../ui/visible-text.ts';
import { ActivityLine } from './activity-line.ts';
import { SyncBadge } from './sync-badge.ts';

/** One quiet line: how much there is, where one stands, and what the server is busy with. */
@Component({
  selector: 'll-status-bar',
  imports: [ActivityLine, SyncBadge],
  template: `
    <span class="total"
      >{{ total() }}
      @if (hasSelection()) {
        <span class="of">{{ ofAll() }}</span> selected
      }
    </span>
    @if (hasSelection()) {
      <button type="button" class="clear" (click)="clear()">Clear</button>
    } @else if (below(); as below) {
      <button type="button" class="clear" title="Include subfolders" (click)="showBelow()">{{ below }} below</button>
    }
    <span class="item">{{ item() }}</span>
    @if (progress(); as progress) {
      <span class="progress" [attr.role]="progress.isTold ? 'status' : null">
        <span class="words" [title]="progress.words">{{ progress.words }}</span>
        <span class="percent" aria-hidden="true">{{ progress.percent }} %</span>
        <span
          class="track"
          role="progressbar"
          [attr.aria-label]="progress.name"
          aria-valuemin="0"
          aria-valuemax="100"
          [attr.aria-valuenow]="progress.percent"
          ><span class="done" [style.width.%]="progress.percent"></span
        ></span>
      </span>
    }
    <ll-activity-line />
    <ll-sync-badge />
  `,
  styleUrl: './status-bar.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class StatusBar {
  private readonly store = inject(GalleryStore);
  private readonly watch = inject(HealthWatch);
  private readonly jobs = inject(JobProgress);
  private readonly selection = inject(Selection);
  private readonly address = inject(Address);
  private readonly tree = inject(FolderTree);
  private readonly wanted = inject(WantedFields);
  protected readonly hasSelection = computed(() => this.selection.count() > 0);

  protected readonly total = computed(() => {
    const shown = this.store.shown();
    if (shown === null) return '';
    const selected = this.selection.count();
    return selected === 0 ? countOf(shown.total, 'image') : count(selected);
  });
  protected readonly ofAll = computed(() => ` of ${countOf(this.store.shown()?.total ?? 0, 'image')}`);
  protected readonly item = computed(() => {
    const focused = this.store.focused();
    return focused === undefined ? '' : `${count(this.store.focus() + 1)} · ${visibleText(focused.name)}`;
  });
  /** Why so few are shown. */
  protected readonly below = computed(() => {
    const more = imagesBelow(this.address.place(), this.store.shown(), this.tree.rows());
    return more === null ? null : `${count(more)} more`;
  });

  protected showBelow(): void {
    this.address.go({ recursive: true, image: null });
    this.wanted.leave();
  }

  protected clear(): void {
    this.selection.clear();
    // The button goes with the selection.
    this.wanted.leave();
  }

  /** What the server itself is busy with goes before what jobs say. */
  protected readonly progress = computed(() => this.reading() ?? this.job());
  private readonly job = computed(() => {
    const job = this.jobs.near(this.address.place().path);
    if (job === null) return null;
    const percent = Math.round(job.percent);
    const message = visibleText(job.message?.trim() ?? '');
    const words = message === '' ? 'Metrics' : `Metrics: ${message}`;
    // It goes on twice a second, and nobody has to hear of it.
    return { name: 'Metrics', words, percent, isTold: false };
  });
  private readonly reading = computed(() => {
    const indexing = this.watch.health()?.indexing;
    const isListing = this.watch.isIndexing();
    if (indexing === undefined || !(isListing || this.watch.isReading())) return null;
    const [done, total] = isListing ? [indexing.done, indexing.total] : [indexing.headers, indexing.items];
    const words = isListing
      ? `Listing folders, ${count(indexing.items)} images so far`
      : `Reading image sizes, ${count(done)} of ${count(total)}`;
    const percent = total === 0 ? 0 : Math.min(100, Math.round((done / total) * 100));
    return { name: 'Reading the gallery', words, percent, isTold: true };
  });
}
