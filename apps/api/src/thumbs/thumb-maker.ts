import { Buffer } from 'node:buffer';
import { LRUCache } from 'lru-cache';
import type { Catalogue, Row } from '../catalogue/catalogue.ts';
import { itemFlags } from '../catalogue/item-flags.ts';
import type { Places } from '../catalogue/places.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import { imageProblem } from '../shared/image-problem.ts';
import { sourceUnavailable } from '../shared/source-unavailable.ts';
import type { HandedOut } from '../sources/source-location.ts';
import type { Priority } from '../workers/priority-queue.ts';
import type { ThumbSettings } from '../workers/thumb-file.ts';
import type { ThumbStamp } from '../workers/worker-jobs.ts';
import { JobAbandoned, JobCrashed, JobKilled } from '../workers/job-failures.ts';
import type { WorkerPool } from '../workers/worker-pool.ts';
import type { ThumbStore } from './thumb-store.ts';

const hotBytes = 64 * 1024 * 1024;
/** Renders that people wait for. With more, a client is told to come back rather than to wait in line. */
const backlogMax = 256;
/** A child may die of something else than its image once. */
const attempts = 2;

interface Made {
  readonly picture: Buffer;
  readonly isKept: boolean;
}

/** The one render of an image that is under way, and how many wait for it. */
interface Render {
  readonly made: Promise<Made>;
  readonly abandon: AbortController;
  waiting: number;
}

export type ThumbAnswer =
  | { readonly status: 'ready'; readonly picture: Buffer }
  | { readonly status: 'queued' }
  | { readonly status: 'abandoned' };

/** `found`: it was there. `kept`: it was made, `unkept`: and nothing took it. `unmade`: there is none, or somebody else is having it made. */
export type Prepared = 'found' | 'kept' | 'unkept' | 'unmade';

