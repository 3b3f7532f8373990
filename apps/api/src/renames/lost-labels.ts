import type { Catalogue } from '../catalogue/catalogue.ts';
import { itemFlags } from '../catalogue/item-flags.ts';
import type { RowLabels } from '../catalogue/row-labels.ts';
import type { Content } from '../persistence/content.ts';
import type { LabelId } from '../persistence/label-id.ts';
import type { LabelStore } from '../persistence/label-store.ts';
import { Breather } from '../shared/breather.ts';
import { parentOf, rootPath, type GalleryPath } from '../shared/gallery-path.ts';

const lookedUpAtOnce = 4096;

/** Nothing is known of the file that was there. */
const unknownSize = -1;

/** Labels without a file, and how large their files were: a new file of another size is none of them. */
export class LostLabels {
  readonly #sizes = new Map<LabelId, number>();
  /** No file is known there, but nobody can say that there is none. */
  readonly #unsure = new Set<LabelId>();

  constructor(
    private readonly labels: RowLabels,
    private readonly store: LabelStore,
  ) {}

  /** Looks at these labels again, and at all that nothing was certain of. */
  async look(changed: Iterable<LabelId>): Promise<void> {
    const news: LabelId[] = [];
    const open = [...this.#unsure];
    this.#unsure.clear();
    const breather = new Breather();
    for (const some of [changed, open]) {
      for (const id of some) {
        if (this.note(id)) news.push(id);
        if (breather.isDue()) await breather.breathe();
      }
    }
    for (let at = 0; at < news.length; at += lookedUpAtOnce) {
      const some = news.slice(at, at + lookedUpAtOnce);
      const known = await this.contents(some);
      for (const id of some) this.#sizes.set(id, known.get(id)?.size ?? this.lastSizeOf(id));
    }
  }

  /** How large the lost files were. */
  get sizes(): Set<number> {
    return new Set(this.#sizes.values());
  }

  /** Lost labels of which the file had one of these sizes. */
  ofSizes(sizes: ReadonlySet<number>): LabelId[] {
    return [...this.#sizes].filter(([, size]) => size !== unknownSize && sizes.has(size)).map(([id]) => id);
  }

  /** What is known of what their files held. */
  async contents(ids: readonly LabelId[]): Promise<Map<LabelId, Content>> {
    const found = new Map<LabelId, Content>();
    for (let at = 0; at < ids.length; at += lookedUpAtOnce) {
      const some = ids.slice(at, at + lookedUpAtOnce);
      const paths = some.map((id) => this.labels.table.pathOf(id));
      const known = new Map((await this.store.contentsOf(paths)).map((content) => [content.path, content]));
      for (const [place, id] of some.entries()) {
        const content = known.get(paths[place] ?? '');
        if (content) found.set(id, content);
      }
    }
    return found;
  }

  /** There is no such file: the folder that it would be in was listed without it, and can be looked into. */
  isGone(path: GalleryPath): boolean {
    const { catalogue } = this.labels;
    return catalogue.find(path) === undefined && isListed(catalogue, path);
  }

  /** True when it is lost, and was not before. */
  private note(id: LabelId): boolean {
    const { catalogue, table } = this.labels;
    const row = this.labels.rowOf(id);
    const isThere = row !== undefined && !catalogue.has(row, itemFlags.gone);
    const path = isThere || !table.isLabelled(id) ? undefined : table.pathOf(id);
    if (path === undefined || catalogue.find(path) !== undefined) {
      this.#sizes.delete(id);
      return false;
    }
    if (isListed(catalogue, path)) return !this.#sizes.has(id);
    this.#unsure.add(id);
    return false;
  }

  /** Of a file that was never read the catalogue knows at least how large it was, if it saw it go. */
  private lastSizeOf(id: LabelId): number {
    const row = this.labels.rowOf(id);
    return row === undefined ? unknownSize : (this.labels.catalogue.columns.size[row] ?? unknownSize);
  }
}

function isListed(catalogue: Catalogue, path: GalleryPath): boolean {
  let place = parentOf(path);
  while (place !== rootPath && !catalogue.folder(place)) place = parentOf(place);
  for (let folder = catalogue.folder(place) ?? null; folder; folder = folder.parent) {
    if (folder.state !== 'listed') return false;
  }
  return true;
}
