import { Problem } from '../shared/problem.ts';

/** Of the disk on which the files lie, in bytes. */
export interface DiskSpace {
  readonly free: number;
  readonly size: number;
}

/** What one file takes while it arrives, and as long as it lies there. */
export interface SpoolPlace {
  /** So many bytes more; throws where there is no room for them. */
  take: (bytes: number) => void;
  /** It is there whole, or will never be. */
  arrived: () => void;
  /** It does not lie there any more. */
  giveBack: () => void;
}

/** Files that arrive, of one person, and of all. */
const [arrivingOfOne, arrivingOfAll] = [2, 20];
/** Of all files together, as much as four of the largest. */
const bytesOfAll = 16 * 1024 ** 3;
/** Kept free for the labels themselves, which lie on the same disk; of a small one a tenth. */
const reserve = 1024 ** 3;
/** So often it is looked how full the disk is. */
const lookedEvery = 4 * 1024 ** 2;

/** The room for files to import. Where it is short, those that lie there longest make some. */
export class SpoolRoom {
  readonly #arriving = new Map<string, number>();
  #all = 0;
  #bytes = 0;

  constructor(
    private readonly disk: () => DiskSpace,
    /** True when one was taken away. */
    private readonly dropOldest: () => boolean,
  ) {}

  enter(principal: string): SpoolPlace {
    const own = this.#arriving.get(principal) ?? 0;
    if (this.#all >= arrivingOfAll || own >= arrivingOfOne) {
      throw new Problem('overloaded', 'Too many files arrive at once: try again in a moment.', { retryAfter: 5 });
    }
    this.keepReserve();
    this.#all += 1;
    this.#arriving.set(principal, own + 1);
    return this.place(principal);
  }

  private place(principal: string): SpoolPlace {
    let [taken, looked, isArriving] = [0, 0, true];
    const arrived = (): void => {
      if (!isArriving) return;
      isArriving = false;
      this.leave(principal);
    };
    return {
      take: (bytes) => {
        taken += bytes;
        this.#bytes += bytes;
        this.keepWithin();
        if (taken - looked < lookedEvery) return;
        looked = taken;
        this.keepReserve();
      },
      arrived,
      giveBack: () => {
        arrived();
        this.#bytes -= taken;
        taken = 0;
      },
    };
  }

  private leave(principal: string): void {
    this.#all -= 1;
    const own = (this.#arriving.get(principal) ?? 1) - 1;
    if (own > 0) this.#arriving.set(principal, own);
    else this.#arriving.delete(principal);
  }

  private keepWithin(): void {
    while (this.#bytes > bytesOfAll) {
      if (this.dropOldest()) continue;
      const most = `${String(bytesOfAll / 1024 ** 3)} GiB`;
      throw new Problem('overloaded', `There are ${most} of files to import already: try again later.`, {
        retryAfter: 60,
      });
    }
  }

  private keepReserve(): void {
    for (;;) {
      const { free, size } = this.disk();
      if (free >= Math.min(reserve, size / 10)) return;
      if (this.dropOldest()) continue;
      throw new Problem('storage_full', 'The disk of the workspace is nearly full: what is left is for the labels.');
    }
  }
}
