import {
  comparisons,
  imageTypes,
  limits,
  workedKinds,
  type CategoryFilter,
  type Filter,
  type MetricFilter,
  type NumberCondition,
  type TagsFilter,
  type TextCondition,
  type PartFilter,
  type TimeRange,
  type WorkedFilter,
} from '#contracts';
import { isZone } from '../activity/zone-clock.ts';
import {
  choiceAt,
  integerAt,
  listAt,
  numberAt,
  objectAt,
  refused,
  refuseOthers,
  switchAt,
  textAt,
  type Fields,
} from '../shared/body-fields.ts';
import { characterCount } from '../shared/character-count.ts';
import { readIsoTime } from '../shared/iso-time.ts';
import { starAt, tagsAt } from '../shared/label-fields.ts';

/** Counts as it goes: each condition costs time for every image of the gallery. */
export class FilterParser {
  #count = 0;

  listIn(value: unknown, field: string): Filter[] {
    return listAt(value, field, limits.filters).map((each, at) => this.filterIn(each, `${field}[${String(at)}]`));
  }

  private filterIn(value: unknown, field: string): Filter {
    this.count(1);
    const fields = objectAt(value, field);
    const [kind, ...others] = Object.keys(fields);
    if (others.length > 0 || kind === undefined) throw refused(field, 'must be one condition, with one field');
    const [inner, at] = [fields[kind], `${field}.${kind}`];
    if (kind === 'or') return { or: this.listIn(inner, at) };
    if (kind === 'not') return { not: this.filterIn(inner, at) };
    if (kind === 'tags') return { tags: this.tagsIn(objectAt(inner, at), at) };
    const read = Object.hasOwn(conditions, kind) ? conditions[kind] : undefined;
    if (!read) throw refused(at, 'is no condition that is known');
    return read(objectAt(inner, at), at);
  }

  /** Each tag that is looked for is one more. */
  private tagsIn(fields: Fields, field: string): TagsFilter['tags'] {
    const kinds = ['all', 'any', 'none'] as const;
    const given = givenOf(fields, kinds, field);
    const lists = given.map((kind) => [kind, tagsAt(fields[kind], `${field}.${kind}`)] as const);
    this.count(Math.max(lists.reduce((sum, [, tags]) => sum + tags.length, 0) - 1, 0));
    return Object.fromEntries(lists);
  }

