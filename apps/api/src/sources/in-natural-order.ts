import { naturalKey } from '../shared/natural-order.ts';

/** As people read names: `2.jpg` before `10.jpg`. */
export function inNaturalOrder<Entry>(entries: readonly Entry[], key: (entry: Entry) => string): Entry[] {
  return entries
    .map((entry) => ({ entry, order: naturalKey(key(entry)) }))
    .sort((a, b) => (a.order < b.order ? -1 : 1))
    .map(({ entry }) => entry);
}
