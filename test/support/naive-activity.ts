import type { PersonCount } from '../../apps/api/src/stats/activity-count.ts';
import type { Activity } from '../../apps/api/src/activity/activity-log.ts';

/** Counted in the plainest way there is. */
export type NaivePerson = PersonCount;

const breakMs = 300_000;

export function naivePeople(
  all: readonly Activity[],
  isMeant: (activity: Activity) => boolean,
): Record<string, NaivePerson> {
  const people: Record<string, NaivePerson> = {};
  const of = (name: string): NaivePerson =>
    (people[name] ??= { labels: 0, first: 0, ownAgain: 0, othersAgain: 0, activeMs: 0, undone: 0, turns: [] });
  const gestures = Map.groupBy(all, ({ seq }) => seq);
  const counted = new Set<number>();
  for (const [at, activity] of all.entries()) {
    const { person, kind, seq, item } = activity;
    if (!isMeant(activity)) continue;
    if (activity.undoes !== undefined && !counted.has(seq)) of(activity.undoes).undone += 1;
    counted.add(seq);
    if (kind === 'import' || kind === 'other') continue;
    of(person).activeMs += tookOf(activity);
    if (!isTurn(activity)) continue;
    of(person).labels += 1;
    const former = all.slice(0, at).findLast((each) => each.item === item && each.kind !== 'other');
    if (!former) of(person).first += 1;
    else if (former.person === person) of(person).ownAgain += 1;
    else of(person).othersAgain += 1;
    if (kind === 'edit' && tookOf(activity) > 0) of(person).turns.push(turnFrom(at));
  }
  return people;

  /** The latest that this person did before this gesture. */
  function formerOf({ person, seq }: Activity): Activity | undefined {
    return all.findLast((each) => each.person === person && each.seq < seq && each.kind !== 'other');
  }

  function tookOf(activity: Activity): number {
    const former = formerOf(activity);
    const gap = former && activity.kind !== 'other' ? activity.at - former.at : 0;
    return gap > 0 && gap <= breakMs ? gap / (gestures.get(activity.seq)?.length ?? 1) : 0;
  }

  function isTurn(activity: Activity): boolean {
    if (activity.kind === 'bulk') return true;
    return activity.kind === 'edit' && !staysOn(activity);
  }

  /** They are at this image already. */
  function staysOn(activity: Activity): boolean {
    const former = formerOf(activity);
    if (former?.item !== activity.item || former.count > 1 || activity.at - former.at > breakMs) return false;
    return former.kind === 'edit' || former.kind === 'bulk' || staysOn(former);
  }

  function turnFrom(at: number): number {
    const { person } = all[at]!;
    let sum = tookOf(all[at]!);
    for (const each of all.slice(at + 1)) {
      if (each.person !== person || each.kind === 'other') continue;
      if (!staysOn(each) || isTurn(each)) break;
      if (each.kind === 'edit') sum += tookOf(each);
    }
    return sum;
  }
}
