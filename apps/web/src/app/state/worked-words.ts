import type { WorkedFilter, WorkedKind } from '#contracts';
import { personToChoose } from './person-words.ts';

type Worked = WorkedFilter['worked'];

const deeds: Readonly<Record<WorkedKind, string>> = {
  first: 'First labels',
  own: 'Own labels changed',
  others: 'Labels of others changed',
  undone: 'Taken back',
};

/** Who labelled when, on one chip: `Labelled by Ada on Nov 21, 2026, 8:00–12:00`. */
export function workedWords({ by, from, to, hours, tz = 'UTC', kind }: Worked): string {
  const people = by?.map(personToChoose).join(' or ');
  // What was taken back was done by these people, not taken back by them.
  const who = people === undefined ? '' : ` ${kind === 'undone' ? 'from' : 'by'} ${people === '' ? 'nobody' : people}`;
  const when = timesWords(from, to, zoneIn(tz));
  const times = hours === undefined ? '' : `, ${hoursWords(hours)}`;
  return `${kind === undefined ? 'Labelled' : deeds[kind]}${who}${when}${times}`;
}

function timesWords(from: string | undefined, to: string | undefined, timeZone: string): string {
  const [start, end] = [from, to].map((iso) => (iso === undefined ? undefined : new Date(iso)));
  if ([start, end].some((time) => time !== undefined && Number.isNaN(time.getTime())))
    return ` ${from ?? ''} – ${to ?? ''}`;
  const days = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone });
  const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone });
  const isDay = (time: Date): boolean => clock.format(time) === '00:00';
  const moment = (time: Date): string =>
    isDay(time) ? days.format(time) : `${days.format(time)} ${clock.format(time)}`;
  if (start === undefined) return end === undefined ? '' : ` before ${moment(end)}`;
  if (end === undefined) return ` since ${moment(start)}`;
  // The end of a range of days is the day after its last.
  const [first, last] = [days.format(start), days.format(new Date(end.getTime() - 1))];
  if (isDay(start) && isDay(end)) return first === last ? ` on ${first}` : ` ${first} – ${last}`;
  if (first === last) return ` on ${first} ${clock.format(start)}–${isDay(end) ? '24:00' : clock.format(end)}`;
  return ` ${moment(start)} – ${moment(end)}`;
}

/** Hours that follow one another are one stretch: 8, 9 and 10 are 8:00–11:00. */
function hoursWords(hours: readonly number[]): string {
  const stretches: { from: number; to: number }[] = [];
  for (const hour of [...new Set(hours)].sort((a, b) => a - b)) {
    const last = stretches.at(-1);
    if (last?.to === hour) last.to = hour + 1;
    else stretches.push({ from: hour, to: hour + 1 });
  }
  return stretches.map(({ from, to }) => `${String(from)}:00–${String(to)}:00`).join(' or ') || 'at no hour';
}

function zoneIn(name: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    // The server refuses it, and says so; until then the chip has to say something.
    return 'UTC';
  }
}
