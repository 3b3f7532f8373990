import {
  itemFields,
  limits,
  sortDirs,
  sortKeys,
  type BrowseQuery,
  type BrowseRequest,
  type Filter,
  type ItemField,
  type Sort,
  type SortKey,
} from '#contracts';
import {
  choiceAt,
  integerAt,
  listAt,
  objectAt,
  refused,
  refuseOthers,
  switchAt,
  textAt,
  type Fields,
} from '../shared/body-fields.ts';
import { parseText } from '../finder/parse-search.ts';
import { cleanPath } from '../shared/gallery-path.ts';
import { FilterParser, metricNameAt } from './parse-filters.ts';

const queryFields = ['path', 'recursive', 'text', 'filters', 'sort'];
const metricSort = 'metric:';
const seedMax = 2 ** 32 - 1;

/** Turns a body into a request. Nothing is coerced or ignored: what is not understood is refused by its name. */
export function parseBrowseRequest(body: unknown): BrowseRequest {
  const fields = objectAt(body, 'body');
  refuseOthers(fields, [...queryFields, 'offset', 'limit', 'locate', 'fields']);
  const { offset = 0, limit = limits.browseWindow, locate } = fields;
  return {
    ...queryIn(fields),
    offset: integerAt(offset, 'offset', 0, Number.MAX_SAFE_INTEGER),
    limit: integerAt(limit, 'limit', 1, limits.browseWindowMax),
    ...(locate === undefined ? {} : { locate: cleanPath(textAt(locate, 'locate'), 'locate') }),
    ...(fields['fields'] === undefined ? {} : { fields: fieldsAt(fields['fields'], 'fields') }),
  };
}

/** A query as the whole body. */
export function parseQueryBody(body: unknown): BrowseQuery {
  const fields = objectAt(body, 'body');
  refuseOthers(fields, queryFields);
  return queryIn(fields);
}

/** The fields that a window asks for, in an address. */
export function parseFieldList(text: string): ItemField[] {
  return fieldsAt(text.split(','), 'fields');
}

/** A query by itself: a saved view, or the scope of a write. */
export function parseQuery(value: unknown, field: string): BrowseQuery {
  const fields = objectAt(value, field);
  refuseOthers(fields, queryFields, `${field}.`);
  return queryIn(fields);
}

function queryIn(fields: Fields): BrowseQuery {
  const { recursive = false, filters, sort = {} } = fields;
  const text = fields['text'] === undefined ? undefined : textIn(fields['text']);
  const conditions = filters === undefined ? [] : filtersIn(objectAt(filters, 'filters'));
  return {
    path: cleanPath(textAt(fields['path'], 'path')),
    recursive: switchAt(recursive, 'recursive'),
    ...(text === undefined ? {} : { text }),
    ...(conditions.length === 0 ? {} : { filters: { and: conditions } }),
    sort: sortIn(objectAt(sort, 'sort'), text !== undefined),
  };
}

function filtersIn(fields: Fields): Filter[] {
  refuseOthers(fields, ['and'], 'filters.');
  const parser = new FilterParser();
  return parser.listIn(fields['and'], 'filters.and');
}

/** As it was typed, which is how it is shown again. */
function textIn(value: unknown): string {
  const text = textAt(value, 'text');
  parseText(text);
  return text;
}

function sortIn(fields: Fields, hasText: boolean): Sort {
  refuseOthers(fields, ['key', 'dir', 'seed'], 'sort.');
  const key = sortKeyAt(fields['key'], 'sort.key');
  const dir = choiceAt(fields['dir'], 'sort.dir', sortDirs, 'asc');
  if (key === 'random') return { key, dir, seed: integerAt(fields['seed'], 'sort.seed', 0, seedMax) };
  if (key === 'relevance' && !hasText) throw refused('sort.key', 'relevance goes with a text only');
  if (fields['seed'] !== undefined) throw refused('sort.seed', 'goes with the key random only');
  return { key, dir };
}

function sortKeyAt(value: unknown, field: string): SortKey {
  if (typeof value === 'string' && value.startsWith(metricSort)) {
    return `${metricSort}${metricNameAt(value.slice(metricSort.length), field)}`;
  }
  return choiceAt(value, field, [...sortKeys, 'random', 'relevance'], 'name');
}

function fieldsAt(value: unknown, field: string): ItemField[] {
  const fields = listAt(value, field, itemFields.length).map((each) => choiceAt(each, field, itemFields));
  return [...new Set(fields)];
}
