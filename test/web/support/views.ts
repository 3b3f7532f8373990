import type { BrowseQuery, View, ViewsDocument } from '#contracts';
import { Failure } from '../../../apps/web/src/app/api/failure.ts';
import type { ViewsRequests } from '../../../apps/web/src/app/views/views-requests.ts';

export function queryIn(path: string, more: Partial<BrowseQuery> = {}): BrowseQuery {
  return { path, recursive: true, sort: { key: 'name', dir: 'asc' }, ...more };
}

/** A view by its id, which is its name until it has another. */
export function view(id: string, more: Partial<View> = {}): View {
  return { id, name: id, query: queryIn(`/${id}`), created_by: 'ada', shared: false, ...more };
}

export function namesOf(views: readonly View[] | null): string[] | null {
  return views?.map(({ name }) => name) ?? null;
}

/** A server that keeps views as the real one does: by version, and each key once. */
export class FakeViews implements ViewsRequests {
  document: ViewsDocument;
  /** The keys that came, in their order. */
  readonly keys: string[] = [];
  isAway = false;
  /** The answer gets lost once the list is taken. */
  losesAnswer = false;
  refusal: Failure | null = null;
  private readonly answered = new Map<string, ViewsDocument>();

  constructor(views: readonly View[]) {
    this.document = { version: 1, views: [...views] };
  }

  /** Somebody else writes. */
  write(views: readonly View[]): void {
    this.document = { version: this.document.version + 1, views: [...views] };
  }

  async read(): Promise<ViewsDocument> {
    await Promise.resolve();
    if (this.isAway) throw new Failure('offline', 'The server cannot be reached.');
    return this.document;
  }

  async replace(views: readonly View[], version: number, key: string): Promise<ViewsDocument> {
    this.keys.push(key);
    await Promise.resolve();
    if (this.isAway) throw new Failure('offline', 'The server cannot be reached.');
    if (this.refusal !== null) throw this.refusal;
    const known = this.answered.get(key);
    if (known !== undefined) return known;
    if (version !== this.document.version)
      throw new Failure('refused', 'Somebody changed the views.', 409, 'version_conflict', this.document);
    this.write(views);
    this.answered.set(key, this.document);
    if (!this.losesAnswer) return this.document;
    this.losesAnswer = false;
    throw new Failure('offline', 'The server cannot be reached.');
  }
}
