import { limits, type ItemRow, type SearchAnswer, type SearchQuery } from '#contracts';
import type { Catalogue, Row } from '../catalogue/catalogue.ts';
import { describeItem } from '../catalogue/describe-item.ts';
import type { HeaderReader } from '../catalogue/header-reader.ts';
import type { Indexer } from '../catalogue/indexer.ts';
import type { LabelBook } from '../persistence/label-book.ts';
import type { Clock } from '../shared/clock.ts';
import { rootPath } from '../shared/gallery-path.ts';
import type { Finder, Found } from '../finder/finder.ts';
import { parseSearch } from '../finder/parse-search.ts';
import { SearchLine } from './search-line.ts';

/** The answer waits so long for the sizes of its images. */
const headerPatienceMs = 100;

/**
 * Answers searches with items as grids show them. Unlike a window of a folder it has no thumbs made ahead: of what half a
 * word finds nobody may ever look at, and making them would slow down the search for the whole word.
 */
export class Searcher {
  readonly #line = new SearchLine<Found & { readonly isPartial: boolean }>();

  constructor(
    private readonly catalogue: Catalogue,
    private readonly indexer: Indexer,
    private readonly headers: HeaderReader,
    private readonly finder: Finder,
    private readonly book: LabelBook,
    private readonly clock: Clock,
  ) {}

  async search({ q, path, limit = limits.searchItems }: SearchQuery, signal: AbortSignal): Promise<SearchAnswer> {
    const started = this.clock.monotonic();
    const terms = parseSearch(q);
    const folder = await this.indexer.folder(path ?? rootPath);
    await this.book.loaded();
    // With the revisions, so that nobody is given what was looked for before their own change.
    const key = JSON.stringify([terms, limit, folder.id, folder.treeRevision, this.book.table.revision]);
    const { rows, total, isPartial } = await this.#line.run(key, signal, async (isLeft) => {
      const wasPartial = folder.unlisted > 0;
      return { ...(await this.finder.find(terms, folder, limit, isLeft)), isPartial: wasPartial };
    });
    const items = await this.describe(rows);
    const took = Math.round((this.clock.monotonic() - started) * 10) / 10;
    return { items, total, took_ms: took, partial: isPartial };
  }

  private async describe(rows: readonly Row[]): Promise<ItemRow[]> {
    await this.headers.describe(rows, headerPatienceMs);
    return rows.map((row) => describeItem(this.catalogue, this.book, row));
  }
}
