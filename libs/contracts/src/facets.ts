import type { ImageType } from './images.ts';
import type { Star } from './labels.ts';
import type { TagCount } from './tags.ts';

/** How many items of a query there are of each kind. Each facet leaves out the query's own condition on it. */
export interface FacetsAnswer {
  /** Items for which all conditions hold. */
  total: number;
  /** 0 to 5, then none. */
  stars: StarCount[];
  tags: { values: TagCount[]; distinct: number };
  types: TypeCount[];
  /** Those right in the folder of the query, with everything below them. */
  folders: { values: NameCount[]; distinct: number };
  labelled: { yes: number; no: number };
  updated_by: { values: NameCount[]; distinct: number };
  /** By name. */
  metrics: { values: MetricFacet[]; distinct: number };
  /** By name. */
  categories: { values: CategoryFacet[]; distinct: number };
  /** Folders below are still being listed. */
  partial: boolean;
  /** Where to open the stream to miss nothing that this answer does not hold. */
  head: string;
}

export interface StarCount {
  star: Star;
  count: number;
}

export interface TypeCount {
  type: ImageType;
  count: number;
}

export interface NameCount {
  name: string;
  count: number;
}

/** The values in one column of the source, the most frequent first. */
export interface CategoryFacet {
  key: string;
  values: NameCount[];
}

/** The numbers of one metric between its smallest and its largest, in 40 bins of one width. */
export interface MetricFacet {
  key: string;
  count: number;
  min: number;
  max: number;
  bins: number[];
}
