import type { Clock } from '../shared/clock.ts';
import { rootPath } from '../shared/gallery-path.ts';
import { habitsOf } from '../sources/source-habits.ts';
import type { SourceLocation } from '../sources/source-location.ts';
import type { Catalogue } from './catalogue.ts';
import type { FolderNode } from './folder-node.ts';
import type { GalleryRoot } from './gallery-root.ts';
import type { Indexer } from './indexer.ts';
import { changedOf, markedFolders, markedPointers, pathsIn, type Marked } from './marked-places.ts';
import type { Places } from './places.ts';
import type { MarksAnswer } from './scanner-protocol.ts';
import type { Scanner } from './scanner.ts';

/** How often it is looked whether what was away is there again. */
const glanceMs = 5_000;
/** A look is followed by so many times as long a rest: a tenth of the time is spent looking at most. */
const restFactor = 9;
/** A listing of everything is shared out to so many at most, and not below so many items each. */
const [sharesMax, itemsPerShare] = [16, 5000];
/** Changed folders that are listed side by side, where each takes its time to answer. */
const looksAtOnce = 8;

/** The safety net of one bucket, where the marks of all folders cost one listing of everything, and tell everything. */
export class BucketSweep {
  #nextAt = 0;
  #wholeAt: number;
  #isSweeping = false;

  constructor(
    /** The gallery's own folder, or the one that stands for the bucket. */
    private readonly top: FolderNode,
    private readonly catalogue: Catalogue,
    private readonly scanner: Scanner,
    private readonly indexer: Indexer,
    private readonly root: GalleryRoot,
    private readonly places: Places,
    private readonly clock: Clock,
  ) {
    this.#wholeAt = clock.monotonic() + habitsOf(this.location).sweepMs;
  }

  /** Called often; does nothing unless it is time. */
  async sweepIfDue(): Promise<void> {
    const started = this.clock.monotonic();
    if (this.#isSweeping || started < this.#nextAt) return;
    this.#isSweeping = true;
    try {
      await this.compareAll(started);
    } finally {
      this.#isSweeping = false;
      const now = this.clock.monotonic();
      // One request to a store that is away is no work, however long it takes to fail.
      this.#nextAt = now + Math.max(glanceMs, this.isThere ? (now - started) * restFactor : 0);
    }
  }

  private get location(): SourceLocation {
    return this.top.pointer?.location ?? this.places.locationOf(this.top.path);
  }

  private get isThere(): boolean {
    return this.top.path === rootPath ? this.root.isThere : this.top.state !== 'unavailable';
  }

  private async compareAll(started: number): Promise<void> {
    const isDue = started >= this.#wholeAt;
    // What was refused is not going to be given within seconds; what is away may return at any moment.
    if (this.top.pointer?.problem && !isDue) return;
    if (!this.isThere) await this.look(this.top);
    const { sweepMs } = habitsOf(this.location);
    if (!this.isThere) {
      if (isDue && this.top.pointer?.problem) this.#wholeAt = this.clock.monotonic() + sweepMs;
      return;
    }
    const isNews = this.top.path === rootPath && this.root.takeNews();
    if (!isNews && !isDue) return;
    const marked = this.marked();
    const marks = await this.marksOf(marked);
    this.#wholeAt = this.clock.monotonic() + sweepMs;
    // Why nothing was told, the top will say.
    const changed = marks ? changedOf(marked, marks) : [this.top];
    for (let at = 0; at < changed.length; at += looksAtOnce) {
      await Promise.all(changed.slice(at, at + looksAtOnce).map((folder) => this.look(folder)));
    }
  }

  /** What lies in this bucket, and neither beside it nor behind pointers in it. */
  private marked(): Marked[] {
    const location = this.places.locationOf(this.top.path);
    const folders = [...this.top.downwards()].filter(({ path }) => this.places.locationOf(path) === location);
    const key = JSON.stringify(location);
    const pointers = markedPointers(this.indexer.pointers, (each) => JSON.stringify(each) === key);
    return [...markedFolders(folders, this.places), ...pointers];
  }

  private marksOf(marked: readonly Marked[]): Promise<MarksAnswer | undefined> {
    const rows = this.catalogue.rowsOf(this.top, true);
    const shares = Math.min(sharesMax, Math.floor(rows.length / itemsPerShare));
    const sample = Array.from({ length: Math.max(0, shares - 1) }, (_, at) =>
      this.catalogue.pathOf(rows[Math.floor(((at + 1) * rows.length) / shares)] ?? 0),
    );
    const ours = pathsIn(this.places.locationOf(this.top.path), sample, this.places);
    return this.scanner
      .marks(
        marked.map(({ place }) => place),
        ours,
      )
      .catch(() => undefined);
  }

  private look(folder: FolderNode): Promise<void> {
    return this.indexer.lookAgain(folder);
  }
}
