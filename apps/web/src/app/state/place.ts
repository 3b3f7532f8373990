import { sortDirs, sortKeys, type BrowseQuery, type Sort } from '#contracts';
import { droppedChips, filtersIn, readChips, writeChips, type Chip } from './chips.ts';
import { readCompared, writeCompared } from './compared-paths.ts';

export const viewModes = ['rows', 'squares'] as const;
export type ViewMode = (typeof viewModes)[number];

/** Where one is in the gallery: all of it stands in the page's address, and nothing else does. */
export interface Place {
  readonly path: string;
  readonly recursive: boolean;
  readonly sort: Readonly<Sort>;
  /** What is searched for; empty when nothing is. */
  readonly text: string;
  /** Conditions, those that are switched off included. */
  readonly chips: readonly Chip[];
  /** null: as this person left it. */
  readonly view: ViewMode | null;
  /** The image at which one is in the grid, by its path; null at the start, wherever that is. */
  readonly at: string | null;
  /** The image that is open, by its path. */
  readonly image: string | null;
  /** The images that are compared, by their paths; null when none are. */
  readonly compare: readonly string[] | null;
}

/** As far as the server takes them: whoever saved a view may have chosen any. */
const SEED_MAX = 2 ** 32 - 1;

/** Without an address one sees everything there is. */
export const start: Place = {
  path: '/',
  recursive: true,
  sort: { key: 'name', dir: 'asc' },
  text: '',
  chips: [],
  view: null,
  at: null,
  image: null,
  compare: null,
};

/** Reads an address. What it does not understand it leaves at the default: an old link still opens. */
export function readPlace(get: (key: string) => string | null): Place {
  const path = get('path');
  const compare = readCompared(get('compare'));
  return {
    path: path === null ? start.path : cleanPath(path),
    recursive: path === null ? start.recursive : get('sub') === '1',
    sort: readSort(get('sort')),
    text: get('q') ?? '',
    chips: readChips(get('filters')),
    view: readView(get('view')),
    at: get('at'),
    image: get('image'),
    compare,
  };
}

/** The address of one image, open in its folder; relative to the base of the application. */
export function imageLink(path: string): string {
  return `?${writePlace({ ...start, path: parentOf(path), recursive: false, image: path })}`;
}

/** What in an address says nothing to us, in its own words. */
export function misreadIn(get: (key: string) => string | null): string[] {
  const [sort, view, sub, compare] = [get('sort'), get('view'), get('sub'), get('compare')];
  const dropped = droppedChips(get('filters'));
  return [
    ...(sort === null || writeSort(readSort(sort)) === sort ? [] : [`the order “${sort}”`]),
    ...(view === null || readView(view) !== null ? [] : [`the layout “${view}”`]),
    ...(sub === null || sub === '' || sub === '0' || sub === '1' ? [] : [`sub “${sub}”`]),
    ...(dropped === 0 ? [] : [dropped === 1 ? 'a condition' : `${String(dropped)} conditions`]),
    ...(compare === null || readCompared(compare) !== null ? [] : ['what to compare']),
  ];
}

/** What is asked of the server there. */
export function queryOf({ path, recursive, sort, text, chips }: Place): BrowseQuery {
  const [filters, words] = [filtersIn(chips), text.trim()];
  // Without words nothing is more relevant than anything else.
  const order = words === '' && sort.key === 'relevance' ? start.sort : sort;
  return {
    path,
    recursive,
    ...(words === '' ? {} : { text: words }),
    ...(filters.length === 0 ? {} : { filters: { and: filters } }),
    sort: { ...order },
  };
}

/** Writes an address: a query string without its question mark. Slashes and colons stay readable, the query may hold them. */
export function writePlace(place: Place): string {
  const parts = [`path=${encodePart(place.path)}`];
  if (place.recursive) parts.push('sub=1');
  parts.push(`sort=${encodePart(writeSort(place.sort))}`);
  if (place.text !== '') parts.push(`q=${encodePart(place.text)}`);
  if (place.chips.length > 0) parts.push(`filters=${encodePart(writeChips(place.chips))}`);
  if (place.view !== null) parts.push(`view=${place.view}`);
  if (place.at !== null && place.image === null && place.compare === null) parts.push(`at=${encodePart(place.at)}`);
  if (place.image !== null) parts.push(`image=${encodePart(place.image)}`);
  if (place.compare !== null) parts.push(`compare=${encodePart(writeCompared(place.compare))}`);
  return parts.join('&');
}

export function sameQuery(a: BrowseQuery, b: BrowseQuery): boolean {
  return queryKey(a) === queryKey(b);
}

/** One string for one question. */
export function queryKey(query: BrowseQuery): string {
  const { path, recursive, text, sort, filters } = query;
  return JSON.stringify([path, recursive, text, sort.key, sort.dir, sort.seed, filters?.and]);
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

/** Slashes and colons stay readable: the query of an address may hold them. */
export function encodePart(text: string): string {
  return encodeURIComponent(text).replaceAll('%2F', '/').replaceAll('%3A', ':');
}

function cleanPath(path: string): string {
  const clean = `/${path}`.replace(/\/+/g, '/').replace(/\/$/, '');
  return clean === '' ? '/' : clean;
}

function writeSort({ key, dir, seed }: Sort): string {
  return key === 'random' ? `random:${String(seed ?? 0)}:${dir}` : `${key}:${dir}`;
}

function readSort(text: string | null): Sort {
  const cut = text?.lastIndexOf(':') ?? -1;
  const [key, end] = [text?.slice(0, cut) ?? '', text?.slice(cut + 1) ?? ''];
  const dir = sortDirs.find((known) => known === end) ?? start.sort.dir;
  const seed = Number(/^random:(\d{1,10})$/.exec(key)?.[1] ?? NaN);
  if (seed <= SEED_MAX) return { key: 'random', dir, seed };
  const metric = /^metric:(.+)$/s.exec(key)?.[1];
  if (metric !== undefined) return { key: `metric:${metric}`, dir };
  if (key === 'relevance') return { key, dir };
  return { key: sortKeys.find((known) => known === key) ?? start.sort.key, dir };
}

function readView(text: string | null): ViewMode | null {
  return viewModes.find((known) => known === text) ?? null;
}
