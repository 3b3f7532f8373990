import type { Catalogue, Row } from '../catalogue/catalogue.ts';
import type { FolderNode } from '../catalogue/folder-node.ts';
import type { GalleryRoot } from '../catalogue/gallery-root.ts';
import { itemFlags } from '../catalogue/item-flags.ts';
import type { ManifestKeeper } from '../catalogue/manifest-keeper.ts';
import type { Places } from '../catalogue/places.ts';
import type { Content } from '../persistence/content.ts';
import type { LabelStore } from '../persistence/label-store.ts';
import type { Clock } from '../shared/clock.ts';
import { rootPath } from '../shared/gallery-path.ts';
import { sourceUnavailable } from '../shared/source-unavailable.ts';
import type { LocalLocation, SourcePlace } from '../sources/source-location.ts';
import { JobCrashed, JobKilled } from '../workers/job-failures.ts';
import type { FileToHash, HashAnswer, HashBegun } from '../workers/worker-jobs.ts';
import type { WorkerPool } from '../workers/worker-pool.ts';

/** Files told to a child at once. It does as many as it has time for, and the next job begins where it stopped. */
const filesAtOnce = 256;
/** Looked up in the store at once. */
const lookedUpAtOnce = 4096;
/** What was found out is kept when there is so much of it, or after so long: each time is one wait for the disk. */
const [keptAtOnce, keptEveryMs] = [1000, 2000];

/** Finds out what is in files: from the store where they are as they were, else by having them read. */
export class ContentReader {
  #found: { readonly row: Row; readonly content: Content }[] = [];
  #keptAt = 0;
  /** Folders of which a manifest would say more now. */
  readonly #described = new Set<FolderNode>();

  constructor(
    private readonly catalogue: Catalogue,
    private readonly places: Pick<Places, 'of'>,
    private readonly root: Pick<GalleryRoot, 'isThere'>,
    private readonly pool: WorkerPool,
    private readonly store: LabelStore,
    private readonly manifests: Pick<ManifestKeeper, 'mark'>,
    private readonly clock: Clock,
  ) {}

  /** Whether files may be read as a whole although nobody asked for them: a disk costs nothing. */
  get mayRead(): boolean {
    return isLocal(this.places.of(rootPath));
  }

  /** What the store knows of these files, whichever state of them that was. */
  async lookUp(rows: readonly Row[], found: (row: Row, content: Content | undefined) => void): Promise<void> {
    for (let at = 0; at < rows.length; at += lookedUpAtOnce) {
      const some = rows.slice(at, at + lookedUpAtOnce);
      const paths = some.map((row) => this.catalogue.pathOf(row));
      const known = new Map((await this.store.contentsOf(paths)).map((content) => [content.path, content]));
      for (const [place, row] of some.entries()) found(row, known.get(paths[place] ?? ''));
    }
  }

  /** What these files hold now; those that cannot be read are left out. What had to be read is kept. */
  async contentsOf(rows: readonly Row[]): Promise<Map<Row, Content>> {
    const contents = new Map<Row, Content>();
    const unknown: Row[] = [];
    await this.lookUp(rows, (row, content) => {
      if (content && this.isOf(row, content)) contents.set(row, content);
      else if (this.catalogue.contentOf(row) !== 'unreadable') unknown.push(row);
    });
    await this.hash(unknown, (row, content) => {
      contents.set(row, content);
      this.keep(row, content);
    });
    await this.keepAll();
    return contents;
  }

