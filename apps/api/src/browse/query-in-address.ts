import type { BrowseQuery } from '#contracts';
import { refused } from '../shared/body-fields.ts';
import { rootPath } from '../shared/gallery-path.ts';
import { parseQuery } from './parse-query.ts';

/** A question in an address: a folder with all below it, or a query as JSON; all there is when neither is given. */
export function queryInAddress(path: string | undefined, query: string | undefined): BrowseQuery {
  if (query === undefined) return { path: path ?? rootPath, recursive: true, sort: { key: 'path', dir: 'asc' } };
  if (path !== undefined) throw refused('query', 'cannot be given beside a path, which it has itself');
  return parseQuery(jsonIn(query), 'query');
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refused('query', 'must be a query as JSON');
  }
}
