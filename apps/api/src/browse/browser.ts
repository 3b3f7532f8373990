import type { BrowseQuery, BrowseReply, BrowseRequest } from '#contracts';
import type { FolderNode } from '../catalogue/folder-node.ts';
import type { Indexer } from '../catalogue/indexer.ts';
import { refuseBegun } from '../finder/parse-search.ts';
import type { Clock } from '../shared/clock.ts';
import { Problem } from '../shared/problem.ts';
import type { FrozenResult, FrozenResults } from './frozen-results.ts';
import type { ResultMaker } from './result-maker.ts';
import type { Window, WindowReader } from './window-reader.ts';

/** So long for the first images of folders that are being listed. */
const listingPatienceMs = 300;

/** Answers queries with frozen results, and shows windows of them. */
export class Browser {
  constructor(
    private readonly indexer: Indexer,
    private readonly maker: ResultMaker,
    private readonly results: FrozenResults,
    private readonly windows: WindowReader,
    private readonly clock: Clock,
  ) {}

  /** Rows that match now: a query as the scope of something else. */
  async rowsMatching(query: BrowseQuery, signal?: AbortSignal): Promise<Uint32Array> {
    refuseBegun(query.text);
    const folder = await this.indexer.folder(query.path);
    if (query.recursive && folder.unlisted > 0) {
      throw new Problem('source_unavailable', 'The gallery is still being listed: try again in a moment.', {
        retryAfter: 2,
      });
    }
    return (await this.maker.resultOf(folder, query, signal)).rows;
  }

  /** The same, also while the gallery is being listed: those that are known so far. */
  async rowsSoFar(query: BrowseQuery, signal?: AbortSignal): Promise<Pick<FrozenResult, 'rows' | 'isPartial'>> {
    refuseBegun(query.text);
    return this.maker.resultOf(await this.indexer.folder(query.path), query, signal);
  }

  /** Rejects with the reason of the signal when it is aborted before there is a result, and nobody else waits for that. */
  async ask({ offset, limit, locate, fields, ...query }: BrowseRequest, signal?: AbortSignal): Promise<BrowseReply> {
    const folder = await this.indexer.folder(query.path);
    if (query.recursive) await this.firstItems(folder, offset + limit);
    const result = await this.maker.resultOf(folder, query, signal);
    return this.show(result, { offset, limit, fields }, locate);
  }

  async window(id: string, window: Window, locate?: string): Promise<BrowseReply> {
    return this.show(this.result(id), window, locate);
  }

  result(id: string): FrozenResult {
    const result = this.results.find(id);
    if (result) return result;
    throw new Problem('result_expired', 'This result is not kept any more: ask the same question again.');
  }

  private async show(result: FrozenResult, window: Window, locate: string | undefined): Promise<BrowseReply> {
    const answer = await this.windows.show(result, window);
    return locate === undefined ? answer : { ...answer, located: this.windows.placeOf(result, locate) };
  }

  /** Right after the start folders below may not be listed yet: a moment's patience makes the first answer worth having. */
  private async firstItems(folder: FolderNode, wanted: number): Promise<void> {
    const deadline = this.clock.monotonic() + listingPatienceMs;
    while (folder.unlisted > 0 && folder.total < wanted && this.clock.monotonic() < deadline)
      await this.clock.sleep(20);
  }
}
