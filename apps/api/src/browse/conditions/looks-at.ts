import type { BrowseQuery, Filter } from '#contracts';

const labelFilters = ['stars', 'tags', 'labelled', 'notes', 'updated_by', 'updated_at', 'metric'];
const labelSorts = ['star', 'updated_at'];
/** What a file's header says, which becomes known some time after the file. */
const headerWords = ['width', 'height', 'type'];

/** Can the answer be another one after somebody wrote? */
export function looksAtLabels({ filters, sort }: BrowseQuery): boolean {
  return labelSorts.includes(sort.key) || sort.key.startsWith('metric:') || names(filters?.and ?? [], labelFilters);
}

/** Can it be another one after a header was read? */
export function looksAtHeaders({ filters, sort }: BrowseQuery): boolean {
  return headerWords.includes(sort.key) || names(filters?.and ?? [], headerWords);
}

function names(filters: readonly Filter[], kinds: readonly string[]): boolean {
  return filters.some((filter) => {
    if ('or' in filter) return names(filter.or, kinds);
    if ('not' in filter) return names([filter.not], kinds);
    return Object.keys(filter).some((kind) => kinds.includes(kind));
  });
}
