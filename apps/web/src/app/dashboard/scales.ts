import type { DayCount } from '#contracts';
import type { DaySpan } from '../state/work-period.ts';
import { addDays, daysBetween, weekdayOf, type Day } from '../state/zone-days.ts';

/** Steps of an axis that people count in: 1, 2 or 5 and noughts behind. */
export function stepFor(max: number, steps: number): number {
  const rough = Math.max(1, max / steps);
  const ten = 10 ** Math.floor(Math.log10(rough));
  const wanted = [1, 2, 5, 10].find((each) => each * ten >= rough - 1e-9) ?? 10;
  return wanted * ten;
}

/** From 0 to the first step at or above the largest value. At least one step, so that nothing is divided by nothing. */
export function ticksFor(max: number, steps = 4): number[] {
  const step = stepFor(max, steps);
  const count = Math.max(1, Math.ceil(max / step));
  return Array.from({ length: count + 1 }, (_, at) => at * step);
}

/** Of a whole, from 0 to 1. */
export function shareOf(part: number, whole: number): number {
  return whole <= 0 ? 0 : Math.min(1, Math.max(0, part / whole));
}

export type BinUnit = 'day' | 'week' | 'month' | 'year';

export interface Bin {
  readonly first: Day;
  readonly last: Day;
  readonly labels: number;
  /** Of these: on images that nobody had written on before. */
  readonly newly: number;
}

export interface Bins {
  readonly unit: BinUnit;
  readonly bins: readonly Bin[];
}

/** More columns than these are thinner than a finger or an eye can tell apart. */
const MOST = 62;

/** All days of the time, also those without work: in weeks, months or years where there would be too many. */
export function binsOf(days: readonly DayCount[], span: DaySpan, today: Day): Bins {
  const [first, last] = [span.first ?? days[0]?.day ?? null, span.last ?? today];
  if (first === null || first > last) return { unit: 'day', bins: [] };
  const unit = unitFor(first, last);
  const known = new Map(days.map((each) => [each.day, each]));
  const bins: Bin[] = [];
  for (let begin = first; begin <= last;) {
    const end = earlier(lastOf(begin, unit), last);
    let [labels, newly] = [0, 0];
    for (let day = begin; day <= end; day = addDays(day, 1)) {
      labels += known.get(day)?.labels ?? 0;
      newly += known.get(day)?.first ?? 0;
    }
    bins.push({ first: begin, last: end, labels, newly });
    begin = addDays(end, 1);
  }
  return { unit, bins };
}

function unitFor(first: Day, last: Day): BinUnit {
  const days = daysBetween(first, last);
  if (days <= MOST) return 'day';
  if (days <= MOST * 7) return 'week';
  return monthOf(last) - monthOf(first) < MOST ? 'month' : 'year';
}

/** Since the year 0. */
function monthOf(day: Day): number {
  const [year = 0, month = 0] = day.split('-').map(Number);
  return year * 12 + month;
}

function lastOf(day: Day, unit: BinUnit): Day {
  if (unit === 'day') return day;
  if (unit === 'week') return addDays(day, 6 - weekdayOf(day));
  const [year = 0, month = 0] = unit === 'year' ? [Number(day.slice(0, 4)), 12] : day.split('-').map(Number);
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

function earlier(a: Day, b: Day): Day {
  return a < b ? a : b;
}
