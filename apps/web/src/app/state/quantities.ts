import type { ItemRow } from '#contracts';

/** A row of a table may name a file that is not there, or that nobody has looked at. */
export function isFileKnown({ size, addedAt }: Pick<ItemRow, 'size' | 'addedAt'>): boolean {
  return size > 0 || Date.parse(addedAt) > 0;
}

const counts = new Intl.NumberFormat('en');
const days = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

export function count(value: number): string {
  return counts.format(value);
}

/** `1 image`, `2 images`, `12,345 images`. */
export function countOf(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** At most four characters, for narrow columns: `950`, `1.2k`, `34k`, `1.1M`. */
export function shortCount(value: number): string {
  if (value < 1000) return String(value);
  if (value < 9950) return `${(value / 1000).toFixed(1).replace('.0', '')}k`;
  if (value < 999_500) return `${String(Math.round(value / 1000))}k`;
  return `${(value / 1_000_000).toFixed(1).replace('.0', '')}M`;
}

export function bytes(value: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
  let amount = value;
  let unit = 0;
  // From here on three digits would be rounded to a thousand of the smaller unit.
  while (amount >= 999.5 && unit < units.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? count(amount) : amount.toPrecision(3)} ${units[unit] ?? ''}`;
}

export function dateTime(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : days.format(date);
}

/** As short as it can be, and not shorter. */
export function numberWords(value: number): string {
  const isExtreme = value !== 0 && (Math.abs(value) >= 1e6 || Math.abs(value) < 1e-3);
  return isExtreme ? value.toExponential(2) : String(Number(value.toPrecision(4)));
}
