import type { BrowseQuery, Filter } from '#contracts';
import type { WorkedSets } from '../../activity/worked-sets.ts';
import type { Row } from '../../catalogue/catalogue.ts';
import type { RowLabels } from '../../catalogue/row-labels.ts';
import type { ValueName } from '../../catalogue/row-values.ts';
import { compileFilters, compileQuery } from '../conditions/compile-filters.ts';
import { groundOf } from '../conditions/condition.ts';
import { valuesIn } from '../conditions/looks-at.ts';
import type { RowRanks } from '../../finder/row-ranks.ts';
import { isInScope } from '../membership.ts';

/**
 * In which facets a row counts, as one small number: in none, in all, or in a single one, because all that it fails is
 * that facet's own condition. The single ones begin at `firstOwn`.
 */
export const [inNone, inAll, firstOwn] = [0, 1, 2];

const kindsWithFacet = ['stars', 'tags', 'type', 'labelled', 'updated_by'] as const;
export type FacetName = (typeof kindsWithFacet)[number] | ValueName;

/** Sorts the conditions of a query by the facet that leaves them out. */
export class FacetRule {
  /** Conditions that hold for every facet, besides the text. */
  readonly #common: Filter[] = [];
  readonly #own = new Map<FacetName, Filter[]>();
  readonly #values: ReadonlySet<ValueName>;

  constructor(private readonly query: BrowseQuery) {
    this.#values = valuesIn(query.filters?.and ?? []);
    for (const filter of query.filters?.and ?? []) {
      const facet = facetOf(filter);
      if (facet === undefined) this.#common.push(filter);
      else this.#own.set(facet, [...(this.#own.get(facet) ?? []), filter]);
    }
  }

  /** The number of the rows that count in this facet only; undefined where the query has no condition on it. */
  ownOf(facet: FacetName): number | undefined {
    const place = [...this.#own.keys()].indexOf(facet);
    return place < 0 ? undefined : firstOwn + place;
  }

  /** Does this column decide where rows count? */
  looksAt(name: ValueName): boolean {
    return this.#values.has(name);
  }

  /** Where each row counts now. Good until the next write, and for rows and labels that are linked. */
  compile(labels: RowLabels, worked: WorkedSets, known?: RowRanks): (row: Row) => number {
    const isThere = isInScope(this.query, labels.catalogue);
    const { text } = this.query;
    const ground = groundOf(labels, worked);
    const common = compileQuery(
      { ...(text === undefined ? {} : { text }), filters: { and: this.#common } },
      ground,
      known,
    );
    const own = [...this.#own.values()].map((filters) => compileFilters(filters, ground));
    return (row) => {
      const label = labels.labelOf(row);
      if (!isThere(row) || !common(row, label)) return inNone;
      let found = inAll;
      for (let place = 0; place < own.length; place += 1) {
        if (own[place]?.(row, label) === true) continue;
        if (found !== inAll) return inNone;
        found = firstOwn + place;
      }
      return found;
    };
  }
}

/** Only conditions that stand by themselves: what is inside of `or` and `not` belongs to no facet. */
function facetOf(filter: Filter): FacetName | undefined {
  if ('metric' in filter) return `metric:${filter.metric.key}`;
  if ('category' in filter) return `category:${filter.category.key}`;
  return kindsWithFacet.find((kind) => kind in filter);
}
