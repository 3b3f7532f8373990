import { rootPath } from '../shared/gallery-path.ts';
import type { Log } from '../shared/log.ts';
import type { Catalogue } from './catalogue.ts';
import type { FolderWatches } from './folder-watches.ts';
import type { Places } from './places.ts';
import type { Scanner } from './scanner.ts';

/** So many images and folders tell whether another folder is the same gallery. */
const namesCompared = 500;

/** The gallery's own folder: which one it is, whether it is there, and what has to happen when that changes. */
export class GalleryRoot {
  #isThere = true;
  #isNews = false;

  constructor(
    private readonly places: Places,
    private readonly watches: FolderWatches,
    private readonly log: Log,
  ) {}

  get isThere(): boolean {
    return this.#isThere;
  }

  note(isThere: boolean): void {
    if (isThere === this.#isThere) return;
    this.#isThere = isThere;
    if (isThere) {
      this.renew();
      this.log.info({}, 'the storage of the gallery is back');
    } else this.log.warn({}, 'the storage of the gallery is away; what is known of it is kept');
  }

  /** Whether another folder has come that is the gallery all the same: a disk that was mounted after the start, say. */
  async isFoundAnew(catalogue: Catalogue, scanner: Scanner): Promise<boolean> {
    const { rows, dirs } = catalogue.root;
    const items = Array.from(rows.slice(0, namesCompared), (row) => catalogue.nameOf(row));
    const names = [...items, ...dirs.slice(0, namesCompared).map(({ name }) => name)];
    const inode = await scanner.findRoot(this.places.root, names).catch(() => null);
    if (inode === null || inode === this.places.rootInodeOf(rootPath)) return false;
    this.places.replaceRoot(inode);
    this.renew();
    this.log.info({}, 'another folder is in the place of the gallery: it is listed anew');
    return true;
  }

  /** Once after each return: everything has to be looked at. */
  takeNews(): boolean {
    const isNews = this.#isNews;
    this.#isNews = false;
    return isNews;
  }

  /** A watch ends with the disk that it was on. */
  private renew(): void {
    this.watches.renew();
    this.#isNews = true;
  }
}
