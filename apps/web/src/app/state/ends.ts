import type { BrowseAnswer, BrowseQuery, ItemRow } from '#contracts';

/** The rows at both ends of a result: what they have in common all rows between them have. */
export interface Ends {
  readonly first: ItemRow;
  readonly last: ItemRow;
}

export type FetchRow = (index: number) => Promise<ItemRow | undefined>;

/** Null where the order is none that can be told in words: chance, relevance, and the names of one folder. */
export async function endsOf(query: BrowseQuery, answer: BrowseAnswer, row: FetchRow): Promise<Ends | null> {
  const { key } = query.sort;
  const isToldByName = (key === 'name' || key === 'path') && !query.recursive;
  if (isToldByName || key === 'random' || key === 'relevance' || answer.total < 2) return null;
  const at = (index: number): Promise<ItemRow | undefined> => {
    const known = answer.items[index - answer.offset];
    return known === undefined ? row(index) : Promise.resolve(known);
  };
  const [first, last] = await Promise.all([at(0), at(answer.total - 1)]);
  return first === undefined || last === undefined ? null : { first, last };
}
