import type { Span } from '../state/result-windows.ts';

/** Down through the result, or back up. */
export type Travel = 1 | -1;

/** So many screens. */
const SCREENS = 2;
/** However small the tiles are: their thumbs are to be there soon, and not to push out those of the way back. */
const MOST = 240;

/** Which way one goes, by where the screen began before and begins now. */
export function travelled(before: Span | null, now: Span, otherwise: Travel): Travel {
  if (before === null || before.first === now.first) return otherwise;
  return now.first > before.first ? 1 : -1;
}

/** What comes after what is in the page, the way one goes; null at the end. */
export function spanAhead(drawn: Span, seen: Span, travel: Travel, total: number): Span | null {
  const reach = Math.min(MOST, SCREENS * (seen.last - seen.first + 1));
  const span =
    travel === 1
      ? { first: drawn.last + 1, last: Math.min(total - 1, drawn.last + reach) }
      : { first: Math.max(0, drawn.first - reach), last: drawn.first - 1 };
  return span.first > span.last ? null : span;
}

/** The person, or the device, asked not to be sent what may never be looked at. */
export function savesData(): boolean {
  // Not every browser knows it, and the types of none do.
  const { connection } = navigator as Navigator & { readonly connection?: { readonly saveData?: boolean } };
  return connection?.saveData === true;
}
