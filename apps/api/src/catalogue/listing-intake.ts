import type { Announcer } from '../events/announcer.ts';
import type { Clock } from '../shared/clock.ts';
import { rootPath } from '../shared/gallery-path.ts';
import { packListing } from '../sources/listing.ts';
import type { Catalogue } from './catalogue.ts';
import { isUnlisted, type FolderNode } from './folder-node.ts';
import type { FolderWatches } from './folder-watches.ts';
import type { Followed } from './followed.ts';
import type { GalleryRoot } from './gallery-root.ts';
import type { HeaderReader } from './header-reader.ts';
import { itemFlags } from './item-flags.ts';
import type { ManifestKeeper } from './manifest-keeper.ts';
import type { Places } from './places.ts';
import type { Pointers } from './pointers.ts';
import type { ListAnswer } from './scanner-protocol.ts';

/** What a listing leaves to be done. */
interface Consequences {
  readonly toList: (folders: readonly FolderNode[]) => void;
  readonly toListAgain: (folder: FolderNode) => void;
}

type Listed = Extract<ListAnswer, { status: 'listed' }>;

/** Takes over what listings say, and tells everybody whom it concerns. */
export class ListingIntake {
  /** Folders that are known by their manifests only. */
  readonly unverified = new Set<FolderNode>();
  readonly #later = new Set<FolderNode>();
  #finishedAt: string | null = null;
  #startedClock = 0;
  #fromManifest = 0;
  #listings = 0;

  constructor(
    private readonly catalogue: Catalogue,
    private readonly pointers: Pointers,
    private readonly headers: HeaderReader,
    private readonly manifests: ManifestKeeper,
    private readonly watches: FolderWatches,
    private readonly root: GalleryRoot,
    private readonly places: Places,
    private readonly announcer: Announcer,
    private readonly clock: Clock,
    private readonly consequences: Consequences,
  ) {}

  /** When every folder was listed for the first time. */
  get finishedAt(): string | null {
    return this.#finishedAt;
  }

  start(): void {
    this.#startedClock = this.clock.monotonic();
  }

  /** The share of folders that a manifest spared from being listed. */
  manifestHits(): number {
    return this.#fromManifest / Math.max(this.#listings, 1);
  }

  apply(folder: FolderNode, asked: number, answer: ListAnswer): void {
    // It went away, or was listed again, while this answer was on its way: what is known is newer.
    if (folder.state === 'removed') return;
    if (asked < folder.askedAt) return;
    folder.askedAt = asked;
    this.takeOver(folder, answer);
    this.finishIfDone();
  }

  finishIfDone(): void {
    const { unlisted, items, folders } = this.catalogue.counts();
    if (unlisted > 0 || this.#finishedAt !== null || !this.root.isThere) return;
    this.#finishedAt = this.clock.isoNow();
    this.headers.resume();
    const milliseconds = Math.round(this.clock.monotonic() - this.#startedClock);
    this.announcer.announce('indexing-finished', { items, folders, milliseconds });
  }

  private takeOver(folder: FolderNode, answer: ListAnswer): void {
    if (answer.status === 'unavailable') {
      if (folder.path === rootPath) this.root.note(false);
      if (answer.pointer) this.takePointer(folder, answer.pointer);
      if (answer.pointer?.problem) this.applyNothing(folder);
      folder.setState('unavailable');
      return;
    }
    if (folder.path === rootPath) this.root.note(true);
    if (answer.status === 'listed' && answer.isPartial && folder.state !== 'unlisted') {
      // A thread that was started anew reads all of it anew: what is known is more than its first rows.
      this.consequences.toListAgain(folder);
    } else if (answer.status === 'listed') {
      this.takePointer(folder, answer.pointer);
      this.applyListing(folder, answer);
    } else if (answer.status === 'denied') folder.setState('denied');
    else this.applyAbsence(folder);
  }

  private takePointer(folder: FolderNode, pointer: Followed | undefined): void {
    const before = folder.pointer;
    const isOther = this.pointers.note(folder, pointer);
    if (before?.text !== pointer?.text) this.manifests.mark(folder);
    if (!isOther) return;
    for (const dir of folder.dirs) this.applyAbsence(dir);
    this.watches.replace(folder);
    // What changed in the target before it was watched, nobody told.
    if (pointer?.location?.kind === 'local') this.consequences.toListAgain(folder);
  }

  /** Behind a pointer that leads nowhere. That it is not said to be listed keeps its labels from going elsewhere. */
  private applyNothing(folder: FolderNode): void {
    const nothing = packListing(NaN, [], []);
    const { removed } = this.catalogue.applyListing(folder, nothing);
    this.dropRemoved();
    if (removed.length === 0) return;
    this.announcer.announce('folder-changed', { path: folder.path, added: [], changed: [], removed, isFirst: false });
  }

  private applyAbsence(folder: FolderNode): void {
    if (folder.path === rootPath) return;
    const removed = this.catalogue.removeFolder(folder);
    this.dropRemoved();
    this.announcer.announce('folder-changed', { path: folder.path, added: [], changed: [], removed, isFirst: false });
  }

  private dropRemoved(): void {
    this.watches.dropRemoved();
    this.pointers.forgetRemoved();
  }

  private applyListing(folder: FolderNode, answer: Listed): void {
    const isFirst = folder.state === 'unlisted';
    const { added, changed, removed, newDirs, lostDirs } = this.catalogue.applyListing(folder, answer.listing);
    this.catalogue.sources.take(folder.rows, answer.sources);
    folder.setPartial(answer.isPartial === true);
    if (lostDirs > 0) this.dropRemoved();
    folder.listedAt = answer.listedAt;
    folder.rootInode = answer.rootInode;
    folder.hasUnseenSidecars = answer.sidecars === null;
    if (isFirst) this.#listings += 1;
    if (isFirst && answer.fromManifest) this.#fromManifest += 1;
    if (answer.fromManifest && !this.places.habitsOf(folder.path).hasFullMarks) this.unverified.add(folder);
    else this.unverified.delete(folder);
    if (!answer.fromManifest && (isFirst || added.length + changed.length + removed.length + newDirs.length > 0))
      this.manifests.mark(folder);
    if (folder.rows.some((row) => !this.catalogue.has(row, itemFlags.headerKnown))) this.headers.schedule(folder);
    // Those that someone asked for before their parent was listed are known by now, but may not be in line.
    this.consequences.toList(isFirst ? folder.dirs.filter(isUnlisted) : newDirs);
    // In line behind the folders that nobody has seen anything of yet.
    if (answer.isPartial) this.consequences.toListAgain(folder);
    if (answer.againInMs !== undefined) this.listLater(folder, answer.againInMs);
    if (answer.sidecars) this.announcer.announce('sidecars-found', { path: folder.path, ...answer.sidecars });
    if (added.length + changed.length + removed.length === 0) return;
    this.announcer.announce('folder-changed', { path: folder.path, added, changed, removed, isFirst });
  }

  /** All that are to be asked again are so together: what they wait for is the same. */
  private listLater(folder: FolderNode, milliseconds: number): void {
    this.#later.add(folder);
    if (this.#later.size > 1) return;
    this.clock.after(milliseconds, () => {
      const folders = [...this.#later];
      this.#later.clear();
      for (const each of folders) this.consequences.toListAgain(each);
    });
  }
}