/** Finds a thumb in memory or on disk, or has it made: once, however many ask. */
export class ThumbMaker {
  readonly #hot = new LRUCache<string, Buffer>({
    maxSize: hotBytes,
    sizeCalculation: (picture) => picture.length + 200,
  });
  readonly #renders = new Map<string, Render>();
  /** Of renders whose image is still on its way here: it may have to be fetched from elsewhere. */
  readonly #coming = new Set<AbortSignal>();
  #served = 0;
  #found = 0;

  constructor(
    private readonly catalogue: Catalogue,
    private readonly store: ThumbStore,
    private readonly pool: WorkerPool,
    private readonly settings: ThumbSettings,
    private readonly places: Pick<Places, 'rootInodeOf' | 'handOut'>,
  ) {}

  /** The share of thumbs that were there already when they were asked for. */
  hits(): number {
    return this.#served === 0 ? 0 : this.#found / this.#served;
  }

  /** Only from memory: no promise, no file. */
  hot(row: Row): Buffer | undefined {
    const picture = this.#hot.get(this.keyOf(row));
    if (picture) this.count(true);
    return picture;
  }

  /** For someone who waits. When nobody waits any more, a render that has not begun is given up. */
  async get(row: Row, signal: AbortSignal): Promise<ThumbAnswer> {
    const hot = this.hot(row);
    if (hot) return { status: 'ready', picture: hot };
    const stored = await this.fromStore(row);
    if (stored) {
      this.count(true);
      return { status: 'ready', picture: stored };
    }
    const problem = this.catalogue.problemOf(row);
    if (problem) throw imageProblem(problem);
    const backlog = this.pool.backlog() + this.#coming.size;
    if (!this.#renders.has(this.keyOf(row)) && backlog >= backlogMax) return { status: 'queued' };
    this.count(false);
    return this.wait(row, signal);
  }

  /** Before anyone asks, when there is nothing better to do. */
  async prepare(row: Row, priority: Priority): Promise<Prepared> {
    if (this.catalogue.problemOf(row) || this.#renders.has(this.keyOf(row))) return 'unmade';
    if (this.#hot.has(this.keyOf(row))) return this.catalogue.has(row, itemFlags.hasThumb) ? 'found' : 'unkept';
    if (await this.fromStore(row)) return 'found';
    try {
      return (await this.renderOf(row, priority).made).isKept ? 'kept' : 'unkept';
    } catch {
      // What is wrong with the image is remembered with it; whoever asks for the thumb is told.
      return 'unmade';
    }
  }

  private async wait(row: Row, signal: AbortSignal): Promise<ThumbAnswer> {
    // Left while the disk was asked: a signal that was given before tells nobody any more.
    if (signal.aborted) return { status: 'abandoned' };
    const render = this.renderOf(row, 'waited');
    if (render.waiting === 0) this.pool.promote(render.abandon.signal);
    render.waiting += 1;
    const leave = (): void => {
      render.waiting -= 1;
      // One that has begun is finished, and whoever comes back meanwhile waits for it rather than for another.
      const { signal: ticket } = render.abandon;
      if (render.waiting === 0 && (this.#coming.has(ticket) || this.pool.isQueued(ticket))) render.abandon.abort();
    };
    signal.addEventListener('abort', leave, { once: true });
    try {
      return { status: 'ready', picture: (await render.made).picture };
    } catch (error) {
      if (error instanceof JobAbandoned) return { status: 'abandoned' };
      throw error;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  private renderOf(row: Row, priority: Priority): Render {
    const key = this.keyOf(row);
    const running = this.#renders.get(key);
    if (running && !running.abandon.signal.aborted) return running;
    const abandon = new AbortController();
    const render: Render = { made: this.render(row, key, priority, abandon.signal), abandon, waiting: 0 };
    this.#renders.set(key, render);
    const forget = (): void => {
      if (this.#renders.get(key) === render) this.#renders.delete(key);
    };
    render.made.then(forget, forget);
    return render;
  }

  private async render(row: Row, key: string, priority: Priority, signal: AbortSignal): Promise<Made> {
    const path = this.catalogue.pathOf(row);
    const job = {
      kind: 'thumb',
      image: await this.handOut(path, signal),
      ...this.settings,
      stamp: this.stampOf(row),
      target: await this.store.targetOf(path),
    } as const;
    const options = { priority, signal, ticket: signal };
    let isHeavy = false;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = await this.pool.run({ ...job, mayBeHeavy: isHeavy }, { ...options, isHeavy });
        if (answer.status === 'heavy') {
          isHeavy = true;
          continue;
        }
        if (answer.status === 'unavailable') throw sourceUnavailable();
        if (answer.status === 'problem') throw this.remembered(row, key, answer.problem);
        const picture = Buffer.from(answer.bytes);
        this.#hot.set(key, picture);
        if (answer.stored && this.keyOf(row) === key) this.catalogue.setHasThumb(row);
        return { picture, isKept: answer.stored };
      } catch (error) {
        if (error instanceof JobCrashed && attempt < attempts) continue;
        if (error instanceof JobCrashed || error instanceof JobKilled) throw this.remembered(row, key, 'undecodable');
        throw error;
      }
    }
  }

  private async handOut(path: GalleryPath, signal: AbortSignal): Promise<HandedOut> {
    this.#coming.add(signal);
    try {
      return await this.places.handOut(path, signal);
    } catch (error) {
      throw signal.aborted ? new JobAbandoned() : error;
    } finally {
      this.#coming.delete(signal);
    }
  }

  private remembered(row: Row, key: string, problem: Parameters<typeof imageProblem>[0]): Error {
    if (this.keyOf(row) === key) this.catalogue.setProblem(row, problem);
    return imageProblem(problem);
  }

  private async fromStore(row: Row): Promise<Buffer | undefined> {
    const picture = await this.store.read(this.catalogue.pathOf(row), this.stampOf(row));
    if (!picture) return undefined;
    this.#hot.set(this.keyOf(row), picture);
    this.catalogue.setHasThumb(row);
    return picture;
  }

  private count(wasFound: boolean): void {
    this.#served += 1;
    if (wasFound) this.#found += 1;
  }

  private keyOf(row: Row): string {
    return `${String(row)}:${this.catalogue.fingerprintOf(row)}`;
  }

  private stampOf(row: Row): ThumbStamp {
    const { size, mtime, inode } = this.catalogue.columns;
    const rootInode = this.places.rootInodeOf(this.catalogue.folderOf(row).path);
    return { size: size[row] ?? 0, mtime: mtime[row] ?? 0, inode: inode[row] ?? 0, rootInode };
  }
}
