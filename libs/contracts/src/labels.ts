/** What people write on an item. Until somebody has, it is the default label at version 1. */
export type Star = 0 | 1 | 2 | 3 | 4 | 5 | null;
export const stars: readonly Star[] = [0, 1, 2, 3, 4, 5, null];

/** Numbers by name: pushed by a job, or given by the source. */
export type Metrics = Record<string, number>;

/** What the source says of an item in words, by the name of the column. */
export type Categories = Record<string, string>;

/** The fields that people write. */
export const labelFields = ['tags', 'notes', 'star'] as const;
export type LabelField = (typeof labelFields)[number];

/** Changes to one label. Tags are set, then removed, then added. What is left out stays as it is. */
export interface LabelPatch {
  set_star?: Star;
  set_notes?: string;
  set_tags?: string[];
  add_tags?: string[];
  remove_tags?: string[];
}

/** Where an accepted write is kept: on disk, or, with `--no-write`, in memory only. */
export type Durability = 'disk' | 'memory';
