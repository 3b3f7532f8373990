const latest = 8.64e15;

/** File systems can hold times that no calendar has; such a time is shown as the nearest that exists. */
export function isoTime(milliseconds: number): string {
  return new Date(Math.max(-latest, Math.min(latest, milliseconds))).toISOString();
}