  private count(conditions: number): void {
    this.#count += conditions;
    if (this.#count <= limits.filters) return;
    throw refused('filters', `must have at most ${String(limits.filters)} conditions in all`);
  }
}

/** What stands inside of a condition of each kind. */
const conditions: Readonly<Record<string, (fields: Fields, field: string) => Filter>> = {
  stars: (fields, field) => ({ stars: { in: eachIn(fields, field, 7, starAt) } }),
  labelled: (fields, field) => {
    refuseOthers(fields, ['is'], `${field}.`);
    return { labelled: { is: switchAt(fields['is'], `${field}.is`) } };
  },
  name: (fields, field) => ({ name: textConditionIn(fields, field) }),
  notes: (fields, field) => ({ notes: textConditionIn(fields, field) }),
  updated_by: (fields, field) => ({ updated_by: { in: eachIn(fields, field, limits.filterNames, nameAt) } }),
  updated_at: (fields, field) => ({ updated_at: timeRangeIn(fields, field) }),
  added_at: (fields, field) => ({ added_at: timeRangeIn(fields, field) }),
  width: (fields, field) => ({ width: numberConditionIn(fields, field) }),
  height: (fields, field) => ({ height: numberConditionIn(fields, field) }),
  size: (fields, field) => ({ size: numberConditionIn(fields, field) }),
  type: (fields, field) => ({
    type: { in: eachIn(fields, field, imageTypes.length, (value, at) => choiceAt(value, at, imageTypes)) },
  }),
  metric: (fields, field) => ({ metric: metricIn(fields, field) }),
  category: (fields, field) => ({ category: categoryIn(fields, field) }),
  worked: (fields, field) => ({ worked: workedIn(fields, field) }),
  part: (fields, field) => ({ part: partIn(fields, field) }),
};

function eachIn<Value>(
  fields: Fields,
  field: string,
  most: number,
  read: (value: unknown, field: string) => Value,
): Value[] {
  refuseOthers(fields, ['in'], `${field}.`);
  return listAt(fields['in'], `${field}.in`, most).map((value) => read(value, `${field}.in`));
}

/** Which of these there are. One at least: what asks for nothing is a mistake. */
function givenOf<Kind extends string>(fields: Fields, kinds: readonly Kind[], field: string): Kind[] {
  refuseOthers(fields, kinds, `${field}.`);
  const given = kinds.filter((kind) => fields[kind] !== undefined);
  if (given.length > 0) return given;
  throw refused(field, `must have ${kinds.slice(0, -1).join(', ')} or ${kinds.at(-1) ?? ''}`);
}

function textConditionIn(fields: Fields, field: string): TextCondition {
  const given = givenOf(fields, ['contains', 'not_contains'] as const, field);
  return Object.fromEntries(
    given.map((kind) => [kind, shortTextAt(fields[kind], `${field}.${kind}`, limits.filterTextCharacters)]),
  );
}

function timeRangeIn(fields: Fields, field: string): TimeRange {
  const given = givenOf(fields, ['from', 'to'] as const, field);
  return Object.fromEntries(given.map((end) => [end, timeAt(fields[end], `${field}.${end}`)]));
}

function timeAt(value: unknown, field: string): string {
  const text = textAt(value, field);
  if (readIsoTime(text) !== undefined) return text;
  throw refused(field, 'must be a day such as 2026-01-23, or a time such as 2026-01-23T19:22:05Z');
}

function numberConditionIn(fields: Fields, field: string): NumberCondition {
  refuseOthers(fields, ['op', 'value'], `${field}.`);
  return {
    op: choiceAt(fields['op'], `${field}.op`, comparisons),
    value: numberAt(fields['value'], `${field}.value`),
  };
}

function metricIn(fields: Fields, field: string): MetricFilter['metric'] {
  refuseOthers(fields, ['key', 'min', 'max', 'missing'], `${field}.`);
  const { min, max, missing } = fields;
  return {
    key: metricNameAt(fields['key'], `${field}.key`),
    ...(min === undefined ? {} : { min: numberAt(min, `${field}.min`) }),
    ...(max === undefined ? {} : { max: numberAt(max, `${field}.max`) }),
    ...(missing === undefined ? {} : { missing: switchAt(missing, `${field}.missing`) }),
  };
}

function categoryIn(fields: Fields, field: string): CategoryFilter['category'] {
  refuseOthers(fields, ['key', 'in'], `${field}.`);
  return {
    key: metricNameAt(fields['key'], `${field}.key`),
    // As they stand in the column, whatever their length.
    in: listAt(fields['in'], `${field}.in`, limits.categoryValues).map((value) => textAt(value, `${field}.in`)),
  };
}

function workedIn(fields: Fields, field: string): WorkedFilter['worked'] {
  refuseOthers(fields, ['by', 'from', 'to', 'hours', 'tz', 'kind'], `${field}.`);
  const { by, from, to, hours, tz, kind } = fields;
  const people = (): string[] =>
    listAt(by, `${field}.by`, limits.filterNames).map((name) => nameAt(name, `${field}.by`));
  const ofDay = (): number[] =>
    listAt(hours, `${field}.hours`, 24).map((hour) => integerAt(hour, `${field}.hours`, 0, 23));
  return {
    ...(by === undefined ? {} : { by: people() }),
    ...(from === undefined ? {} : { from: timeAt(from, `${field}.from`) }),
    ...(to === undefined ? {} : { to: timeAt(to, `${field}.to`) }),
    ...(hours === undefined ? {} : { hours: ofDay() }),
    ...(tz === undefined ? {} : { tz: zoneAt(tz, `${field}.tz`) }),
    ...(kind === undefined ? {} : { kind: choiceAt(kind, `${field}.kind`, workedKinds) }),
  };
}

function zoneAt(value: unknown, field: string): string {
  const name = textAt(value, field);
  if (isZone(name)) return name;
  throw refused(field, 'must be the name of a time zone, such as Europe/Berlin');
}

function partIn(fields: Fields, field: string): PartFilter['part'] {
  refuseOthers(fields, ['of', 'index'], `${field}.`);
  const of = integerAt(fields['of'], `${field}.of`, 1, limits.parts);
  return { of, index: integerAt(fields['index'], `${field}.index`, 1, of) };
}

export function metricNameAt(value: unknown, field: string): string {
  return shortTextAt(value, field, limits.metricNameCharacters);
}

/** Counted as where names are taken: who writes outside of the Latin alphabet may have as long a name. */
function nameAt(value: unknown, field: string): string {
  const text = textAt(value, field);
  if (text !== '' && characterCount(text) <= limits.nameCharacters) return text;
  throw refused(field, `must have 1 to ${String(limits.nameCharacters)} characters`);
}

function shortTextAt(value: unknown, field: string, most: number): string {
  const text = textAt(value, field);
  if (text !== '' && text.length <= most) return text;
  throw refused(field, `must have 1 to ${String(most)} characters`);
}
