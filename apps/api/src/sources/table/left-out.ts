import { limits } from '#contracts';

/** So many of them are told, each cut to the length of a name. */
const told = 30;

/** A condition can ask for it by its name, and no object has something of that name already (`constructor`). */
export function isAskable(name: string): boolean {
  return name !== '' && name.length <= limits.metricNameCharacters && !(name in Object.prototype);
}

export interface LeftOutColumn {
  readonly name: string;
  /** For a person, in the middle of a sentence. */
  readonly why: string;
}

/** Columns of which nothing is shown: how many, and the first ones. */
export interface LeftOut {
  readonly count: number;
  readonly first: readonly LeftOutColumn[];
}

export function leftOutOf(columns: readonly LeftOutColumn[]): LeftOut {
  const all = [...new Map(columns.map((column) => [column.name, column])).values()];
  return { count: all.length, first: all.slice(0, told).map(({ name, why }) => ({ name: cut(name), why })) };
}

function cut(name: string): string {
  return name.length > limits.metricNameCharacters ? `${name.slice(0, limits.metricNameCharacters - 1)}…` : name;
}
