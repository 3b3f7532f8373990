import { limits, type BrowseQuery } from '#contracts';
import { fitName } from '../state/display-name.ts';

/** Who gets a part each: by name, or only how many. */
export type Sharers = readonly string[] | number;

export type ReadSharers =
  | { readonly kind: 'read'; readonly among: Sharers; readonly count: number }
  | { readonly kind: 'refused'; readonly why: string };

/** `Ada, Ben, Cleo`, or `3`. */
export function readSharers(text: string): ReadSharers {
  const names = text
    .split(/[,;\n]/)
    .map((each) => fitName(each))
    .filter((each) => each !== '');
  const [only = ''] = names;
  const isNumber = names.length === 1 && /^\d+$/.test(only);
  const among = isNumber ? Number(only) : names;
  const count = isNumber ? Number(only) : names.length;
  if (count < 2)
    return { kind: 'refused', why: 'Two people at least: their names with commas between them, or how many.' };
  if (count > limits.parts) return { kind: 'refused', why: `There are ${String(limits.parts)} parts at most.` };
  const twice = isNumber ? undefined : names.find((name, at) => names.indexOf(name) !== at);
  return twice === undefined ? { kind: 'read', among, count } : { kind: 'refused', why: `“${twice}” is there twice.` };
}

/** Into how many the whole is split of which this is a part: 1 where it is none. */
export function partsIn({ filters }: BrowseQuery): number {
  const filter = filters?.and.find((each) => 'part' in each);
  return filter && 'part' in filter ? filter.part.of : 1;
}

/** The same question, once for each part. A part of a part is a smaller part of the whole. */
export function partsOf(query: BrowseQuery, count: number): BrowseQuery[] {
  const conditions = query.filters?.and ?? [];
  const filter = conditions.find((each) => 'part' in each);
  const whole = filter && 'part' in filter ? filter.part : { of: 1, index: 1 };
  const others = conditions.filter((each) => each !== filter);
  return Array.from({ length: count }, (_, at) => {
    const part = { of: whole.of * count, index: (whole.index - 1) * count + at + 1 };
    return { ...query, filters: { and: [...others, { part }] } };
  });
}

/** `Cats · part 1 of 3`, with the name of whoever it is for: what is too long is taken from the name of the whole. */
export function partNames(name: string, among: Sharers): string[] {
  const people = typeof among === 'number' ? Array.from({ length: among }, () => '') : among;
  return people.map((person, at) => {
    const part = ` · part ${String(at + 1)} of ${String(people.length)}`;
    const own = person === '' ? part : ` · ${person}${part}`;
    const room = limits.nameCharacters - Array.from(own).length;
    return room > 0 ? `${Array.from(name).slice(0, room).join('')}${own}` : fitName(`${person}${part}`);
  });
}
