import type { IndexingStatus } from '#contracts';
import type { Announcer } from '../events/announcer.ts';
import { Breather } from '../shared/breather.ts';
import type { Clock } from '../shared/clock.ts';
import { isHidden, nameOf, parentOf, rootPath, type GalleryPath } from '../shared/gallery-path.ts';
import { Problem } from '../shared/problem.ts';
import { SingleFlight } from '../shared/single-flight.ts';
import { typeOfName } from '../sources/image-names.ts';
import type { SourcePlace } from '../sources/source-location.ts';
import type { Catalogue, Row } from './catalogue.ts';
import { isUnlisted, type FolderNode } from './folder-node.ts';
import type { FolderWatches } from './folder-watches.ts';
import type { GalleryRoot } from './gallery-root.ts';
import type { HeaderReader } from './header-reader.ts';
import { ListingQueue } from './listing-queue.ts';
import type { ManifestKeeper } from './manifest-keeper.ts';
import { absent, unavailable, type FolderToList, type ListAnswer } from './scanner-protocol.ts';
import type { Scanners } from './scanner.ts';
import { ListingIntake } from './listing-intake.ts';
import { notFound, refusal } from './listing-refusal.ts';
import type { Places } from './places.ts';
import { Pointers, refusalOf } from './pointers.ts';
import { Refreshes } from './refreshes.ts';

/** Batches that the thread has in hand at once, so that it never waits for us; folders in each; and below an asked one. */
const [batchesAhead, batchSize, childrenAtOnce] = [3, 16, 200];
/** An unknown item makes its folder be listed again; within this time, only if its file is seen to be there. */
const doubtMs = 1000;

/** Finds out what is in the gallery: the folder someone asks for at once, all others in the background. */
export class Indexer {
  readonly #queue = new ListingQueue();
  #batchesInHand = 0;
  #isOver = false;
  #startedAt: string | null = null;
  readonly #intake: ListingIntake;
  readonly pointers: Pointers;
  readonly refreshes = new Refreshes();
  readonly #listing = new SingleFlight<FolderNode>();
  /** How long the storage took to answer lately. */
  latencyMs = 0;

