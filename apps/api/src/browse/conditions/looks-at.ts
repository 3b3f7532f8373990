import type { BrowseQuery, Filter, WorkedFilter } from '#contracts';
import type { ValueName } from '../../catalogue/row-values.ts';
import { parseText } from '../../finder/parse-search.ts';

const labelFilters = ['stars', 'tags', 'labelled', 'notes', 'updated_by', 'updated_at', 'metric', 'worked'];
/** What a text looks at without looking at labels. */
const fileFields: readonly string[] = ['name', 'path'];
const labelSorts = ['star', 'updated_at'];
/** What a file's header says, which becomes known some time after the file. */
const headerWords = ['width', 'height', 'type'];

/** Can the answer be another one after somebody wrote? */
export function looksAtLabels({ text, filters, sort }: BrowseQuery): boolean {
  if (labelSorts.includes(sort.key) || sort.key.startsWith('metric:')) return true;
  return parseText(text).some(({ field }) => !fileFields.includes(field)) || names(filters?.and ?? [], labelFilters);
}

/** Can it be another one after a header was read? */
export function looksAtHeaders({ filters, sort }: BrowseQuery): boolean {
  return headerWords.includes(sort.key) || names(filters?.and ?? [], headerWords);
}

/** The columns of numbers and categories that decide what belongs to the answer. */
export function valuesIn(filters: readonly Filter[]): Set<ValueName> {
  return new Set(filters.flatMap((filter): readonly ValueName[] => [...valuesOf(filter)]));
}

function valuesOf(filter: Filter): Iterable<ValueName> {
  if ('or' in filter) return valuesIn(filter.or);
  if ('not' in filter) return valuesOf(filter.not);
  if ('metric' in filter) return [`metric:${filter.metric.key}`];
  return 'category' in filter ? [`category:${filter.category.key}`] : [];
}

/** What a query asks of what people did. */
export function workedIn(filters: readonly Filter[] = []): WorkedFilter['worked'][] {
  return filters.flatMap((filter) => {
    if ('or' in filter) return workedIn(filter.or);
    if ('not' in filter) return workedIn([filter.not]);
    return 'worked' in filter ? [filter.worked] : [];
  });
}

function names(filters: readonly Filter[], kinds: readonly string[]): boolean {
  return filters.some((filter) => {
    if ('or' in filter) return names(filter.or, kinds);
    if ('not' in filter) return names([filter.not], kinds);
    return Object.keys(filter).some((kind) => kinds.includes(kind));
  });
}
