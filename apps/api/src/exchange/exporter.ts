import type { BrowseQuery, ExportFormat } from '#contracts';
import type { Browser } from '../browse/browser.ts';
import type { Row } from '../catalogue/catalogue.ts';
import { metricKeys } from '../catalogue/item-metrics.ts';
import type { RowLabels } from '../catalogue/row-labels.ts';
import type { HeldLabel, HeldLabels } from '../persistence/held-labels.ts';
import type { LabelBook } from '../persistence/label-book.ts';
import type { LabelStore } from '../persistence/label-store.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import type { Clock } from '../shared/clock.ts';
import { Problem } from '../shared/problem.ts';
import { syncCursor } from '../shared/sync-cursor.ts';
import { ExportPlaces } from './export-places.ts';
import type { ExportPlan, RowsPage } from './export-plan.ts';
import { RunningExport, type ExportDesk } from './running-export.ts';

export interface ExportWish {
  readonly query: BrowseQuery;
  readonly format: ExportFormat;
  readonly onlyLabelled: boolean;
}

/** Whoever wants an export. */
export interface Taker {
  /** Null for whoever has not had to say who they are. */
  readonly person: string | null;
  /** Aborted when they have left: that ends their export, whether they have taken any of it or not. */
  readonly left: AbortSignal;
}

/** An export that has begun: whoever takes the pieces has to take them all, let go of the rest, or leave. */
export interface BegunExport {
  /** Where to open the stream to miss nothing that is not in it. */
  readonly cursor: string;
  readonly pieces: AsyncGenerator<Uint8Array, void>;
}

/** Gathering a page holds up everyone else: so many numbers take some milliseconds. Notes make 512 rows up to 8 MB. */
const [numbersInPage, mostInPage, fewestInPage] = [60_000, 512, 64];

/**
 * Takes a query away as a file. The rows are those of its frozen result; what is said of each is read page by page while
 * they are sent, as fast as they are taken, and is what held when the export began: the store tells what a label is, and by
 * which write; what has been written since is looked up among what was held. So nothing waits for a slow reader.
 */
export class Exporter {
  readonly #places = new ExportPlaces();

  constructor(
    private readonly browser: Pick<Browser, 'rowsMatching'>,
    private readonly labels: RowLabels,
    private readonly book: LabelBook,
    private readonly store: Pick<LabelStore, 'keptLabels' | 'facts'>,
    private readonly deskFor: (plan: ExportPlan) => ExportDesk,
    private readonly clock: Pick<Clock, 'wall'>,
  ) {}

  /** Refuses a question that cannot be answered. */
  async check({ query }: ExportWish): Promise<void> {
    await this.browser.rowsMatching(query);
  }

  /** Has a place before anything is asked: those who are refused cost nothing. */
  async begin(wish: ExportWish, { person, left }: Taker): Promise<BegunExport> {
    left.throwIfAborted();
    const leavePlace = this.#places.take(person);
    let held: HeldLabels | undefined;
    try {
      const rows = await this.browser.rowsMatching(wish.query, left);
      held = await this.book.hold();
      left.throwIfAborted();
      const plan = this.planFor(wish, held.seq);
      const running = this.run(plan, held, left, leavePlace);
      return {
        cursor: syncCursor(this.store.facts.epoch, held.seq),
        pieces: this.pieces(plan, rows, held, running),
      };
    } catch (error) {
      if (held) this.book.letGo(held);
      leavePlace();
      throw error;
    }
  }

  private run(plan: ExportPlan, held: HeldLabels, left: AbortSignal, leavePlace: () => void): RunningExport {
    const leave = (): void => void running.end();
    const running = new RunningExport(this.deskFor(plan), () => {
      left.removeEventListener('abort', leave);
      this.book.letGo(held);
      leavePlace();
    });
    // A generator that was never asked for anything ends nothing when it is let go of.
    left.addEventListener('abort', leave);
    return running;
  }

