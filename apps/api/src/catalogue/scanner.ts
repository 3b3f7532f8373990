import type { Clock } from '../shared/clock.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import { RestingThread } from '../shared/resting-thread.ts';
import type { SourceLocation, SourcePlace } from '../sources/source-location.ts';
import type { ManifestContent } from './manifest.ts';
import type { TableQuestion, TableReply } from '../sources/table/table-questions.ts';
import type { FolderToList, ListAnswer, MarksAnswer, ScannerRequest, ScannerSetup } from './scanner-protocol.ts';

/** Listings are handed over at once: what a thread needs to keep is little, and young objects die young. */
const memory = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 512 };

/** A table stays in hand: some 200 bytes a row. */
const largeMemory = { maxYoungGenerationSizeMb: 32, maxOldGenerationSizeMb: 1536 };

/** A thread that lists folders and writes manifests, asked like a function. */
export class Scanner {
  readonly #thread: RestingThread;
  #listings = 0;

  constructor(
    entry: string,
    setup: ScannerSetup,
    private readonly clock: Clock,
    /** What it knows is dear to find out: it is kept when nobody asks for a while. */
    isKept = false,
  ) {
    const rest = isKept ? { restAfterMs: null, memory: largeMemory } : { restAfterMs: 3000, memory };
    this.#thread = new RestingThread({ entry, told: setup, name: 'The scanner thread', ...rest }, clock);
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
  askTable(location: SourceLocation, question: TableQuestion): Promise<TableReply> {
    return this.ask({ kind: 'table', location, question }) as Promise<TableReply>;
  }

  async writeManifest(path: GalleryPath, isBehindPointer: boolean, content: ManifestContent): Promise<void> {
    await this.ask({ kind: 'write-manifest', path, isBehindPointer, content });
  }

  private ask(request: ScannerRequest): Promise<unknown> {
    return this.#thread.ask(request);
  }
}

export interface Scanners {
  /** For what someone waits for. */
  readonly now: Scanner;
  /** For the rest of the gallery. Of a table it is the same one, which has read it. */
  readonly background: Scanner;
}
