import type { Column } from './column-chart.ts';
import type { ImagesBehind } from './images-behind.ts';
import { binMark, binWords, hourWords } from './number-words.ts';
import type { Bins } from './scales.ts';

/** More of them would touch on a phone. */
const MARKS = 7;

export function dayColumns({ unit, bins }: Bins, behind: ImagesBehind): Column[] {
  const every = Math.ceil(bins.length / MARKS);
  return bins.map((bin, at) => ({
    // The last one is the one that people look for.
    mark: (bins.length - 1 - at) % every === 0 ? binMark(bin, unit) : '',
    name: binWords(bin, unit),
    value: bin.labels,
    newly: bin.newly,
    link: bin.labels === 0 ? '' : behind.onDays(bin.first, bin.last),
    newlyLink: bin.newly === 0 ? null : behind.onDays(bin.first, bin.last, 'first'),
  }));
}

export function hourColumns(hours: readonly number[], behind: ImagesBehind): Column[] {
  return hours.map((value, hour) => ({
    mark: hour % 3 === 0 ? String(hour) : '',
    name: hourWords(hour),
    value,
    newly: null,
    link: behind.atHour(hour),
    newlyLink: null,
  }));
}
