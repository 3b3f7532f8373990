import type { Catalogue } from '../catalogue/catalogue.ts';
import type { GalleryRoot } from '../catalogue/gallery-root.ts';
import type { FlatHomes } from '../flat-files/flat-homes.ts';
import type { FlatFiles } from '../flat-files/flat-files.ts';
import type { LabelBook } from '../persistence/label-book.ts';
import type { Clock } from '../shared/clock.ts';
import { rootPath } from '../shared/gallery-path.ts';
import type { LabelFollower } from '../renames/label-follower.ts';
import type { Sidecars } from '../sidecars/sidecars.ts';
import type { WorkerPool } from '../workers/worker-pool.ts';
import { examine } from './examine.ts';
import { rollupPieces } from './rollup.ts';
import { Summary } from './summary.ts';

/** Keeps `_rollup.json` and `_health.json`. */
export class Summaries {
  readonly #rollup: Summary;
  readonly #health: Summary;
  readonly #files: FlatFiles | null;

  constructor(
    private readonly homes: FlatHomes,
    private readonly catalogue: Catalogue,
    private readonly root: GalleryRoot,
    private readonly book: LabelBook,
    private readonly sidecars: Sidecars,
    private readonly follower: Pick<LabelFollower, 'unclear'>,
    private readonly pool: WorkerPool,
    private readonly clock: Clock,
  ) {
    this.#files = homes.filesOf(rootPath);
    const content = (): string => `${String(catalogue.root.treeRevision)} ${String(book.table.revision)}`;
    this.#rollup = new Summary(content, () => this.writeRollup(), clock);
    this.#health = new Summary(
      () => `${content()} ${this.findings()}`,
      () => this.writeHealth(),
      clock,
    );
  }

  /** Called once a second. Before all folders are listed and all labels read, they would tell of a part only. */
  async writeIfDue(): Promise<void> {
    if (!this.#files || !this.root.isThere || !this.book.isLoaded || this.catalogue.root.unlisted > 0) return;
    // Beside one another: a disk that is full for one is tried for the other.
    const results = await Promise.allSettled([this.#rollup.writeIfDue(), this.#health.writeIfDue()]);
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }

  private findings(): string {
    const { done, failed } = this.pool.countersOf('thumb');
    return [this.catalogue.changes.revision, this.sidecars.revision, this.follower.unclear.length, done, failed].join(
      ' ',
    );
  }

  private async writeRollup(): Promise<void> {
    const pieces = rollupPieces(this.catalogue, this.book.table, this.clock.isoNow());
    await this.#files?.write({ kind: 'rollup' }, pieces, 'cache');
  }

  private async writeHealth(): Promise<void> {
    if (!this.#files) return;
    const report = await examine(this.catalogue, this.homes, this.sidecars, this.follower.unclear, this.clock.isoNow());
    await this.#files.write({ kind: 'health' }, `${JSON.stringify(report, undefined, 1)}\n`, 'cache');
  }
}
