import { Worker } from 'node:worker_threads';
import type { CancelTimer, Clock } from '../shared/clock.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import type { SourceLocation, SourcePlace } from '../sources/source-location.ts';
import type { ManifestContent } from './manifest.ts';
import type {
  FolderToList,
  ListAnswer,
  MarksAnswer,
  ScannerAnswer,
  ScannerRequest,
  ScannerSetup,
} from './scanner-protocol.ts';

type Unsent = ScannerRequest extends infer Request ? (Request extends unknown ? Omit<Request, 'id'> : never) : never;

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** An idle thread is ended, because its memory is as large as all that it ever had in hand; the next request starts it. */
const restAfterMs = 3000;
/** Listings are handed over at once: what a thread needs to keep is little, and young objects die young. */
const memory = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 512 };

/** A thread that lists folders and writes manifests, asked like a function. */
export class Scanner {
  readonly #waiting = new Map<number, Waiting>();
  #thread: Worker | undefined;
  #cancelRest: CancelTimer | undefined;
  #nextId = 1;
  #listings = 0;

  constructor(
    private readonly entry: string,
    private readonly setup: ScannerSetup,
    private readonly clock: Clock,
  ) {}

  /** Folders that were listed since the start; those that a manifest spared do not count. */
  get listings(): number {
    return this.#listings;
  }

  /** One answer for each folder, in their order. Asked together, since a message costs more than a small folder. */
  async list(folders: readonly FolderToList[]): Promise<ListAnswer[]> {
    const answers = (await this.ask({ kind: 'list', folders, now: this.clock.wall() })) as ListAnswer[];
    this.#listings += answers.filter((answer) => answer.status === 'listed' && !answer.fromManifest).length;
    return answers;
  }

  /** Rejects where the source tells nothing of any of them. */
  marks(places: readonly SourcePlace[], sample: readonly GalleryPath[] = []): Promise<MarksAnswer> {
    return this.ask({ kind: 'marks', places, sample }) as Promise<MarksAnswer>;
  }

  /** There is a file of this name, or it cannot be told. */
  hasImage(place: SourcePlace): Promise<boolean> {
    return this.ask({ kind: 'has-image', place }) as Promise<boolean>;
  }

  /** The inode of the folder in the gallery's place, if it may be taken for the gallery. */
  findRoot(location: SourceLocation, known: readonly string[]): Promise<number | null> {
    return this.ask({ kind: 'find-root', location, known }) as Promise<number | null>;
  }

  async writeManifest(path: GalleryPath, content: ManifestContent): Promise<void> {
    await this.ask({ kind: 'write-manifest', path, content });
  }

  private ask(request: Unsent): Promise<unknown> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.thread().postMessage({ ...request, id });
    });
  }

  private thread(): Worker {
    if (this.#thread) return this.#thread;
    const thread = new Worker(this.entry, { workerData: this.setup, resourceLimits: memory });
    thread.unref();
    thread.on('message', (answer: ScannerAnswer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if (answer.ok) waiting?.resolve(answer.value);
      else waiting?.reject(new Error(answer.message));
      this.restSoon();
    });
    // Nothing in the thread throws outside of a request; if the thread itself fails, all who wait must hear of it.
    thread.on('error', (error) => {
      this.abandon(error instanceof Error ? error : new Error(String(error)));
    });
    thread.on('exit', () => {
      if (this.#thread === thread) this.abandon(new Error('The scanner thread has ended.'));
    });
    return (this.#thread = thread);
  }

  private restSoon(): void {
    this.#cancelRest?.();
    this.#cancelRest = this.clock.after(restAfterMs, () => {
      if (this.#waiting.size > 0) return;
      const thread = this.#thread;
      this.#thread = undefined;
      void thread?.terminate();
    });
  }

  private abandon(error: Error): void {
    this.#thread = undefined;
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }
}
