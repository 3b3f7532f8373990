import type { BrowseQuery, FacetsAnswer } from '#contracts';
import type { WorkedSets } from '../../activity/worked-sets.ts';
import type { Indexer } from '../../catalogue/indexer.ts';
import type { RowLabels } from '../../catalogue/row-labels.ts';
import type { LabelBook } from '../../persistence/label-book.ts';
import { SharedFlight } from '../../shared/shared-flight.ts';
import type { Finder } from '../../finder/finder.ts';
import { parseText } from '../../finder/parse-search.ts';
import { FacetCount } from './facet-count.ts';

/** Each holds two bytes for every item of the gallery. */
const keptMax = 8;

/** The facets of queries. Those that were asked for lately are kept, and follow what changes. */
export class FacetBook {
  /** In the order of last use, the longest unused first. */
  readonly #kept = new Map<string, FacetCount>();
  readonly #running = new SharedFlight<Omit<FacetsAnswer, 'partial' | 'head'>>();

  constructor(
    private readonly indexer: Indexer,
    private readonly labels: RowLabels,
    private readonly book: LabelBook,
    private readonly finder: Finder,
    private readonly worked: WorkedSets,
  ) {}

  /** Rejects with the reason of the signal when it is aborted while nobody else waits for the same. */
  async of(query: BrowseQuery, signal?: AbortSignal): Promise<FacetsAnswer> {
    const folder = await this.indexer.folder(query.path);
    await this.book.loaded();
    const head = this.book.cursor;
    const partial = query.recursive && folder.unlisted > 0;
    const key = JSON.stringify([folder.id, query.recursive, parseText(query.text), query.filters?.and]);
    const count = this.#kept.get(key) ?? new FacetCount(folder, query, this.labels, this.finder, this.worked);
    this.#kept.delete(key);
    this.#kept.set(key, count);
    const [longestUnused] = this.#kept.keys();
    if (this.#kept.size > keptMax && longestUnused !== undefined) this.#kept.delete(longestUnused);
    // Whoever comes while it is being counted is told what is right when that ends.
    const answer = await this.#running.run(key, signal, (areLeft) => {
      // What has been counted by then ends at its next breath; who comes before that must not count into the same.
      areLeft.addEventListener('abort', () => {
        if (this.#kept.get(key) === count) this.#kept.delete(key);
      });
      return count.answer(areLeft);
    });
    return { ...answer, partial, head };
  }
}
