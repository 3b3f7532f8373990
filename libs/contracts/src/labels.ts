/** What people write on an item. Until somebody has, it is the default label at version 1. */
export type Star = 0 | 1 | 2 | 3 | 4 | 5 | null;

/** Numbers by name, pushed by a job. */
export type Metrics = Record<string, number>;
