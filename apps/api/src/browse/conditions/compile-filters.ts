import type { Filter } from '#contracts';
import type { Condition, Ground } from './condition.ts';
import { addedAtCondition, lengthCondition, nameCondition, sizeCondition, typeCondition } from './file-conditions.ts';
import {
  metricCondition,
  notesCondition,
  starsCondition,
  tagsCondition,
  updatedAtCondition,
  updatedByCondition,
} from './label-conditions.ts';

/** One condition that holds where all of these do. */
export function compileFilters(filters: readonly Filter[], ground: Ground): Condition {
  return every(filters.map((filter) => compileFilter(filter, ground)));
}

export function compileFilter(filter: Filter, { catalogue, table }: Ground): Condition {
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
  if ('metric' in filter) return metricCondition(table, filter.metric);
  if ('or' in filter) return some(filter.or.map((each) => compileFilter(each, { catalogue, table })));
  const inner = compileFilter(filter.not, { catalogue, table });
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
