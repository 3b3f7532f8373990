import { imageTypes, stars, type BrowseQuery, type FacetsAnswer, type Filter, type MetricFacet } from '#contracts';
import { holds, isInScope, isLabelled, textIsFound, type NaiveItem } from './naive-gallery.ts';

/** The facets of a query, counted item by item, each by itself. */
export function naiveFacets(
  items: readonly NaiveItem[],
  query: BrowseQuery,
): Omit<FacetsAnswer, 'partial' | 'head' | 'folders'> {
  const inScope = items.filter((item) => isInScope(item.path, query) && textIsFound(query, item));
  const without = (isOwn: (filter: Filter) => boolean): NaiveItem[] =>
    inScope.filter((item) => (query.filters?.and ?? []).every((filter) => isOwn(filter) || holds(filter, item)));
  const [ofStars, ofTags, ofTypes, ofLabelled, ofPeople] = ['stars', 'tags', 'type', 'labelled', 'updated_by'].map(
    (kind) => without((filter) => kind in filter),
  ) as [NaiveItem[], NaiveItem[], NaiveItem[], NaiveItem[], NaiveItem[]];
  const tags = counted(ofTags.flatMap((item) => item.tags));
  const people = counted(ofPeople.flatMap(({ author }) => author ?? []));
  const keys = [...new Set(items.flatMap(({ metrics }) => Object.keys(metrics ?? {})))].sort();
  const metrics = keys.flatMap((key) => {
    const own = without((filter) => 'metric' in filter && filter.metric.key === key);
    const numbers = own.flatMap((item) => item.metrics?.[key] ?? []);
    return numbers.length === 0 ? [] : [histogram(key, numbers)];
  });
  const columns = [...new Set(items.flatMap(({ categories }) => Object.keys(categories ?? {})))].sort();
  const categories = columns.flatMap((key) => {
    const own = without((filter) => 'category' in filter && filter.category.key === key);
    const values = counted(own.flatMap((item) => item.categories?.[key] ?? []));
    return values.length === 0 ? [] : [{ key, values: values.map(([name, count]) => ({ name, count })) }];
  });
  const labelled = ofLabelled.filter(isLabelled).length;
  return {
    total: without(() => false).length,
    stars: stars.map((star) => ({ star, count: ofStars.filter((item) => item.star === star).length })),
    tags: { values: tags.map(([tag, count]) => ({ tag, count })), distinct: tags.length },
    types: imageTypes.map((type) => ({ type, count: ofTypes.filter((item) => item.type === type).length })),
    labelled: { yes: labelled, no: ofLabelled.length - labelled },
    updated_by: { values: people.map(([name, count]) => ({ name, count })), distinct: people.length },
    metrics: { values: metrics, distinct: metrics.length },
    categories: { values: categories, distinct: categories.length },
  };
}

/** Images by the first folder on the way from that of the query. */
export function naiveFolders(items: readonly NaiveItem[], query: BrowseQuery): FacetsAnswer['folders'] {
  const prefix = query.path === '/' ? '/' : `${query.path}/`;
  const wanted = items.filter(
    (item) =>
      isInScope(item.path, query) &&
      textIsFound(query, item) &&
      (query.filters?.and ?? []).every((filter) => holds(filter, item)),
  );
  const names = wanted.map(({ path }) => path.slice(prefix.length).split('/')).filter(({ length }) => length > 1);
  const counts = counted(names.map(([name = '']) => name));
  return { values: counts.map(([name, count]) => ({ name, count })), distinct: counts.length };
}

function counted(names: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
}

function histogram(key: string, numbers: readonly number[]): MetricFacet {
  const [min, max] = [Math.min(...numbers), Math.max(...numbers)];
  const bins = Array.from({ length: 40 }, () => 0);
  for (const number of numbers) {
    const place = max === min ? 0 : Math.min(39, Math.floor(((number - min) / (max - min)) * 40));
    bins[place]! += 1;
  }
  return { key, count: numbers.length, min, max, bins };
}
