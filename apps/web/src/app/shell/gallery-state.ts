import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { Address } from '../state/address.ts';
import { isPointerTrouble } from '../api/failure.ts';
import { FolderTree } from '../state/folder-tree.ts';
import { GalleryStore } from '../state/gallery-store.ts';
import { HealthWatch } from '../state/health-watch.ts';
import { imagesBelow } from '../state/images-below.ts';
import { parentOf } from '../state/place.ts';
import { countOf } from '../state/quantities.ts';
import { Notice } from '../ui/notice.ts';
import { visibleText } from '../ui/visible-text.ts';

type State =
  | 'none'
  | 'no-match'
  | 'loading'
  | 'empty-gallery'
  | 'empty-folder'
  | 'still-listing'
  | 'no-folder'
  | 'leads-nowhere'
  | 'refused'
  | 'away';

/** What stands in place of the grid: waiting, empty, failed and absent look different and say what to do. */
@Component({
  selector: 'll-gallery-state',
  imports: [Notice],
  templateUrl: './gallery-state.html',
  styleUrl: './gallery-state.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class GalleryState {
  protected readonly address = inject(Address);
  protected readonly store = inject(GalleryStore);
  private readonly watch = inject(HealthWatch);
  private readonly tree = inject(FolderTree);

  protected readonly folder = computed(() => visibleText(this.tree.nameOf(this.address.place().path)));
  protected readonly parent = computed(() => parentOf(this.address.place().path));
  /** What was refused is most likely what was typed. */
  protected readonly hasText = computed(() => this.store.failure()?.status === 400 && this.address.place().text !== '');
  /** As far as the tree has been opened; what it has not seen may hold anything. */
  protected readonly mayHaveFolders = computed(() => {
    const { path } = this.address.place();
    return this.tree.rows().find((row) => row.path === path)?.canExpand !== false;
  });
  protected readonly below = computed(() => {
    const more = imagesBelow(this.address.place(), this.store.shown(), this.tree.rows());
    return more === null
      ? 'There may be some in the folders below.'
      : `${countOf(more, 'image')} in the folders below.`;
  });
  protected readonly state = computed<State>(() => {
    const shown = this.store.shown();
    const failure = this.store.failure();
    if (failure !== null) {
      if (failure.kind !== 'refused') return 'away';
      if (isPointerTrouble(failure)) return 'leads-nowhere';
      return failure.status === 404 ? 'no-folder' : 'refused';
    }
    if (shown === null) return 'loading';
    if (shown.total > 0 || this.store.isLoading()) return 'none';
    if (shown.isPartial || this.watch.isIndexing()) return 'still-listing';
    if (shown.query.filters !== undefined || shown.query.text !== undefined) return 'no-match';
    return shown.query.path === '/' && shown.query.recursive ? 'empty-gallery' : 'empty-folder';
  });
}