  /** Ends what it has begun however it is left: at its end, by an error, or because nobody takes the rest. */
  private async *pieces(
    plan: ExportPlan,
    rows: Uint32Array,
    held: HeldLabels,
    running: RunningExport,
  ): AsyncGenerator<Uint8Array, void> {
    try {
      yield await running.ask('begin');
      const nextPage = this.readAhead(this.pagesOf(plan, rows), held);
      const encoded = async (): Promise<Uint8Array | undefined> => {
        const page = await nextPage();
        return page && running.ask(page);
      };
      let next = heard(encoded());
      for (let bytes = await next; bytes; bytes = await next) {
        // One page is made ready while the one before is taken, and no more.
        next = heard(encoded());
        if (bytes.length > 0) yield bytes;
      }
      yield await running.ask('end');
    } finally {
      await running.end();
    }
  }

  /** One page is read while the one before is encoded: these are two threads. */
  private readAhead(pages: Iterator<GatheredPage>, held: HeldLabels): () => Promise<RowsPage | undefined> {
    let ahead = heard(this.readPage(pages, held));
    return () => {
      const page = ahead;
      ahead = heard(page.then((read) => read && this.readPage(pages, held)));
      return page;
    };
  }

  private async readPage(pages: Iterator<GatheredPage>, held: HeldLabels): Promise<RowsPage | undefined> {
    const page = pages.next();
    if (page.done === true) return undefined;
    const { paths, ...facts } = page.value;
    const kept = await this.store.keptLabels(paths);
    // After the store was asked: what it told of a later write is held by now, or not taken over yet.
    const former: (readonly [number, HeldLabel])[] = [];
    for (const [at, seq] of kept.seqs.entries()) {
      if (seq <= held.seq) continue;
      const place = kept.places[at] ?? 0;
      former.push([place, heldAt(held, this.labels.table.numberOf(paths[place] ?? ''))]);
    }
    return { ...facts, paths: paths.join('\0'), kept, former };
  }

  private planFor({ format, onlyLabelled }: ExportWish, seq: number): ExportPlan {
    const { storeId, epoch } = this.store.facts;
    return {
      format,
      onlyLabelled,
      header: { storeId, epoch, seq, savedAt: this.clock.wall() },
      metrics: format === 'json' ? [] : metricKeys(this.labels),
      categories: format === 'json' ? [] : this.labels.catalogue.values.categoryKeys,
      hasFiles: true,
    };
  }

  /** Columns of the source are taken as they are now, and kept as a whole when it changes. */
  private pagesOf(plan: ExportPlan, rows: Uint32Array): Iterator<GatheredPage> {
    const { catalogue } = this.labels;
    const { columns, values } = catalogue;
    const given = plan.metrics.map((name) => values.metric(name));
    const categories = plan.categories.map((name) => values.category(name));
    const inPage = Math.max(
      fewestInPage,
      Math.min(mostInPage, Math.floor(numbersInPage / (given.length + categories.length + 1))),
    );
    function* pages(): Generator<GatheredPage> {
      for (let from = 0; from < rows.length; from += inPage) {
        const some = rows.subarray(from, from + inPage);
        yield {
          paths: Array.from(some, (row: Row) => catalogue.pathOf(row)),
          widths: some.map((row) => columns.width[row] ?? 0),
          heights: some.map((row) => columns.height[row] ?? 0),
          sizes: Float64Array.from(some, (row) => columns.size[row] ?? 0),
          given: given.map((valueOf) => valueOf && Float64Array.from(some, valueOf)),
          categories: categories.map((nameOf) => Array.from(some, nameOf)),
        };
      }
    }
    return pages();
  }
}

type GatheredPage = Omit<RowsPage, 'paths' | 'kept' | 'former'> & { readonly paths: readonly GalleryPath[] };

/** Nobody may be there to hear that it failed, when the export is let go of. */
function heard<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => undefined);
  return promise;
}

function heldAt(held: HeldLabels, label: number): HeldLabel {
  if (!held.isLost) return held.at(label);
  throw new Problem('overloaded', 'Too much has changed since this export began: try it again.', { retryAfter: 10 });
}
