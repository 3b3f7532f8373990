import {
  limits,
  sortDirs,
  sortKeys,
  type BrowseQuery,
  type BrowseRequest,
  type Filter,
  type TagsFilter,
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
import { cleanPath } from '../shared/gallery-path.ts';
import { starAt, tagsAt } from '../shared/label-fields.ts';

/** Turns a body into a request. Nothing is coerced or ignored: what is not understood is refused by its name. */
export function parseBrowseRequest(body: unknown): BrowseRequest {
  const fields = objectAt(body, 'body');
  refuseOthers(fields, ['path', 'recursive', 'filters', 'sort', 'offset', 'limit', 'locate']);
  const { offset = 0, limit = limits.browseWindow, locate } = fields;
  return {
    ...queryIn(fields),
    offset: integerAt(offset, 'offset', 0, Number.MAX_SAFE_INTEGER),
    limit: integerAt(limit, 'limit', 1, limits.browseWindowMax),
    ...(locate === undefined ? {} : { locate: cleanPath(textAt(locate, 'locate'), 'locate') }),
  };
}

/** A query by itself: a saved view, or the scope of a write. */
export function parseQuery(value: unknown, field: string): BrowseQuery {
  const fields = objectAt(value, field);
  refuseOthers(fields, ['path', 'recursive', 'filters', 'sort'], `${field}.`);
  return queryIn(fields);
}

function queryIn(fields: Fields): BrowseQuery {
  const { recursive = false, filters } = fields;
  const sort = fields['sort'] === undefined ? {} : objectAt(fields['sort'], 'sort');
  refuseOthers(sort, ['key', 'dir']);
  const conditions = filters === undefined ? [] : filtersIn(objectAt(filters, 'filters'));
  return {
    path: cleanPath(textAt(fields['path'], 'path')),
    recursive: switchAt(recursive, 'recursive'),
    ...(conditions.length === 0 ? {} : { filters: { and: conditions } }),
    sort: {
      key: choiceAt(sort['key'], 'sort.key', sortKeys, 'name'),
      dir: choiceAt(sort['dir'], 'sort.dir', sortDirs, 'asc'),
    },
  };
}

function filtersIn(fields: Fields): Filter[] {
  refuseOthers(fields, ['and'], 'filters.');
  const parser = new FilterParser();
  return parser.listIn(fields['and'], 'filters.and');
}

/** Counts as it goes: each condition costs time for every image of the gallery. */
class FilterParser {
  #count = 0;

  listIn(value: unknown, field: string): Filter[] {
    return listAt(value, field, limits.filters).map((each, at) => this.filterIn(each, `${field}[${String(at)}]`));
  }

  /** Each tag that is looked for is one more. */
  private tagsIn(fields: Fields, field: string): TagsFilter['tags'] {
    const kinds = ['all', 'any', 'none'] as const;
    refuseOthers(fields, kinds, `${field}.`);
    const given = kinds.filter((kind) => fields[kind] !== undefined);
    if (given.length === 0) throw refused(field, 'must have all, any or none');
    const lists = given.map((kind) => [kind, tagsAt(fields[kind], `${field}.${kind}`)] as const);
    this.count(Math.max(lists.reduce((sum, [, tags]) => sum + tags.length, 0) - 1, 0));
    return Object.fromEntries(lists);
  }

  private count(conditions: number): void {
    this.#count += conditions;
    if (this.#count <= limits.filters) return;
    throw refused('filters', `must have at most ${String(limits.filters)} conditions in all`);
  }

  private filterIn(value: unknown, field: string): Filter {
    this.count(1);
    const fields = objectAt(value, field);
    const [kind, ...others] = Object.keys(fields);
    if (others.length > 0 || kind === undefined) throw refused(field, 'must be one condition, with one field');
    const [inner, at] = [fields[kind], `${field}.${kind}`];
    switch (kind) {
      case 'stars':
        return { stars: starsIn(objectAt(inner, at), at) };
      case 'tags':
        return { tags: this.tagsIn(objectAt(inner, at), at) };
      case 'labelled':
        return { labelled: labelledIn(objectAt(inner, at), at) };
      case 'or':
        return { or: this.listIn(inner, at) };
      case 'not':
        return { not: this.filterIn(inner, at) };
      default:
        throw refused(at, 'is no condition that is known');
    }
  }
}

function starsIn(fields: Fields, field: string): { in: ReturnType<typeof starAt>[] } {
  refuseOthers(fields, ['in'], `${field}.`);
  return { in: listAt(fields['in'], `${field}.in`, 7).map((star) => starAt(star, `${field}.in`)) };
}

function labelledIn(fields: Fields, field: string): { is: boolean } {
  refuseOthers(fields, ['is'], `${field}.`);
  return { is: switchAt(fields['is'], `${field}.is`) };
}
