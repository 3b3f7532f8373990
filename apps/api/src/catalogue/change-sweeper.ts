import type { Clock } from '../shared/clock.ts';
import type { Catalogue } from './catalogue.ts';
import type { FolderNode } from './folder-node.ts';
import type { FolderWatches } from './folder-watches.ts';
import type { GalleryRoot } from './gallery-root.ts';
import type { Indexer } from './indexer.ts';
import type { Places } from './places.ts';
import type { MarksAnswer } from './scanner-protocol.ts';
import type { Scanner } from './scanner.ts';

const chunk = 500;
/** How often all folders are asked for their time where the system tells us of changes. */
const watchedMs = 60_000;
/** How often it is looked whether the gallery is there at all. */
const glanceMs = 5_000;
/** A look is followed by so many times as long a rest: a tenth of the time is spent looking at most. */
const restFactor = 9;
/** Folders listed again per sweep, for files that were rewritten in place: while nobody watched, or while we did not run. */
const trickle = 100;
/** A listing of everything is shared out to so many at most, and not below so many items each. */
const [sharesMax, itemsPerShare] = [16, 5000];
/** Changed folders that are listed side by side, where each takes its time to answer. */
const looksAtOnce = 8;

/** The safety net under the watcher: finds changed folders by their marks. */
export class ChangeSweeper {
  #nextAt = 0;
  #wholeAt: number;
  #isSweeping = false;
  #turn = 0;

  constructor(
    private readonly catalogue: Catalogue,
    private readonly scanner: Scanner,
    private readonly indexer: Indexer,
    private readonly watches: FolderWatches,
    private readonly root: GalleryRoot,
    private readonly places: Places,
    private readonly clock: Clock,
  ) {
    const { hasFullMarks, sweepMs } = places.habits;
    this.#wholeAt = hasFullMarks ? clock.monotonic() + sweepMs : 0;
  }

  /** Called often; does nothing unless it is time. */
  async sweepIfDue(): Promise<void> {
    const started = this.clock.monotonic();
    if (this.#isSweeping || started < this.#nextAt) return;
    this.#isSweeping = true;
    const { hasFullMarks } = this.places.habits;
    try {
      if (hasFullMarks) await this.compareAll(started);
      else await this.askOneByOne(started);
    } finally {
      this.#isSweeping = false;
      const now = this.clock.monotonic();
      // One request to a store that is away is no work, however long it takes to fail.
      const rest = hasFullMarks && !this.root.isThere ? 0 : (now - started) * restFactor;
      this.#nextAt = now + Math.max(glanceMs, rest);
    }
  }

  private async askOneByOne(started: number): Promise<void> {
    // Nobody tells when the gallery's own folder goes away: that one is looked at often, whoever watches the rest.
    const isWhole = this.root.takeNews() || started >= this.#wholeAt || !this.root.isThere;
    await this.sweep(isWhole ? [...this.catalogue.root.downwards()] : [this.catalogue.root]);
    for (const folder of this.indexer.takeUnverified(trickle)) await this.look(folder);
    const everyMs = this.watches.isComplete ? watchedMs : this.places.habits.sweepMs;
    if (isWhole) this.#wholeAt = this.clock.monotonic() + everyMs;
  }

  /** Where the marks of all folders cost one listing of everything, and tell everything: that is all there is to ask. */
  private async compareAll(started: number): Promise<void> {
    if (!this.root.isThere) await this.look(this.catalogue.root);
    if (!this.root.isThere || (!this.root.takeNews() && started < this.#wholeAt)) return;
    const folders = [...this.catalogue.root.downwards()].filter((folder) => folder.state !== 'unlisted');
    const marks = await this.marksOfAll(folders);
    this.#wholeAt = this.clock.monotonic() + this.places.habits.sweepMs;
    // Why nothing was told, the gallery's own folder will say.
    const changed = marks ? this.changedOf(folders, marks) : [this.catalogue.root];
    for (let at = 0; at < changed.length; at += looksAtOnce) {
      await Promise.all(changed.slice(at, at + looksAtOnce).map((folder) => this.look(folder)));
    }
  }

  private marksOfAll(folders: readonly FolderNode[]): Promise<MarksAnswer | undefined> {
    const rows = this.catalogue.rowsOf(this.catalogue.root, true);
    const shares = Math.min(sharesMax, Math.floor(rows.length / itemsPerShare));
    const sample = Array.from({ length: Math.max(0, shares - 1) }, (_, at) =>
      this.catalogue.pathOf(rows[Math.floor(((at + 1) * rows.length) / shares)] ?? 0),
    );
    const places = folders.map((folder) => this.places.of(folder.path));
    return this.scanner.marks(places, sample).catch(() => undefined);
  }

  private changedOf(folders: readonly FolderNode[], marks: MarksAnswer): FolderNode[] {
    return folders.filter((folder, at) => folder.mark !== marks[at] || folder.state === 'unavailable');
  }

  private async sweep(some: readonly FolderNode[]): Promise<void> {
    const folders = some.filter((folder) => folder.state !== 'unlisted');
    for (let at = 0; at < folders.length; at += chunk) {
      const part = folders.slice(at, at + chunk);
      const marks = await this.scanner.marks(part.map((folder) => this.places.of(folder.path)));
      for (const folder of this.changedOf(part, marks)) await this.look(folder);
    }
    if (!this.watches.isComplete) for (const folder of this.nextInTurn(folders)) await this.look(folder);
  }

  private nextInTurn(folders: readonly FolderNode[]): FolderNode[] {
    const start = this.#turn % Math.max(folders.length, 1);
    this.#turn = start + trickle;
    return folders.slice(start, start + trickle);
  }

  private async look(folder: FolderNode): Promise<void> {
    if (folder.state === 'removed') return;
    try {
      await this.indexer.relist(folder.path);
    } catch {
      // Gone or unreachable: the indexer has taken note, and the next sweep looks again.
    }
  }
}
