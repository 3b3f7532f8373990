import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import type { FolderNode } from './folder-node.ts';
import type { FolderWatches } from './folder-watches.ts';
import type { Indexer } from './indexer.ts';

/** Changes come in bursts; a folder is listed once for all that happened in it in so much time. */
const gatherMs = 150;
/** Files that go on arriving in a large folder must not have it listed all the time: so many times longer than it took. */
const restFactor = 10;

/** Has folders listed again in which something has changed. */
export class ChangeWatcher {
  readonly #changed = new Set<FolderNode>();
  #isGathering = false;
  #pauseMs = gatherMs;

  constructor(
    watches: FolderWatches,
    private readonly indexer: Indexer,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    watches.changed = (folder) => {
      this.gather(folder);
    };
  }

  private gather(folder: FolderNode): void {
    // A folder that is in line to be listed will be found as it is now.
    if (folder.state === 'unlisted' || folder.state === 'removed') return;
    this.#changed.add(folder);
    if (this.#isGathering) return;
    this.#isGathering = true;
    this.clock.after(this.#pauseMs, () => {
      void this.listChanged();
    });
  }

  private async listChanged(): Promise<void> {
    const folders = [...this.#changed];
    this.#changed.clear();
    const started = this.clock.monotonic();
    for (const folder of folders) if (folder.state !== 'removed') await this.list(folder);
    this.#pauseMs = Math.max(gatherMs, (this.clock.monotonic() - started) * restFactor);
    this.#isGathering = false;
    const [next] = this.#changed;
    if (next) this.gather(next);
  }

  private async list(folder: FolderNode): Promise<void> {
    try {
      await this.indexer.relist(folder.path);
    } catch (error) {
      // A folder that vanished while it was being listed has already been taken out of the catalogue.
      this.log.debug({ reason: String(error) }, 'a changed folder could not be listed');
    }
  }
}
