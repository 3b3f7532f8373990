import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import { RestingThread, ThreadEnded } from '../shared/resting-thread.ts';
import { sourceUnavailable } from '../shared/source-unavailable.ts';
import type { SourceLocation, SourcePlace } from '../sources/source-location.ts';
import type { ManifestContent } from './manifest.ts';
import type { TableQuestion, TableReply } from '../sources/table/table-questions.ts';
import type { FolderToList, ListAnswer, MarksAnswer, ScannerRequest, ScannerSetup } from './scanner-protocol.ts';

/** Listings are handed over at once: what a thread needs to keep is little, and young objects die young. */
const memory = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 512 };

/** A table stays in hand: some 200 bytes a row. */
const largeMemory = { maxYoungGenerationSizeMb: 32, maxOldGenerationSizeMb: 1536 };

/**
 * What the thread has ended of may still be there, and cost as much memory again: it is left alone for so long, and each time for twice as
 * long unless it has lived well in between.
 */
const [restMs, restMsMost, calmMs] = [1000, 60_000, 600_000];

/** A thread that lists folders and writes manifests, asked like a function. Where it has ended, the storage counts as away for a while. */
export class Scanner {
  readonly #thread: RestingThread;
  #listings = 0;
  #restMs = restMs;
  #restUntil = -Infinity;
  #hasEnded = false;

  constructor(
    entry: string,
    setup: ScannerSetup,
    private readonly clock: Clock,
    private readonly log: Pick<Log, 'error'>,
    /** What it knows is dear to find out: it is kept when nobody asks for a while. */
    isKept = false,
  ) {
    const rest = isKept ? { restAfterMs: null, memory: largeMemory } : { restAfterMs: 3000, memory };
    this.#thread = new RestingThread({ entry, told: setup, name: 'The scanner thread', ...rest }, clock);
  }

  /** Since it was asked of a table last, the thread that knew of it has ended. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

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

  /** What else a table has than folders; null where there is none, or not any more. */
  async askTable(location: SourceLocation, question: TableQuestion): Promise<TableReply> {
    const reply = await this.ask({ kind: 'table', location, question });
    this.#hasEnded = false;
    return reply as TableReply;
  }

  async writeManifest(path: GalleryPath, isBehindPointer: boolean, content: ManifestContent): Promise<void> {
    await this.ask({ kind: 'write-manifest', path, isBehindPointer, content });
  }

  private async ask(request: ScannerRequest): Promise<unknown> {
    if (this.clock.monotonic() < this.#restUntil) throw sourceUnavailable();
    try {
      return await this.#thread.ask(request);
    } catch (error) {
      if (!(error instanceof ThreadEnded)) throw error;
      this.rest(error);
      throw sourceUnavailable();
    }
  }

  private rest(error: ThreadEnded): void {
    const now = this.clock.monotonic();
    // All who had asked hear of the same end.
    if (now < this.#restUntil) return;
    this.#restMs = now - this.#restUntil > calmMs ? restMs : Math.min(this.#restMs * 2, restMsMost);
    this.#restUntil = now + this.#restMs;
    this.#hasEnded = true;
    this.log.error(
      { reason: error.message, milliseconds: this.#restMs },
      'a scanner thread has ended; it is started again after a while',
    );
  }
}

export interface Scanners {
  /** For what someone waits for. */
  readonly now: Scanner;
  /** For the rest of the gallery. Of a table it is the same one, which has read it. */
  readonly background: Scanner;
}
