import type { PersonStats, Stats } from '#contracts';

export interface PeopleRow extends PersonStats {
  /** Writes that met a change of somebody else. */
  readonly refused: number;
  /** Of these: made after all. */
  readonly written: number;
}

/** Those who were refused without a label are people, too. */
export function peopleRows({ people, refused }: Pick<Stats, 'people' | 'refused'>): PeopleRow[] {
  const counts = new Map(refused.values.map(({ name, count, written }) => [name, { refused: count, written }]));
  const rows = people.map((person) => ({ ...person, ...(counts.get(person.name) ?? { refused: 0, written: 0 }) }));
  const known = new Set(people.map(({ name }) => name));
  const others = refused.values.filter(({ name }) => !known.has(name));
  return [...rows, ...others.map(({ name, count, written }) => ({ ...nothing, name, refused: count, written }))];
}

const nothing: PersonStats = {
  name: '',
  labels: 0,
  first: 0,
  again: { own: 0, others: 0 },
  active_seconds: 0,
  median_seconds: null,
  undone: 0,
};
