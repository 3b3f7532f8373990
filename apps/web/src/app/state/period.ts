/** How far back one looks. */
export const periods = ['today', 'week', 'month', 'ever'] as const;
export type Period = (typeof periods)[number];

const daysBefore = { today: 0, week: 6, month: 29 } as const;

/** Days are those of this person's calendar: where clocks are changed, one has 23 hours or 25. null is the beginning of time. */
export function beginOf(period: Period, now: Date): Date | null {
  if (period === 'ever') return null;
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysBefore[period]);
}
