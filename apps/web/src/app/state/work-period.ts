import { addDays, isDay, weekdayOf, type Day, type ZoneDays } from './zone-days.ts';

export const workPresets = ['today', 'yesterday', '7-days', 'week', '30-days', 'ever'] as const;
export type WorkPreset = (typeof workPresets)[number];

/** The days whose work is looked at. A preset moves on with the calendar; days of one's own do not. */
export type WorkPeriod = WorkPreset | { readonly first: Day; readonly last: Day };

/** Both included; null where there is no end. */
export interface DaySpan {
  readonly first: Day | null;
  readonly last: Day | null;
}

/** The same as the server is asked for it. */
export interface TimeSpan {
  readonly from?: string;
  readonly to?: string;
}

const names: Readonly<Record<WorkPreset, string>> = {
  today: 'Today',
  yesterday: 'Yesterday',
  '7-days': 'Last 7 days',
  week: 'This week',
  '30-days': 'Last 30 days',
  ever: 'Everything',
};
const dates = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' });

export const usualPeriod: WorkPeriod = '7-days';

/** Of an address. Days after the year 9999 are written, and sort, otherwise; nobody labelled before this or will after. */
const [earliest, latest]: readonly [Day, Day] = ['1970-01-01', '2100-12-31'];

export function readPeriod(text: string | null): WorkPeriod {
  const preset = workPresets.find((known) => known === text);
  if (preset !== undefined) return preset;
  const [first = '', last = ''] = (text ?? '').split('..');
  if (!isDay(first) || !isDay(last)) return usualPeriod;
  const [from, to] = [first, last].sort().map(withinReach);
  return from === undefined || to === undefined ? usualPeriod : { first: from, last: to };
}

function withinReach(day: Day): Day {
  if (day < earliest) return earliest;
  return day > latest ? latest : day;
}

export function writePeriod(period: WorkPeriod): string {
  return typeof period === 'string' ? period : `${period.first}..${period.last}`;
}

export function spanOf(period: WorkPeriod, today: Day): DaySpan {
  if (typeof period !== 'string') return period;
  switch (period) {
    case 'today':
      return { first: today, last: today };
    case 'yesterday':
      return { first: addDays(today, -1), last: addDays(today, -1) };
    case '7-days':
      return { first: addDays(today, -6), last: today };
    case 'week':
      return { first: addDays(today, -weekdayOf(today)), last: today };
    case '30-days':
      return { first: addDays(today, -29), last: today };
    case 'ever':
      return { first: null, last: null };
  }
}

export function timesOf({ first, last }: DaySpan, days: ZoneDays): TimeSpan {
  return {
    ...(first === null ? {} : { from: new Date(days.beginOf(first)).toISOString() }),
    ...(last === null ? {} : { to: new Date(days.beginOf(addDays(last, 1))).toISOString() }),
  };
}

export function presetWords(preset: WorkPreset): string {
  return names[preset];
}

/** As it stands in a sentence: `Nobody labelled …`. */
export function periodWords(period: WorkPeriod): string {
  if (typeof period !== 'string') {
    const [first, last] = [dayOf(period.first), dayOf(period.last)];
    return first === last ? `on ${first}` : `from ${first} to ${last}`;
  }
  if (period === 'ever') return 'so far';
  return period === '7-days' || period === '30-days'
    ? `in the ${names[period].toLowerCase()}`
    : names[period].toLowerCase();
}

function dayOf(day: Day): string {
  return dates.format(Date.parse(`${day}T00:00Z`));
}
