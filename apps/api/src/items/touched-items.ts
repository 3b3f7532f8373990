import type { GestureItem } from '#contracts';
import type { Catalogue, Row } from '../catalogue/catalogue.ts';
import { describeItem } from '../catalogue/describe-item.ts';
import type { HeaderReader } from '../catalogue/header-reader.ts';
import type { Indexer } from '../catalogue/indexer.ts';
import type { LabelBook } from '../persistence/label-book.ts';
import type { GestureItemsPage } from '../persistence/label-store.ts';
import { parentOf, type GalleryPath } from '../shared/gallery-path.ts';
import { Problem } from '../shared/problem.ts';

/** A page waits so long for the sizes of its images. */
const headerPatienceMs = 100;

/** Beside what was done to an image: the image as it is now, or that there is none any more. */
export class TouchedItems {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly indexer: Indexer,
    private readonly headers: HeaderReader,
    private readonly labels: LabelBook,
  ) {}

  async describe(items: GestureItemsPage['items']): Promise<GestureItem[]> {
    const away = await this.lookInto(items.map(({ path }) => path));
    const rows = new Map<GalleryPath, Row>();
    for (const { path } of items) {
      const row = this.catalogue.find(path);
      if (row !== undefined) rows.set(path, row);
    }
    await this.headers.describe([...rows.values()], headerPatienceMs);
    const labels = await this.labels.labelsOf(() => [...rows.keys()]);
    return items.map((each) => {
      const row = rows.get(each.path);
      if (row !== undefined) return { ...each, item: describeItem(this.catalogue, labels, row) };
      return away.has(parentOf(each.path)) ? each : { ...each, is_gone: true };
    });
  }

  /** Right after the start the index may not have come to all folders yet. Answers which of them cannot be looked into. */
  private async lookInto(paths: readonly GalleryPath[]): Promise<ReadonlySet<GalleryPath>> {
    const unknown = paths.filter((path) => this.catalogue.find(path) === undefined);
    const away = new Set<GalleryPath>();
    for (const folder of new Set(unknown.map(parentOf))) {
      try {
        this.indexer.assertThere(folder);
        await this.indexer.folder(folder);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        // No such folder: no such image. Anything else says nothing of what is in it.
        if (error.code !== 'folder_not_found') away.add(folder);
      }
    }
    return away;
  }
}
