/** How far back one looks. */
export const periods = ['today', 'week', 'month', 'ever'] as const;
export type Period = (typeof periods)[number];

/** From one day to another, both included, as `2026-03-04`; null is open. */
export interface Days {
  readonly from: string | null;
  readonly to: string | null;
}

const daysBefore = { today: 0, week: 6, month: 29 } as const;

/** Days are those of this person's calendar: where clocks are changed, one has 23 hours or 25. null is the beginning of time. */
export function beginOf(period: Period, now: Date): Date | null {
  if (period === 'ever') return null;
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysBefore[period]);
}

/** From when, and up to when (not included), as moments. */
export function momentsOf(when: Period | Days, now: Date): { from?: string; to?: string } {
  const from = typeof when === 'string' ? beginOf(when, now) : midnight(when.from, 0);
  const to = typeof when === 'string' ? null : midnight(when.to, 1);
  return {
    ...(from === null ? {} : { from: from.toISOString() }),
    ...(to === null ? {} : { to: to.toISOString() }),
  };
}

/** A day of the calendar, or null: also for the 31st of February. */
export function dayIn(text: string | null): string | null {
  if (text === null || !/^\d{4}-\d\d-\d\d$/.test(text)) return null;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : null;
}

/** The day on this person's calendar. */
export function dayOf(date: Date): string {
  const [month, day] = [date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0'));
  return `${String(date.getFullYear()).padStart(4, '0')}-${month ?? ''}-${day ?? ''}`;
}

function midnight(day: string | null, later: number): Date | null {
  const [year, month, date] = day?.split('-').map(Number) ?? [];
  return year === undefined || month === undefined || date === undefined
    ? null
    : new Date(year, month - 1, date + later);
}
