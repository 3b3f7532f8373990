/** All offsets there are are whole quarters of an hour, and change at one. */
export const quarterMs = 15 * 60_000;

export interface LocalHour {
  /** As 2026-11-21. */
  readonly day: string;
  /** 0 to 23. */
  readonly hour: number;
}

/** What the clocks on the walls of a time zone say. Days there may have 23 or 25 hours. */
export class ZoneClock {
  readonly #format: Intl.DateTimeFormat;
  readonly #known = new Map<number, LocalHour>();

  /** Throws a RangeError for a zone that nobody knows. */
  constructor(zone: string) {
    const numbers = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit' } as const;
    this.#format = new Intl.DateTimeFormat('en-CA', { ...numbers, hourCycle: 'h23', timeZone: zone });
  }

  /** Of the quarter of an hour of this number, counted since 1970. */
  hourOf(quarter: number): LocalHour {
    const known = this.#known.get(quarter);
    if (known) return known;
    const parts = new Map(this.#format.formatToParts(quarter * quarterMs).map(({ type, value }) => [type, value]));
    const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
    const found = { day: `${part('year')}-${part('month')}-${part('day')}`, hour: Number(part('hour')) };
    this.#known.set(quarter, found);
    return found;
  }
}

const zoneCharacters = 64;
/** A zone may be named by its distance from UTC; there are clocks nowhere that are off by ten minutes. */
const offset = /^[+-]\d\d:?(\d\d)/;

export function isZone(name: string): boolean {
  if (name.length > zoneCharacters) return false;
  const minutes = offset.exec(name)?.[1];
  if (minutes !== undefined && Number(minutes) % 15 !== 0) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
