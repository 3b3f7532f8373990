import {
  imageTypes,
  limits,
  stars,
  type Categories,
  type CategoryFacet,
  type FacetsAnswer,
  type ImageType,
  type Metrics,
  type NameCount,
  type Star,
} from '#contracts';
import type { ValueName } from '../../catalogue/row-values.ts';
import type { LabelState } from '../../persistence/former-labels.ts';
import { Tally } from '../../shared/tally.ts';
import { inAll, type FacetName, type FacetRule } from './facet-rule.ts';
import { Histogram, type Numbers } from './histogram.ts';

/** What is counted of an item. */
export interface Counted {
  /** In which facets, as the rule numbers them. */
  readonly where: number;
  readonly type: ImageType;
  /** Right in the folder of the query, if it lies below. */
  readonly folder: string | undefined;
  readonly label: LabelState;
  readonly metrics: Metrics | undefined;
  readonly categories: Categories | undefined;
}

/** The names that there are columns of, in their order. */
export interface ValueKeys {
  readonly metrics: readonly string[];
  readonly categories: readonly string[];
}

/** The counts themselves: an item is added to them, or taken out again as it was added. */
export class FacetTallies {
  #total = 0;
  readonly #stars = new Tally<Star>();
  readonly #tags = new Tally<string>();
  readonly #types = new Tally<ImageType>();
  readonly #folders = new Tally<string>();
  readonly #labelled = new Tally<boolean>();
  readonly #people = new Tally<string>();
  readonly #histograms = new Map<string, Histogram>();
  readonly #categories = new Map<string, Tally<string>>();
  readonly #own = new Map<FacetName, number | undefined>();

  constructor(private readonly rule: FacetRule) {}

  /** Metrics and categories are counted column by column, and only then followed. */
  get followsValues(): boolean {
    return this.#histograms.size + this.#categories.size > 0;
  }

  change({ where, type, folder, label, metrics, categories }: Counted, sign: 1 | -1): void {
    if (where === inAll) {
      this.#total += sign;
      if (folder !== undefined) this.#folders.add(folder, sign);
    }
    if (this.isIn('stars', where)) this.#stars.add(label.star, sign);
    if (this.isIn('tags', where)) for (const tag of label.tags) this.#tags.add(tag, sign);
    if (this.isIn('type', where)) this.#types.add(type, sign);
    if (this.isIn('labelled', where)) this.#labelled.add(label.isLabelled, sign);
    if (this.isIn('updated_by', where) && label.author !== undefined) this.#people.add(label.author, sign);
    for (const key in metrics) {
      if (this.isIn(`metric:${key}`, where)) this.#histograms.get(key)?.change(metrics[key] ?? NaN, sign);
    }
    for (const key in categories) {
      if (this.isIn(`category:${key}`, where)) this.#categories.get(key)?.add(categories[key] ?? '', sign);
    }
  }

  isIn(facet: FacetName, where: number): boolean {
    return where === inAll || where === this.ownOf(facet);
  }

  /** The number of the rows that count in this facet only. */
  ownOf(facet: FacetName): number | undefined {
    if (!this.#own.has(facet)) this.#own.set(facet, this.rule.ownOf(facet));
    return this.#own.get(facet);
  }

  /** The first of these columns that has to be counted. */
  uncounted({ metrics, categories }: ValueKeys): ValueName | undefined {
    const metric = metrics.find((key) => this.#histograms.get(key)?.isStale ?? true);
    if (metric !== undefined) return `metric:${metric}`;
    const category = categories.find((key) => !this.#categories.has(key));
    return category === undefined ? undefined : `category:${category}`;
  }

  /** The column is another one: it has to be counted anew. */
  drop(name: ValueName): void {
    const key = keyOf(name);
    if (name.startsWith('metric:')) this.#histograms.delete(key);
    else this.#categories.delete(key);
  }

  makeHistogram(key: string, numbers: Numbers): void {
    this.#histograms.set(key, new Histogram(numbers));
  }

  makeCategory(key: string, count: (look: (name: string) => void) => void): void {
    const tally = new Tally<string>();
    count((name) => {
      tally.add(name, 1);
    });
    this.#categories.set(key, tally);
  }

  answer(keys: ValueKeys): Omit<FacetsAnswer, 'partial' | 'head'> {
    const categories = keys.categories.flatMap((key) => this.categoryFacet(key));
    const metrics = keys.metrics.flatMap((key) => this.#histograms.get(key)?.facet(key) ?? []);
    return {
      total: this.#total,
      stars: stars.map((star) => ({ star, count: this.#stars.of(star) })),
      tags: mostOf(this.#tags, (tag, count) => ({ tag, count })),
      types: imageTypes.map((type) => ({ type, count: this.#types.of(type) })),
      folders: mostOf(this.#folders, named),
      labelled: { yes: this.#labelled.of(true), no: this.#labelled.of(false) },
      updated_by: mostOf(this.#people, named),
      metrics: { values: metrics, distinct: metrics.length },
      categories: { values: categories, distinct: categories.length },
    };
  }

  /** All of them: a column of categories has few. */
  private categoryFacet(key: string): CategoryFacet[] {
    const tally = this.#categories.get(key);
    const { values } = tally ? mostOf(tally, named, limits.categoryValues) : { values: [] };
    return values.length === 0 ? [] : [{ key, values }];
  }
}

function named(name: string, count: number): NameCount {
  return { name, count };
}

export function keyOf(name: ValueName): string {
  return name.slice(name.indexOf(':') + 1);
}

/** The most frequent first, and among equals by name. */
function mostOf<Value>(
  tally: Tally<string>,
  describe: (name: string, count: number) => Value,
  most: number = limits.facetValues,
): { values: Value[]; distinct: number } {
  const all = [...tally.entries()].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
  const values = all.slice(0, most).map(([name, count]) => describe(name, count));
  return { values, distinct: all.length };
}
