/** From the first place up to, not including, the second. */
export type Range = readonly [number, number];

/** Disjoint ranges in their order, none of them empty, none touching another. */
export type Ranges = readonly Range[];

export function countIn(ranges: Ranges): number {
  return ranges.reduce((sum, [from, to]) => sum + to - from, 0);
}

export function has(ranges: Ranges, place: number): boolean {
  // Asked by each tile, and picked one by one there may be thousands.
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.[1] ?? Infinity) <= place) low = middle + 1;
    else high = middle;
  }
  return (ranges[low]?.[0] ?? Infinity) <= place;
}

export function withRange(ranges: Ranges, [from, to]: Range): Ranges {
  if (to <= from) return ranges;
  const apart = ranges.filter(([first, last]) => last < from || first > to);
  const joined = ranges.filter(([first, last]) => last >= from && first <= to);
  const all: Range = [
    Math.min(from, ...joined.map(([first]) => first)),
    Math.max(to, ...joined.map(([, last]) => last)),
  ];
  return [...apart, all].sort(([a], [b]) => a - b);
}

export function withoutRange(ranges: Ranges, [from, to]: Range): Ranges {
  if (to <= from) return ranges;
  return ranges.flatMap(([first, last]): Ranges => {
    const parts: Range[] = [
      [first, Math.min(last, from)],
      [Math.max(first, to), last],
    ];
    return parts.filter(([a, b]) => a < b);
  });
}
