import type { BrowseQuery } from '#contracts';
import type { FolderNode } from '../catalogue/folder-node.ts';
import type { RowLabels } from '../catalogue/row-labels.ts';
import { parseText } from '../finder/parse-search.ts';
import type { LabelBook } from '../persistence/label-book.ts';
import type { Clock } from '../shared/clock.ts';
import { SharedFlight } from '../shared/shared-flight.ts';
import { looksAtHeaders, looksAtLabels } from './conditions/looks-at.ts';
import type { FrozenResult, FrozenResults } from './frozen-results.ts';
import type { RowFinder } from './row-finder.ts';

/** While the gallery is still being found out, an answer may be so many times older than it took to make. */
const staleFactor = 20;

/** The frozen result of a question: the one there is, while it is still right, or a new one. */
export class ResultMaker {
  readonly #building = new SharedFlight<FrozenResult>();
  /** By name only: a result that is not kept any more must not be held here. */
  readonly #recent = new Map<string, { id: string; until: number }>();

  constructor(
    private readonly labels: RowLabels,
    private readonly book: LabelBook,
    private readonly results: FrozenResults,
    private readonly clock: Clock,
    private readonly finder: RowFinder,
  ) {}

  /** Making it ends when all who wait for it have left; who names no signal stays. */
  async resultOf(folder: FolderNode, query: BrowseQuery, signal?: AbortSignal): Promise<FrozenResult> {
    const isOfLabels = looksAtLabels(query);
    if (isOfLabels) await this.book.loaded();
    const { recursive, sort, filters } = query;
    const question = JSON.stringify([folder.path, recursive, sort, filters?.and, parseText(query.text)]);
    const isUnsettled = this.isUnsettled(folder, query);
    const key = `${question}@${this.revisionsFor(folder, query)}`;
    const known = this.results.findByKey(key) ?? (isUnsettled && !isOfLabels ? this.recentOf(question) : undefined);
    if (known) return known;
    return this.#building.run(key, signal, async (areLeft) => {
      const started = this.clock.monotonic();
      const result = this.results.keep(key, await this.finder.find(folder, query, areLeft));
      if (isUnsettled) this.remember(question, result, started);
      return result;
    });
  }

  private remember(question: string, { id }: FrozenResult, started: number): void {
    const now = this.clock.monotonic();
    for (const [known, { until }] of this.#recent) if (until <= now) this.#recent.delete(known);
    this.#recent.set(question, { id, until: now + (now - started) * staleFactor });
  }

  /** Nothing that can change the answer has changed while these are the same. */
  private revisionsFor(folder: FolderNode, query: BrowseQuery): string {
    const { table, catalogue } = this.labels;
    return [
      folder.id,
      query.recursive ? folder.treeRevision : folder.revision,
      query.recursive && folder.unlisted > 0,
      looksAtLabels(query) ? table.revision : '',
      looksAtHeaders(query) ? catalogue.changes.revision : '',
    ].join('.');
  }

  private isUnsettled(folder: FolderNode, query: BrowseQuery): boolean {
    const { headers, items } = this.labels.catalogue.counts();
    return (query.recursive && folder.unlisted > 0) || (looksAtHeaders(query) && headers < items);
  }

  /** Every new folder would make every answer old; ordering half a million rows again and again helps nobody. */
  private recentOf(question: string): FrozenResult | undefined {
    const recent = this.#recent.get(question);
    return recent && recent.until > this.clock.monotonic() ? this.results.find(recent.id) : undefined;
  }
}
