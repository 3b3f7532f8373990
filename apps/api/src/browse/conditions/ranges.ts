import type { NumberCondition, TextCondition, TimeRange } from '#contracts';
import { foldText } from '../../shared/fold-text.ts';
import { readIsoTime } from '../../shared/iso-time.ts';

export function isInTextCondition({ contains, not_contains }: TextCondition): (text: string) => boolean {
  const [wanted, unwanted] = [contains, not_contains].map((text) => text && foldText(text));
  return (text) => {
    const folded = foldText(text);
    return (wanted === undefined || folded.includes(wanted)) && (unwanted === undefined || !folded.includes(unwanted));
  };
}

/** `from` belongs to it, `to` does not: one day's end is the next day's beginning, and no time is in both. */
export function isInTimeRange({ from, to }: TimeRange): (milliseconds: number) => boolean {
  const start = from === undefined ? -Infinity : (readIsoTime(from) ?? NaN);
  const end = to === undefined ? Infinity : (readIsoTime(to) ?? NaN);
  return (milliseconds) => milliseconds >= start && milliseconds < end;
}

export function comparesWith({ op, value }: NumberCondition): (number: number) => boolean {
  switch (op) {
    case '<':
      return (number) => number < value;
    case '<=':
      return (number) => number <= value;
    case '=':
      return (number) => number === value;
    case '>=':
      return (number) => number >= value;
    case '>':
      return (number) => number > value;
  }
}
