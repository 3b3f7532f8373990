import type { WorkedFilter } from '#contracts';
import type { Activity } from '../../apps/api/src/activity/activity-log.ts';
import { naivePeople } from './naive-activity.ts';

const columns = { first: 'first', own: 'ownAgain', others: 'othersAgain', undone: 'undone' } as const;

/** Whether a plain recount of what was done to this item alone, then and by these people, finds anything. */
export function naiveWorked(
  all: readonly Activity[],
  item: number,
  { by, from, to, hours, tz = 'UTC', kind }: WorkedFilter['worked'],
): boolean {
  const isMeant = ({ at, item: of }: Activity): boolean =>
    of === item &&
    (from === undefined || at >= new Date(from).getTime()) &&
    (to === undefined || at < new Date(to).getTime()) &&
    (hours?.includes(hourOf(at, tz)) ?? true);
  const people = Object.entries(naivePeople(all, isMeant));
  return people.some(
    ([name, count]) => (by?.includes(name) ?? true) && count[kind === undefined ? 'labels' : columns[kind]] > 0,
  );
}

export function hourOf(at: number, tz: string): number {
  return Number(new Intl.DateTimeFormat('sv-SE', { timeZone: tz, hour: '2-digit' }).format(at));
}