  constructor(
    private readonly catalogue: Catalogue,
    private readonly scanners: Scanners,
    private readonly headers: HeaderReader,
    manifests: ManifestKeeper,
    private readonly watches: FolderWatches,
    private readonly root: GalleryRoot,
    private readonly places: Places,
    announcer: Announcer,
    private readonly clock: Clock,
  ) {
    this.pointers = new Pointers(catalogue, places);
    this.#intake = new ListingIntake(
      ...([catalogue, this.pointers, headers, manifests, watches, root, places, announcer, clock] as const),
      {
        toList: (folders) => this.enqueue(folders),
        toListAgain: (folder) => {
          this.#queue.addAgain([folder]);
          this.proceed();
        },
      },
    );
  }

  start(): void {
    this.#startedAt = this.clock.isoNow();
    this.#intake.start();
    this.headers.pause();
    this.watches.add(this.catalogue.root);
    // By the thread for whoever waits: the first person to come asks for the root, and finds it listed.
    this.list(rootPath, true).catch(() => {
      // The storage is away; the sweeper looks again until it is there.
    });
  }

  /** Lists nothing more of its own accord: in the end the thread is for what has to be written. */
  stop(): void {
    this.#isOver = true;
  }

  status(): IndexingStatus {
    const { folders, unlisted, items, headers } = this.catalogue.counts();
    const state = !this.root.isThere ? 'error' : this.#startedAt === null ? 'idle' : unlisted > 0 ? 'running' : 'ready';
    const [started_at, finished_at] = [this.#startedAt, this.#intake.finishedAt];
    return { state, done: folders - unlisted, total: folders, items, headers, started_at, finished_at };
  }

  /** Nothing is being listed, nor in line: where folders are left then, the thread died of them. */
  isIdle(): boolean {
    return this.#listing.isIdle && this.#batchesInHand === 0;
  }

  listings(): number {
    const { now, background } = this.scanners;
    return now.listings + (background === now ? 0 : background.listings);
  }

  /** The share of folders that a manifest spared from being listed. */
  manifestHits(): number {
    return this.#intake.manifestHits();
  }

  /** The folder with its content known, whether or not the index has come to it yet. */
  async folder(path: GalleryPath): Promise<FolderNode> {
    const known = this.catalogue.folder(path);
    if (known?.state !== 'listed') return this.list(path, true);
    // Answered at once with what the manifest said, and looked at: a file rewritten in place leaves no trace in its folder.
    if (this.#intake.unverified.delete(known)) this.relist(path).catch(() => undefined);
    return known;
  }

  /** Some folders known by their manifests only; each is handed out once, to be listed. */
  takeUnverified(most: number): FolderNode[] {
    const taken = [...this.#intake.unverified].slice(0, most);
    for (const folder of taken) this.#intake.unverified.delete(folder);
    return taken;
  }

  /**
   * Lists folders in this one that the index has not come to yet, for so long: whoever looks at a folder wants to
   * know what is in those below it.
   */
  async listChildrenSoon(folder: FolderNode, milliseconds: number): Promise<void> {
    const unknown = folder.dirs.filter((dir) => dir.state === 'unlisted').slice(0, childrenAtOnce);
    if (unknown.length === 0) return;
    const listings = unknown.map((dir) => this.list(dir.path, true).catch(() => undefined));
    await Promise.race([Promise.all(listings), this.clock.sleep(milliseconds)]);
  }

  /** The item, also when its file appeared a moment ago and nobody has noticed yet. */
  async item(path: GalleryPath): Promise<Row> {
    this.assertThere(path);
    const known = this.catalogue.find(path);
    if (known !== undefined) return known;
    const folder = path === rootPath || isHidden(path) ? undefined : await this.folderOfItem(path);
    const row = folder && this.catalogue.find(path);
    if (row === undefined) {
      throw new Problem('item_not_found', `There is no image ${JSON.stringify(nameOf(path))} in this folder.`);
    }
    return row;
  }

  /** With its storage away, nobody knows whether there is such an image. */
  assertThere(path: GalleryPath): void {
    if (this.isAway(path)) throw refusal('unavailable');
  }

  /** Lists a folder now, and takes over what has changed in it. */
  list(path: GalleryPath, trustManifest = false): Promise<FolderNode> {
    return this.#listing.run(path, () => this.listNow(path, trustManifest));
  }

  /** The same for whoever knows that something has changed: a listing that is under way may have begun before that. */
  relist(path: GalleryPath): Promise<FolderNode> {
    return this.#listing.runAnew(path, () => this.listNow(path, false));
  }

  /** For whoever looks after changes: what comes of it is taken note of, and the next look is the next chance. */
  async lookAgain(folder: FolderNode): Promise<void> {
    if (folder.state !== 'removed') await this.relist(folder.path).catch(() => undefined);
  }

  /** Lists a folder and all below it again, in the background. */
  async refresh(path: GalleryPath): Promise<void> {
    const folder = await this.relist(path);
    const below = [...folder.downwards()].filter((each) => each !== folder);
    this.refreshes.begin(path, below);
    this.#queue.addAgain(below);
    this.proceed();
  }

  private async listNow(path: GalleryPath, trustManifest: boolean): Promise<FolderNode> {
    this.pointers.assertOpenTo(path);
    const asked = this.clock.monotonic();
    const place = this.places.ownPlaceOf(path);
    const answer = isHidden(path) ? absent : await this.listOne(path, trustManifest);
    const took = this.clock.monotonic() - asked;
    this.latencyMs = this.latencyMs === 0 ? took : this.latencyMs * 0.8 + took * 0.2;
    if (path !== rootPath && (await this.isElsewhere(path, place, answer))) return this.listNow(path, trustManifest);
    const known = this.catalogue.folder(path);
    if (answer.status === 'absent') {
      if (known && path !== rootPath) this.#intake.apply(known, asked, answer);
      throw notFound(path);
    }
    // What cannot be looked into, and was never seen, may be there or not: the catalogue takes in what was found.
    if (answer.status !== 'listed' && !known && !('pointer' in answer)) throw refusal(answer.status);
    const folder = this.catalogue.makeFolder(path);
    this.watches.add(folder);
    this.#intake.apply(folder, asked, answer);
    this.enqueue(folder.above().filter(isUnlisted));
    if (folder.pointer?.problem) throw refusalOf(folder.pointer.problem);
    if (answer.status !== 'listed') throw refusal(answer.status);
    return folder;
  }

  /**
   * It was looked for in the wrong place: a folder above turned out to stand for another. Those above are looked at for that
   * only where nothing was found and they are not known yet.
   */
  private async isElsewhere(path: GalleryPath, asked: SourcePlace, { status }: ListAnswer): Promise<boolean> {
    const parent = this.catalogue.folder(parentOf(path));
    if (status === 'absent' && !isHidden(path) && (!parent || isUnlisted(parent))) {
      await this.list(parentOf(path), true).catch((error: unknown) => {
        throw error instanceof Problem && error.code === 'folder_not_found' ? notFound(path) : error;
      });
    }
    this.pointers.assertOpenTo(path);
    const now = this.places.ownPlaceOf(path);
    // The gallery's own location is another one after its disk has returned, and the same for all that.
    const isOfGallery = [now.location, asked.location].includes(this.places.root);
    return now.path !== asked.path || (now.location !== asked.location && !isOfGallery);
  }

  /** The storage in which it lies, where that says nothing of itself when it is asked for one image. */
  private isAway(path: GalleryPath): boolean {
    if (this.places.habitsOf(path).tellsItIsAway) return false;
    return this.places.isBehindPointer(path) ? this.pointers.isAway(path) : !this.root.isThere;
  }

  private async folderOfItem(path: GalleryPath): Promise<FolderNode | undefined> {
    try {
      const folder = await this.folder(parentOf(path));
      if (this.catalogue.find(path) !== undefined) return folder;
      // Listed a moment ago, or dear to list: another look is worth it only for a file that has appeared since.
      const isFresh = this.clock.wall() - folder.listedAt < doubtMs;
      const isDoubted = isFresh || this.places.habitsOf(path).hasFullMarks;
      return isDoubted && !(await this.mayBeImage(path)) ? folder : await this.relist(folder.path);
    } catch (error) {
      // No such folder means no such item; anything else is another kind of trouble.
      if (error instanceof Problem && error.code === 'folder_not_found') return undefined;
      throw error;
    }
  }

  private async mayBeImage(path: GalleryPath): Promise<boolean> {
    if (typeOfName(nameOf(path)) === undefined) return false;
    return this.scanners.now.hasImage(this.places.of(path));
  }

  private enqueue(folders: readonly FolderNode[]): void {
    for (const folder of folders) this.watches.add(folder);
    this.#queue.add(folders);
    this.proceed();
  }

  private proceed(): void {
    while (!this.#isOver && this.#batchesInHand < batchesAhead) {
      const folders = this.#queue.take(batchSize);
      if (folders.length === 0) return;
      void this.listBatch(folders);
    }
  }

  private async listBatch(folders: readonly FolderNode[]): Promise<void> {
    this.#batchesInHand += 1;
    const asked = this.clock.monotonic();
    const breather = new Breather();
    try {
      const wanted = folders.map((folder) => this.request(folder.path, isUnlisted(folder)));
      const answers = await this.scanners.background.list(wanted);
      for (const [at, folder] of folders.entries()) {
        this.#intake.apply(folder, asked, answers[at] ?? unavailable);
        this.refreshes.noteListed(folder);
        if (breather.isDue()) await breather.breathe();
      }
    } catch {
      // The thread is gone: the folders keep what is known of them, and the next look at the gallery lists them again.
      for (const folder of folders.filter(isUnlisted)) folder.setState('unavailable');
      for (const folder of folders) this.refreshes.noteListed(folder);
      this.#intake.finishIfDone();
    } finally {
      this.#batchesInHand -= 1;
      this.proceed();
    }
  }

  private async listOne(path: GalleryPath, trustManifest: boolean): Promise<ListAnswer> {
    const [answer = unavailable] = await this.scanners.now.list([this.request(path, trustManifest)]);
    if (answer.status !== 'unavailable' || path !== rootPath) return answer;
    if (!(await this.root.isFoundAnew(this.catalogue, this.scanners.now))) return answer;
    // What is known of the folders below is of another disk, perhaps.
    this.#queue.addAgain([...this.catalogue.root.downwards()].slice(1).filter((folder) => !isUnlisted(folder)));
    return this.listOne(path, false);
  }

  private request(path: GalleryPath, trustManifest: boolean): FolderToList {
    const [place, above] = [this.places.ownPlaceOf(path), this.places.passedTo(path)];
    return { path, place, above, before: this.pointers.before(path), trustManifest };
  }
}
