import type { Clock } from '../shared/clock.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import { RestingThread } from '../shared/resting-thread.ts';
import type { LabelToWrite, Met, SidecarRequest, SidecarSetup } from './sidecar-protocol.ts';

const memory = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 256 };

/** What reads and writes sidecars, asked like a function. */
export interface SidecarDesk {
  read(paths: readonly GalleryPath[]): Promise<Met>;
  write(labels: readonly LabelToWrite[]): Promise<Met>;
}

/** The desk in a thread of its own. */
export class SidecarThread implements SidecarDesk {
  readonly #thread: RestingThread;

  constructor(
    entry: string,
    setup: SidecarSetup,
    private readonly clock: Clock,
  ) {
    const name = 'The thread of the sidecars';
    this.#thread = new RestingThread({ entry, told: setup, name, restAfterMs: 10_000, memory }, clock);
  }

  read(paths: readonly GalleryPath[]): Promise<Met> {
    return this.ask({ kind: 'read', paths });
  }

  write(labels: readonly LabelToWrite[]): Promise<Met> {
    return this.ask({ kind: 'write', labels, now: this.clock.wall() });
  }

  private ask(request: SidecarRequest): Promise<Met> {
    return this.#thread.ask(request) as Promise<Met>;
  }
}
