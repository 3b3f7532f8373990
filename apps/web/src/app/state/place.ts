import { sortDirs, sortKeys, type BrowseQuery, type SortDir, type SortKey } from '#contracts';

export const viewModes = ['rows', 'squares'] as const;
export type ViewMode = (typeof viewModes)[number];

/** Where one is in the gallery: all of it stands in the page's address, and nothing else does. */
export interface Place extends BrowseQuery {
  readonly path: string;
  readonly recursive: boolean;
  readonly sort: { readonly key: SortKey; readonly dir: SortDir };
  /** null: as this person left it. */
  readonly view: ViewMode | null;
  /** The image that is open, by its path. */
  readonly image: string | null;
}

/** Without an address one sees everything there is. */
export const start: Place = {
  path: '/',
  recursive: true,
  sort: { key: 'name', dir: 'asc' },
  view: null,
  image: null,
};

/** Reads an address. What it does not understand it leaves at the default: an old link still opens. */
export function readPlace(get: (key: string) => string | null): Place {
  const path = get('path');
  if (path === null) return { ...start, sort: readSort(get('sort')), view: readView(get('view')), image: get('image') };
  return {
    path: cleanPath(path),
    recursive: get('sub') === '1',
    sort: readSort(get('sort')),
    view: readView(get('view')),
    image: get('image'),
  };
}

/** Writes an address: a query string without its question mark. Slashes and colons stay readable, the query may hold them. */
export function writePlace(place: Place): string {
  const parts = [`path=${encode(place.path)}`];
  if (place.recursive) parts.push('sub=1');
  parts.push(`sort=${place.sort.key}:${place.sort.dir}`);
  if (place.view !== null) parts.push(`view=${place.view}`);
  if (place.image !== null) parts.push(`image=${encode(place.image)}`);
  return parts.join('&');
}

export function sameQuery(a: BrowseQuery, b: BrowseQuery): boolean {
  return queryKey(a) === queryKey(b);
}

/** One string for one question. */
export function queryKey(query: BrowseQuery): string {
  return JSON.stringify([query.path, query.recursive, query.sort.key, query.sort.dir]);
}

/** The folder an item or a folder lies in. */
export function parentOf(path: string): string {
  const cut = path.lastIndexOf('/');
  return cut <= 0 ? '/' : path.slice(0, cut);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function join(folder: string, name: string): string {
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}

/** All folders from the root down to this one, both included. */
export function lineageOf(path: string): string[] {
  const line = ['/'];
  for (let cut = path.indexOf('/', 1); cut > 0; cut = path.indexOf('/', cut + 1)) line.push(path.slice(0, cut));
  if (path !== '/') line.push(path);
  return line;
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll('%2F', '/');
}

function cleanPath(path: string): string {
  const clean = `/${path}`.replace(/\/+/g, '/').replace(/\/$/, '');
  return clean === '' ? '/' : clean;
}

function readSort(text: string | null): Place['sort'] {
  const [key, dir] = (text ?? '').split(':');
  return {
    key: sortKeys.find((known) => known === key) ?? start.sort.key,
    dir: sortDirs.find((known) => known === dir) ?? start.sort.dir,
  };
}

function readView(text: string | null): ViewMode | null {
  return viewModes.find((known) => known === text) ?? null;
}
