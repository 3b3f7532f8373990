export interface Order<Key extends string> {
  readonly key: Key;
  readonly isDown: boolean;
}

const names = new Intl.Collator('en', { numeric: true });

/** The same column again turns it round; another begins with what one looks for there: the largest number, the first name. */
export function turned<Key extends string>(before: Order<Key>, key: Key, isName: boolean): Order<Key> {
  return before.key === key ? { key, isDown: !before.isDown } : { key, isDown: !isName };
}

/** Equal ones stay as they were; what has no value comes last, whichever way round. */
export function sorted<Row>(
  rows: readonly Row[],
  valueOf: (row: Row) => string | number | null,
  isDown: boolean,
): Row[] {
  return [...rows].sort((a, b) => {
    const [one, other] = [valueOf(a), valueOf(b)];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    const order =
      typeof one === 'string' || typeof other === 'string' ? names.compare(String(one), String(other)) : one - other;
    return isDown ? -order : order;
  });
}
