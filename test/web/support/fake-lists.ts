import { Failure } from '../../../apps/web/src/app/api/failure.ts';
import type { GalleryApi } from '../../../apps/web/src/app/api/gallery-api.ts';
import { GalleryStore } from '../../../apps/web/src/app/state/gallery-store.ts';
import type { BrowseAnswer, BrowseQuery, BrowseRequest, ItemRow } from '../../../libs/contracts/src/index.ts';
import { FakeClock, settled } from './fake-clock.ts';
import { itemRow } from './rows.ts';

/** A server that answers truly: sorted by name, a new result for every change. */
export class FakeServer {
  names: string[] = [];
  unknown = 0;
  isAway = false;
  isPartial = false;
  /** Keeps no result for longer than its first answer. */
  isForgetful = false;
  readonly asked: string[] = [];
  private generation = 0;
  private readonly results = new Map<string, ItemRow[]>();

  set(names: string[]): void {
    this.names = names;
    this.generation += 1;
  }

  forget(): void {
    this.results.clear();
  }

  browse = (request: BrowseRequest): Promise<BrowseAnswer> => {
    this.asked.push(`browse ${request.path}`);
    if (this.isAway) return Promise.reject(new Failure('offline', 'away'));
    if (request.path === '/nowhere') return Promise.reject(new Failure('refused', 'none', 404, 'folder_not_found'));
    const sorted = this.names.filter((name) => name.startsWith(request.path.slice(1))).sort();
    const items = (request.sort.dir === 'asc' ? sorted : sorted.toReversed()).map((name) => itemRow(`/${name}`));
    const result = `${request.path}:${request.sort.dir}:${this.generation}`;
    if (!this.isForgetful) this.results.set(result, items);
    const at = items.findIndex(({ path }) => path === request.locate);
    return Promise.resolve({
      result,
      total: items.length,
      offset: request.offset,
      items: items.slice(request.offset, request.offset + request.limit),
      ...(request.locate === undefined ? {} : { located: at < 0 ? null : at }),
      partial: this.isPartial,
      head: 'head',
    });
  };

  get api(): GalleryApi {
    const known = (result: string): ItemRow[] => {
      const items = this.results.get(result);
      if (items === undefined) throw new Failure('refused', 'gone', 410, 'result_expired');
      return items;
    };
    // Only what the store uses.
    return {
      browse: this.browse,
      ask: (query: BrowseQuery, locate: string | null) =>
        this.browse({ ...query, offset: 0, limit: 200, ...(locate === null ? {} : { locate }) }),
      window: async (result: string, offset: number, limit: number) => {
        this.asked.push(`window ${offset}`);
        await settled();
        return { items: known(result).slice(offset, offset + limit) };
      },
      placeIn: async (result: string, path: string) => {
        this.asked.push(`place of ${path}`);
        await settled();
        const at = known(result).findIndex((item) => item.path === path);
        return at < 0 ? null : at;
      },
      layout: (result: string) => {
        this.asked.push('layout');
        return Promise.resolve(Uint16Array.from(known(result), (_, i) => (i < this.unknown ? 0 : 1500)));
      },
    } as unknown as GalleryApi;
  }
}

export const root: BrowseQuery = { path: '/', recursive: true, sort: { key: 'name', dir: 'asc' } };
export const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `img-${String(i).padStart(5, '0')}`);

export function make(count = 1000): { server: FakeServer; store: GalleryStore } {
  const server = new FakeServer();
  server.set(numbered(count));
  return { server, store: new GalleryStore(server.api, new FakeClock()) };
}

/** The eye is on this item, as the grid would say. */
export function lookAt(store: GalleryStore, index: number): void {
  store.eye = () => {
    const path = store.item(index)?.path;
    return path === undefined ? null : { index, path, reach: 40 };
  };
}
