import { limits, sortDirs, sortKeys, type BrowseQuery, type BrowseRequest } from '#contracts';
import { cleanPath } from '../shared/gallery-path.ts';
import { Problem } from '../shared/problem.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Turns a body into a request. Nothing is coerced or ignored: what is not understood is refused by its name. */
export function parseBrowseRequest(body: unknown): BrowseRequest {
  const fields = objectAt(body, 'body');
  refuseOthers(fields, ['path', 'recursive', 'sort', 'offset', 'limit', 'locate']);
  const { locate } = fields;
  return {
    ...parseQuery(fields),
    offset: fields['offset'] === undefined ? 0 : integerAt(fields, 'offset', 0, Number.MAX_SAFE_INTEGER),
    limit: fields['limit'] === undefined ? limits.browseWindow : integerAt(fields, 'limit', 1, limits.browseWindowMax),
    ...(locate === undefined ? {} : { locate: cleanPath(textAt(fields, 'locate'), 'locate') }),
  };
}

function parseQuery(fields: Fields): BrowseQuery {
  const { recursive = false } = fields;
  if (typeof recursive !== 'boolean') throw refused('recursive', 'must be true or false');
  const sort = fields['sort'] === undefined ? {} : objectAt(fields['sort'], 'sort');
  refuseOthers(sort, ['key', 'dir']);
  return {
    path: cleanPath(textAt(fields, 'path')),
    recursive,
    sort: { key: choiceAt(sort, 'key', sortKeys, 'name'), dir: choiceAt(sort, 'dir', sortDirs, 'asc') },
  };
}

function objectAt(value: unknown, field: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw refused(field, 'must be an object');
}

function textAt(fields: Fields, field: string): string {
  const value = fields[field];
  if (typeof value === 'string') return value;
  throw refused(field, value === undefined ? 'is missing' : 'must be a text');
}

function integerAt(fields: Fields, field: string, min: number, max: number): number {
  const value = fields[field];
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max) return value;
  const range = max === Number.MAX_SAFE_INTEGER ? `not below ${String(min)}` : `from ${String(min)} to ${String(max)}`;
  throw refused(field, `must be a whole number ${range}`);
}

function choiceAt<Choice extends string>(
  fields: Fields,
  field: string,
  choices: readonly Choice[],
  fallback: Choice,
): Choice {
  const value = fields[field];
  if (value === undefined) return fallback;
  const choice = choices.find((each) => each === value);
  if (choice === undefined) throw refused(`sort.${field}`, `must be one of ${choices.join(', ')}`);
  return choice;
}

function refuseOthers(fields: Fields, known: readonly string[]): void {
  const unknown = Object.keys(fields).find((field) => !known.includes(field));
  if (unknown !== undefined) {
    throw new Problem('invalid_field', `There is no field ${unknown} here.`, { field: unknown });
  }
}

function refused(field: string, complaint: string): Problem {
  return new Problem('invalid_field', `${field} ${complaint}.`, { field });
}
