const latest = 8.64e15;

/** File systems can hold times that no calendar has; such a time is shown as the nearest that exists. */
export function isoTime(milliseconds: number): string {
  return new Date(Math.max(-latest, Math.min(latest, milliseconds))).toISOString();
}

const written = /^(\d{4})-(\d\d)-(\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/;

/** Milliseconds since 1970 of a day in UTC or of a time with its zone; undefined for days that no calendar has. */
export function readIsoTime(text: string): number | undefined {
  const [, year, month, day] = written.exec(text) ?? [];
  if (year === undefined) return undefined;
  // The built-in reader takes 30 February for a day in March.
  const isDay = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day);
  const milliseconds = Date.parse(text);
  return isDay && !Number.isNaN(milliseconds) ? milliseconds : undefined;
}
