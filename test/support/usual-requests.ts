import type { RouteName } from '#contracts';
import type { Wish } from './http-client.ts';

const onlyItem = { path: '/one.jpg' };
const folder = { path: '/' };

/** What each route that is not content with nothing is asked, in a gallery that holds /one.jpg. */
export const usualRequests: Partial<Record<RouteName, Pick<Wish, 'query' | 'body'>>> = {
  folders: { query: folder },
  refresh: { query: folder },
  browse: { body: folder },
  facets: { body: folder },
  browseWindow: { query: { offset: 0, limit: 10 } },
  export: { query: { format: 'json' } },
  search: { query: { q: 'one' } },
  item: { query: onlyItem },
  itemHistory: { query: onlyItem },
  metadata: { query: onlyItem },
  thumb: { query: onlyItem },
  file: { query: onlyItem },
  replaceItem: { query: onlyItem, body: { tags: [], notes: '', star: 1 } },
  patchItem: { query: onlyItem, body: { set_star: 2 } },
  importFile: { query: { dry_run: 1 }, body: { version: 1, items: { 'one.jpg': { star: 1 } } } },
  importById: { query: { policy: 'keep' } },
  bulk: { body: { scope: { paths: ['/one.jpg'] }, patch: { set_star: 3 } } },
  pushMetrics: { body: { items: [{ path: '/one.jpg', metrics: { score: 1 } }] } },
  replaceViews: { body: { views: [] } },
  presence: { body: { gallery_id: '/', client_id: 'a tab' } },
  presenceJoin: { body: { gallery_id: '/', client_id: 'another tab' } },
  presenceMove: { body: { from_gallery_id: '/', to_gallery_id: '/', client_id: 'one that moves' } },
  presenceLeave: { body: { gallery_id: '/', client_id: 'one that leaves' } },
};
