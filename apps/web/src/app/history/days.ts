import { dayOf } from '../state/period.ts';

export interface Day<Each> {
  /** `2026-03-04` */
  readonly key: string;
  readonly name: string;
  readonly entries: readonly Each[];
}

const long = new Intl.DateTimeFormat('en', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });

/** A list under the days of this person's calendar, in its order. A clock that was set back makes a day come twice. */
export function byDay<Each extends { readonly at: string }>(entries: readonly Each[], now: Date): Day<Each>[] {
  const days: { key: string; name: string; entries: Each[] }[] = [];
  for (const each of entries) {
    const date = new Date(each.at);
    const key = dayOf(date);
    const last = days.at(-1);
    if (last?.key === key) last.entries.push(each);
    else days.push({ key, name: nameOfDay(date, now), entries: [each] });
  }
  return days;
}

function nameOfDay(date: Date, now: Date): string {
  const daysBack = [0, 1].map((back) => dayOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() - back)));
  const name = long.format(date);
  const at = daysBack.indexOf(dayOf(date));
  return at === 0 ? `Today, ${name}` : at === 1 ? `Yesterday, ${name}` : name;
}
