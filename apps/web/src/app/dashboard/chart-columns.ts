import type { Column } from './column-chart.ts';
import type { ImagesBehind } from './images-behind.ts';
import { binMark, binWords, hourWords } from './number-words.ts';
import type { Bins } from './scales.ts';

export function dayColumns({ unit, bins }: Bins, behind: ImagesBehind): Column[] {
  return bins.map((bin) => ({
    mark: binMark(bin, unit),
    name: binWords(bin, unit),
    value: bin.labels,
    newly: bin.newly,
    link: bin.labels === 0 ? '' : behind.onDays(bin.first, bin.last),
    newlyLink: bin.newly === 0 ? null : behind.onDays(bin.first, bin.last, 'first'),
  }));
}

export function hourColumns(hours: readonly number[], behind: ImagesBehind): Column[] {
  return hours.map((value, hour) => ({
    mark: String(hour),
    name: hourWords(hour),
    value,
    newly: null,
    link: behind.atHour(hour),
    newlyLink: null,
  }));
}
