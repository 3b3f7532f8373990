import { imageTypes, limits, stars, type FacetsAnswer, type ImageType, type Metrics, type Star } from '#contracts';
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
  readonly #own = new Map<FacetName, number | undefined>();

  constructor(private readonly rule: FacetRule) {}

  get hasHistograms(): boolean {
    return this.#histograms.size > 0;
  }

  change({ where, type, folder, label, metrics }: Counted, sign: 1 | -1): void {
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
  }

  isIn(facet: FacetName, where: number): boolean {
    return where === inAll || where === this.ownOf(facet);
  }

  /** The number of the rows that count in this facet only. */
  ownOf(facet: FacetName): number | undefined {
    if (!this.#own.has(facet)) this.#own.set(facet, this.rule.ownOf(facet));
    return this.#own.get(facet);
  }

  /** The first of these whose histogram has to be made. */
  withoutHistogram(keys: readonly string[]): string | undefined {
    return keys.find((key) => this.#histograms.get(key)?.isStale ?? true);
  }

  makeHistogram(key: string, numbers: Numbers): void {
    this.#histograms.set(key, new Histogram(numbers));
  }

  answer(keys: readonly string[]): Omit<FacetsAnswer, 'partial' | 'head'> {
    const metrics = keys.flatMap((key) => this.#histograms.get(key)?.facet(key) ?? []);
    return {
      total: this.#total,
      stars: stars.map((star) => ({ star, count: this.#stars.of(star) })),
      tags: mostOf(this.#tags, (tag, count) => ({ tag, count })),
      types: imageTypes.map((type) => ({ type, count: this.#types.of(type) })),
      folders: mostOf(this.#folders, (name, count) => ({ name, count })),
      labelled: { yes: this.#labelled.of(true), no: this.#labelled.of(false) },
      updated_by: mostOf(this.#people, (name, count) => ({ name, count })),
      metrics: { values: metrics, distinct: metrics.length },
    };
  }
}

/** The most frequent first, and among equals by name. */
function mostOf<Value>(
  tally: Tally<string>,
  describe: (name: string, count: number) => Value,
): { values: Value[]; distinct: number } {
  const all = [...tally.entries()].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
  const values = all.slice(0, limits.facetValues).map(([name, count]) => describe(name, count));
  return { values, distinct: all.length };
}
