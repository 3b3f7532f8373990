import { refused } from './body-fields.ts';
import { readIsoTime } from './iso-time.ts';

/** A time in an address, in milliseconds since 1970; undefined where none is asked for. */
export function askedTime(text: string | undefined, field: string): number | undefined {
  if (text === undefined) return undefined;
  const time = readIsoTime(text);
  if (time === undefined) throw refused(field, 'must be a time such as 2026-01-23T19:22:05Z');
  return time;
}