  /** Has them read, at a time when there is nothing better to do, and keeps nothing of it. */
  async hash(wanted: readonly Row[], found: (row: Row, content: Content) => void): Promise<void> {
    const rows = this.onDisks(wanted);
    let begun: HashBegun | null = null;
    let atOnce = filesAtOnce;
    for (let at = 0; at < rows.length;) {
      if (!this.root.isThere) throw sourceUnavailable();
      const batch = rows.slice(at, at + atOnce);
      const answers = await this.read(batch, begun);
      begun = null;
      atOnce = answers ? filesAtOnce : 1;
      for (const [place, row] of batch.entries()) {
        const answer = answers?.[place];
        if (answer?.status === 'begun') ({ begun } = answer);
        if (answer === undefined || answer.status === 'begun') break;
        this.take(row, answer, found);
        at += 1;
      }
      // Alone, and even so the child did not survive it.
      if (!answers && batch.length === 1) at += this.giveUp(rows[at]);
    }
  }

  /** For the store, some time soon. */
  keep(row: Row, content: Content): void {
    this.#found.push({ row, content });
  }

  async keepSome(): Promise<void> {
    const isTime = this.clock.monotonic() - this.#keptAt >= keptEveryMs;
    if (this.#found.length < keptAtOnce && !isTime) return;
    const last = this.#found.at(-1);
    await this.keepFound();
    // Of a large folder the manifest is not written anew every other second.
    this.markManifests(last && this.catalogue.folderOf(last.row));
  }

  async keepAll(): Promise<void> {
    await this.keepFound();
    this.markManifests();
  }

  private markManifests(but?: FolderNode): void {
    for (const folder of this.#described) {
      if (folder === but) continue;
      this.manifests.mark(folder);
      this.#described.delete(folder);
    }
  }

  private async keepFound(): Promise<void> {
    this.#keptAt = this.clock.monotonic();
    if (this.#found.length === 0) return;
    const found = this.#found;
    this.#found = [];
    await this.store.keepContents(
      found.map(({ content }) => content),
      [],
    );
    for (const { row, content } of found) {
      if (!this.isOf(row, content)) continue;
      this.catalogue.setContent(row, 'known');
      this.#described.add(this.catalogue.folderOf(row));
    }
  }

  /** The file is as it was when this was found out. */
  isOf(row: Row, { size, mtime, inode }: Content): boolean {
    const { columns } = this.catalogue;
    const isSame = columns.size[row] === size && columns.mtime[row] === mtime && columns.inode[row] === inode;
    return isSame && !this.catalogue.has(row, itemFlags.gone);
  }

  /** Undefined when the child was lost: one of these files is to blame, or the storage that does not answer. */
  private async read(rows: readonly Row[], begun: HashBegun | null): Promise<HashAnswer[] | undefined> {
    const paths = rows.map((row) => this.catalogue.pathOf(row));
    const images = paths.map((path) => this.places.of(path)).filter(isLocal);
    const files: FileToHash[] = images.map((image, at) => ({ image, begun: at === 0 ? begun : null }));
    try {
      return await this.pool.run({ kind: 'hashes', files }, { priority: 'idle' });
    } catch (error) {
      if (error instanceof JobKilled || error instanceof JobCrashed) return undefined;
      throw error;
    }
  }

  /** What a pointer leads to may be a bucket, of which nothing is fetched for this. */
  private onDisks(rows: readonly Row[]): Row[] {
    return rows.filter((row) => {
      if (isLocal(this.places.of(this.catalogue.pathOf(row)))) return true;
      this.giveUp(row);
      return false;
    });
  }

  private take(row: Row, answer: HashAnswer, found: (row: Row, content: Content) => void): void {
    if (answer.status === 'silent') throw sourceUnavailable();
    if (answer.status !== 'hashed') {
      this.giveUp(row);
      return;
    }
    const { hash, size, mtime, inode } = answer;
    const content = { path: this.catalogue.pathOf(row), hash, size, mtime, inode };
    // Changed since it was listed: the next listing tells, and it is read again.
    if (this.isOf(row, content)) found(row, content);
  }

  private giveUp(row: Row | undefined): number {
    if (row !== undefined) this.catalogue.setContent(row, 'unreadable');
    return 1;
  }
}

function isLocal(place: SourcePlace): place is SourcePlace<LocalLocation> {
  return place.location.kind === 'local';
}
