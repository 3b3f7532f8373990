import type { BrowseAnswer, BrowseQuery, BrowseRequest } from '#contracts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { describeItem } from '../catalogue/describe-item.ts';
import type { FolderNode } from '../catalogue/folder-node.ts';
import type { HeaderReader } from '../catalogue/header-reader.ts';
import type { Indexer } from '../catalogue/indexer.ts';
import type { Announcer } from '../events/announcer.ts';
import type { RowLabels } from '../catalogue/row-labels.ts';
import type { LabelBook } from '../persistence/label-book.ts';
import type { Clock } from '../shared/clock.ts';
import { Problem } from '../shared/problem.ts';
import { SingleFlight } from '../shared/single-flight.ts';
import { filterRows } from './filter-rows.ts';
import type { FrozenResult, FrozenResults } from './frozen-results.ts';
import { orderRows } from './order-rows.ts';

/** A window waits so long for the sizes of its images. */
const headerPatienceMs = 100;
/** So long for the first images of folders that are being listed. */
const listingPatienceMs = 300;
/** While the gallery is still being found out, an answer may be so many times older than it took to make. */
const staleFactor = 20;

/** Answers queries with frozen results, and shows windows of them. */
export class Browser {
  readonly #building = new SingleFlight<FrozenResult>();
  /** By name only: a result that is not kept any more must not be held here. */
  readonly #recent = new Map<string, { id: string; until: number }>();

  constructor(
    private readonly catalogue: Catalogue,
    private readonly indexer: Indexer,
    private readonly headers: HeaderReader,
    private readonly results: FrozenResults,
    private readonly labels: RowLabels,
    private readonly book: LabelBook,
    private readonly announcer: Announcer,
    private readonly clock: Clock,
  ) {}

  /** Rows that match now: a query as the scope of something else. */
  async rowsMatching(query: BrowseQuery): Promise<Uint32Array> {
    const folder = await this.indexer.folder(query.path);
    if (query.recursive && folder.unlisted > 0) {
      throw new Problem('source_unavailable', 'The gallery is still being listed: try again in a moment.', {
        retryAfter: 2,
      });
    }
    return (await this.resultOf(folder, query)).rows;
  }

  async ask(request: BrowseRequest): Promise<BrowseAnswer> {
    const folder = await this.indexer.folder(request.path);
    if (request.recursive) await this.firstItems(folder, request.offset + request.limit);
    const result = await this.resultOf(folder, request);
    const answer = await this.show(result, request.offset, request.limit);
    return request.locate === undefined ? answer : { ...answer, located: this.placeOf(result, request.locate) };
  }

  /** Right after the start folders below may not be listed yet: a moment's patience makes the first answer worth having. */
  private async firstItems(folder: FolderNode, wanted: number): Promise<void> {
    const deadline = this.clock.monotonic() + listingPatienceMs;
    while (folder.unlisted > 0 && folder.total < wanted && this.clock.monotonic() < deadline)
      await this.clock.sleep(20);
  }

  async window(id: string, offset: number, limit: number): Promise<BrowseAnswer> {
    return this.show(this.result(id), offset, limit);
  }

  result(id: string): FrozenResult {
    const result = this.results.find(id);
    if (result) return result;
    throw new Problem('result_expired', 'This result is not kept any more: ask the same question again.');
  }

  private async resultOf(folder: FolderNode, query: BrowseQuery): Promise<FrozenResult> {
    const { recursive, sort, filters } = query;
    if (filters) await this.book.loaded();
    const question = JSON.stringify([folder.path, recursive, sort.key, sort.dir, filters?.and]);
    const revision = recursive ? folder.treeRevision : folder.revision;
    const isPartial = recursive && folder.unlisted > 0;
    const labelled = filters ? `.${String(this.book.table.revision)}` : '';
    const key = `${question}@${String(folder.id)}.${String(revision)}${labelled}.${String(isPartial)}`;
    const known = this.results.findByKey(key) ?? (isPartial && !filters ? this.recentOf(question) : undefined);
    if (known) return known;
    return this.#building.run(key, async () => {
      const started = this.clock.monotonic();
      const all = this.catalogue.rowsOf(folder, recursive);
      const wanted = filters ? await filterRows(all, filters.and, this.labels) : all;
      const rows = await orderRows(this.catalogue, wanted, query);
      const result = this.results.keep(key, rows, isPartial);
      const now = this.clock.monotonic();
      if (isPartial) this.#recent.set(question, { id: result.id, until: now + (now - started) * staleFactor });
      else if (this.catalogue.root.unlisted === 0) this.#recent.clear();
      return result;
    });
  }

  /** Every new folder would make every answer old; ordering half a million rows again and again helps nobody. */
  private recentOf(question: string): FrozenResult | undefined {
    const recent = this.#recent.get(question);
    return recent && recent.until > this.clock.monotonic() ? this.results.find(recent.id) : undefined;
  }

  private async show(result: FrozenResult, offset: number, limit: number): Promise<BrowseAnswer> {
    const rows = result.rows.subarray(offset, offset + limit);
    await this.headers.describe(rows, headerPatienceMs);
    const labels = await this.book.labelsOf(() => Array.from(rows, (row) => this.catalogue.pathOf(row)));
    this.announcer.announce('items-shown', { rows: [...rows] });
    const items = Array.from(rows, (row) => describeItem(this.catalogue, labels, row));
    return { result: result.id, total: result.rows.length, offset, items, partial: result.isPartial };
  }

  private placeOf(result: FrozenResult, path: string): number | null {
    const row = this.catalogue.find(path);
    const place = row === undefined ? -1 : result.rows.indexOf(row);
    return place < 0 ? null : place;
  }
}
