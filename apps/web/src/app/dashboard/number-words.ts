import type { Forecast } from '#contracts';
import { count, countOf } from '../state/quantities.ts';
import type { Day } from '../state/zone-days.ts';
import type { BinUnit, Bin } from './scales.ts';

const formats = {
  short: new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }),
  year: new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }),
  weekday: new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' }),
  month: new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }),
} as const;

/** Never all before all is done, never nothing when something is. */
export function percentWords(part: number, whole: number): string {
  if (whole <= 0) return '–';
  if (part <= 0) return '0%';
  if (part >= whole) return '100%';
  const percent = Math.min(99.9, Math.max(0.1, (100 * part) / whole));
  const isAtEdge = percent < 10 || percent > 99;
  return `${isAtEdge ? percent.toFixed(1).replace(/\.0$/, '') : String(Math.round(percent))}%`;
}

/** `2 h 05 min`, `12 min`, `40 s`. */
export function durationWords(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${String(whole)} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${String(minutes)} min`;
  return `${count(Math.floor(minutes / 60))} h ${String(minutes % 60).padStart(2, '0')} min`;
}

export function secondsWords(seconds: number | null): string {
  if (seconds === null) return '–';
  const tenths = Math.round(seconds * 10) / 10;
  if (tenths < 10) return `${tenths.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${String(whole)} s` : `${String(Math.floor(whole / 60))} min ${two(whole % 60)} s`;
}

/** How refused changes ended. */
export function endsWords(refused: number, written: number): string {
  return written >= refused ? 'all written' : `${count(refused - written)} left`;
}

export interface ForecastWords {
  readonly says: string;
  readonly more: string;
}

export function forecastWords(forecast: Forecast, today: Day): ForecastWords {
  if (forecast.state === 'done') return { says: 'Done', more: 'Every image has a label.' };
  if (forecast.state === 'not_enough_data')
    return { says: 'Not enough data', more: 'Three days of work are needed, today not counted.' };
  const { ends, earliest, latest, active_days: days } = forecast;
  const [soon, late] = [dayWords(earliest, today), latest === null ? null : dayWords(latest, today)];
  const range =
    late === null
      ? `not before ${soon}; slow days lead to no end`
      : soon === late
        ? 'on that day'
        : `between ${soon} and ${late}`;
  return {
    says: `Done by ${dayWords(ends, today)}`,
    more: `${upper(range)}. ${countOf(days, 'day')} of work ${days === 1 ? 'is' : 'are'} left.`,
  };
}

/** The year only where it is another. */
export function dayWords(day: Day, today: Day): string {
  return formats[day.slice(0, 4) === today.slice(0, 4) ? 'short' : 'year'].format(timeOf(day));
}

/** Under a column. */
export function binMark({ first }: Bin, unit: BinUnit): string {
  if (unit === 'year') return first.slice(0, 4);
  return unit === 'month' ? first.slice(0, 7) : formats.short.format(timeOf(first));
}

/** Whole, for whoever reads or hears it. */
export function binWords({ first, last }: Bin, unit: BinUnit): string {
  if (unit === 'day') return formats.weekday.format(timeOf(first));
  if (unit === 'year') return first.slice(0, 4);
  if (unit === 'month') return formats.month.format(timeOf(first));
  return first === last
    ? formats.year.format(timeOf(first))
    : `${formats.short.format(timeOf(first))} – ${formats.year.format(timeOf(last))}`;
}

export function hourWords(hour: number): string {
  return `${two(hour)}:00 – ${two((hour + 1) % 24)}:00`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function timeOf(day: Day): number {
  return Date.parse(`${day}T00:00Z`);
}
