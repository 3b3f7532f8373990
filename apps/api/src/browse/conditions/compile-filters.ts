import type { BrowseQuery, Filter } from '#contracts';
import { ranks } from '../../finder/name-matches.ts';
import { parseText } from '../../finder/parse-search.ts';
import { rankNow, type RowRanks } from '../../finder/row-ranks.ts';
import type { Condition, Ground } from './condition.ts';
import {
  addedAtCondition,
  lengthCondition,
  nameCondition,
  partCondition,
  sizeCondition,
  typeCondition,
} from './file-conditions.ts';
import {
  notesCondition,
  starsCondition,
  tagsCondition,
  updatedAtCondition,
  updatedByCondition,
  workedCondition,
} from './label-conditions.ts';
import { categoryCondition, metricCondition } from './value-conditions.ts';

/**
 * Whether all conditions of a query hold, where it looks left aside. What a text holds for may have been decided before, for all rows at
 * once; then only what has changed since is decided one by one.
 */
export function compileQuery(
  { text, filters }: Pick<BrowseQuery, 'text' | 'filters'>,
  ground: Ground,
  known?: RowRanks,
): Condition {
  const terms = parseText(text);
  const areHeld = compileFilters(filters?.and ?? [], ground);
  if (terms.length === 0) return areHeld;
  const rankOf = rankNow(terms, ground, known);
  return (row, label) => rankOf(row, label) !== ranks.none && areHeld(row, label);
}

/** One condition that holds where all of these do. */
export function compileFilters(filters: readonly Filter[], ground: Ground): Condition {
  return every(filters.map((filter) => compileFilter(filter, ground)));
}

export function compileFilter(filter: Filter, ground: Ground): Condition {
  const { catalogue, table } = ground;
  if ('stars' in filter) return starsCondition(table, filter.stars);
  if ('tags' in filter) return tagsCondition(table, filter.tags);
  if ('labelled' in filter) return (_, label) => table.isLabelled(label) === filter.labelled.is;
  if ('name' in filter) return nameCondition(catalogue, filter.name);
  if ('notes' in filter) return notesCondition(table, filter.notes);
  if ('updated_by' in filter) return updatedByCondition(table, filter.updated_by);
  if ('updated_at' in filter) return updatedAtCondition(table, filter.updated_at);
  if ('added_at' in filter) return addedAtCondition(catalogue, filter.added_at);
  if ('width' in filter) return lengthCondition(catalogue, 'width', filter.width);
  if ('height' in filter) return lengthCondition(catalogue, 'height', filter.height);
  if ('size' in filter) return sizeCondition(catalogue, filter.size);
  if ('type' in filter) return typeCondition(catalogue, filter.type);
  if ('metric' in filter) return metricCondition(ground, filter.metric);
  if ('category' in filter) return categoryCondition(catalogue, filter.category);
  if ('part' in filter) return partCondition(catalogue, filter.part);
  if ('worked' in filter) return workedCondition(ground, filter.worked);
  if ('or' in filter) return some(filter.or.map((each) => compileFilter(each, ground)));
  const inner = compileFilter(filter.not, ground);
  return (row, label) => !inner(row, label);
}

function every(conditions: readonly Condition[]): Condition {
  const [only] = conditions;
  if (only && conditions.length === 1) return only;
  return (row, label) => conditions.every((condition) => condition(row, label));
}

function some(conditions: readonly Condition[]): Condition {
  return (row, label) => conditions.some((condition) => condition(row, label));
}
