import type { GestureFilter } from './gesture-log.ts';
import { dayIn, periods } from './period.ts';

/** Whose history, and of when: all of it stands in the address of the page. */
export const usualHistory: GestureFilter = { by: null, when: 'week' };

export function readHistoryPlace(get: (key: string) => string | null): GestureFilter {
  const by = get('by');
  const days = { from: dayIn(get('from')), to: dayIn(get('to')) };
  const period = periods.find((known) => known === get('period'));
  const when = period ?? (days.from === null && days.to === null ? usualHistory.when : days);
  return { by: by === null || by === '' ? null : by, when };
}

/** The address, relative to the base of the application. */
export function historyLink({ by, when }: GestureFilter): string {
  const parts = Object.entries({ by, ...(typeof when === 'string' ? { period: when } : when) });
  const said = parts.flatMap(([key, value]) => (value === null ? [] : [`${key}=${encodeURIComponent(value)}`]));
  return `history?${said.join('&')}`;
}
