/** A day of a calendar, as 2026-11-21. These sort as they follow one another. */
export type Day = string;

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;
/** No clock of the world is further from UTC than 14 hours. */
const FURTHEST_MINUTES = 16 * 60;

/** The calendar of one time zone. */
export class ZoneDays {
  private readonly format: Intl.DateTimeFormat;

  /** Throws for a zone that this browser does not know. */
  constructor(readonly zone: string) {
    // The one language that writes days as we do.
    this.format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
  }

  dayAt(time: number): Day {
    return this.format.format(time);
  }

  /** The first moment of a day: not always midnight, which some days do not have. Of a day that was left out: of the next. */
  beginOf(day: Day): number {
    const middle = Date.parse(`${day}T00:00Z`);
    let [before, there] = [-FURTHEST_MINUTES, FURTHEST_MINUTES];
    while (there - before > 1) {
      const between = (before + there) >> 1;
      if (this.dayAt(middle + between * MINUTE_MS) < day) before = between;
      else there = between;
    }
    return middle + there * MINUTE_MS;
  }
}

/** The server's own rule: an offset by whole quarters of an hour. */
const offset = /^[+-]\d\d:?(\d\d)/;

export function isZone(name: string): boolean {
  if (Number(offset.exec(name)?.[1] ?? 0) % 15 !== 0) return false;
  try {
    return new ZoneDays(name).zone !== '';
  } catch {
    // That is how browsers say no.
    return false;
  }
}

export function addDays(day: Day, count: number): Day {
  return new Date(Date.parse(`${day}T00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

/** Days from the first to the last, which is included. */
export function daysBetween(first: Day, last: Day): number {
  return Math.round((Date.parse(`${last}T00:00Z`) - Date.parse(`${first}T00:00Z`)) / DAY_MS) + 1;
}

/** 0 is a Monday. */
export function weekdayOf(day: Day): number {
  return (new Date(`${day}T00:00Z`).getUTCDay() + 6) % 7;
}

export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
