import type { Filter, Stats, StatsQuery } from '#contracts';
import type { Activity } from '../../../apps/api/src/activity/activity-log.ts';
import { indexed } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { writeMany } from '../../support/images.ts';
import { labelOf, labelsReady, patch } from '../../support/labels.ts';
import { naivePeople } from '../../support/naive-activity.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { activityOf, playWeek, spreadOverDays, weekStart } from '../../support/worked-week.ts';

const folders = ['/cats', '/dogs', '/dogs/old'];
const inEach = 20;
const paths = folders.flatMap((folder) =>
  Array.from({ length: inEach }, (_, at) => `${folder}/image-${String(at + 1).padStart(4, '0')}.jpg`),
);

describe('UI23: the numbers of the dashboard', () => {
  let server: TestServer;
  let activity: Activity[];

  beforeAll(async () => {
    const [root, workspace] = [tempFolder('gallery'), tempFolder('workspace')];
    for (const folder of folders) await writeMany(`${root}${folder}`, inEach);
    const first = await startServer({ root, workspace });
    await indexed(first, paths.length);
    await playWeek(first, paths, 400);
    await first.stop();
    spreadOverDays(workspace);
    server = await startServer({ root, workspace });
    await indexed(server, paths.length);
    await labelsReady(server);
    activity = await activityOf(server, paths);
  }, 120_000);

  const statsOf = async (query: StatsQuery = {}): Promise<Stats> => {
    const { status, body } = await ask(server, 'stats', { query: { ...query } });
    expect(status).toBe(200);
    return body;
  };

  it.each(['UTC', 'Europe/Berlin', 'Asia/Kathmandu'])('are what a plain recount finds, in %s', async (tz) => {
    const [from, to] = [new Date(weekStart + 30 * 3600_000), new Date(weekStart + 100 * 3600_000)];
    const inDogs = ({ item }: Activity): boolean => (paths[item] ?? '').startsWith('/dogs/');
    const inTime = ({ at }: Activity): boolean => at >= from.getTime() && at < to.getTime();
    const period = { from: from.toISOString(), to: to.toISOString() };
    const questions: [StatsQuery, (activity: Activity) => boolean][] = [
      [{}, () => true],
      [{ path: '/dogs' }, inDogs],
      [{ path: '/dogs', ...period }, (each) => inDogs(each) && inTime(each)],
    ];
    for (const [query, isMeant] of questions) {
      const stats = await statsOf({ ...query, tz });
      const people = naivePeople(activity, isMeant);
      expect(stats.people.map(({ name }) => name).sort()).toEqual(Object.keys(people).sort());
      for (const { name, labels, first, again, active_seconds, median_seconds, undone } of stats.people) {
        const wanted = people[name];
        expect([name, labels, first, again, undone]).toEqual([
          ...[name, wanted?.labels, wanted?.first],
          ...[{ own: wanted?.ownAgain, others: wanted?.othersAgain }, wanted?.undone],
        ]);
        expect([name, Math.abs(active_seconds * 1000 - (wanted?.activeMs ?? NaN)) < 1000]).toEqual([name, true]);
        expect([name, median_seconds]).toEqual([name, medianSeconds(wanted?.turns ?? [])]);
      }
      const labels = Object.values(people).reduce((sum, each) => sum + each.labels, 0);
      expect(stats.days.reduce((sum, day) => sum + day.labels, 0)).toBe(labels);
      expect(stats.hours.reduce((sum, hour) => sum + hour, 0)).toBe(labels);
      expect(stats.days).toEqual(daysIn(tz, activity, isMeant));
    }
  });

  it('count images as they are now, in all and by folder', async () => {
    const labels = await Promise.all(paths.map(async (path) => ({ path, label: await labelOf(server, path) })));
    const labelledIn = (folder: string): number =>
      labels.filter(
        ({ path, label: { star, tags, notes } }) =>
          path.startsWith(`${folder}/`) && (star !== null || tags.length > 0 || notes !== ''),
      ).length;
    const all = await statsOf();
    expect(all.items).toEqual({ total: 60, labelled: labelledIn('') });
    expect(all.folders).toEqual([
      { name: 'cats', total: 20, labelled: labelledIn('/cats') },
      { name: 'dogs', total: 40, labelled: labelledIn('/dogs') },
    ]);
    for (const { star, count } of all.stars)
      expect([star, count]).toEqual([star, labels.filter(({ label }) => label.star === star).length]);
    const dogs = await statsOf({ query: JSON.stringify({ path: '/dogs', recursive: true, text: 'image-0001' }) });
    expect([dogs.items.total, dogs.folders]).toEqual([2, [expect.objectContaining({ name: 'old', total: 1 })]]);
  });

  it('hold for every condition of the query, also on what they count', async () => {
    const stars = (await statsOf()).stars.find(({ star }) => star === 3)?.count ?? 0;
    const asked = (filter: Filter): Promise<Stats> =>
      statsOf({ query: JSON.stringify({ path: '/', recursive: true, filters: { and: [filter] } }) });
    const three = await asked({ stars: { in: [3] } });
    expect([three.items, stars > 0]).toEqual([{ total: stars, labelled: stars }, true]);
    expect(three.stars.map(({ star, count }) => [star, count])).toEqual(
      [0, 1, 2, 3, 4, 5, null].map((star) => [star, star === 3 ? stars : 0]),
    );
    const all = (await statsOf()).items;
    expect((await asked({ labelled: { is: false } })).items).toEqual({ total: all.total - all.labelled, labelled: 0 });
    const done = await asked({ labelled: { is: true } });
    expect([done.items.labelled, done.forecast]).toEqual([done.items.total, { state: 'done' }]);
    const sea = await asked({ tags: { any: ['sea'] } });
    expect(sea.tags.values.find(({ tag }) => tag === 'sea')?.count).toBe(sea.items.total);
    expect(sea.tags.values.every(({ count }) => count <= sea.items.total)).toBe(true);
  });

  it('follow what is written, at once', async () => {
    const before = await statsOf();
    await patch(server, paths[3] ?? '', { set_notes: 'one more' }, { by: 'Gil' });
    const after = await statsOf();
    const own = after.people.find(({ name }) => name === 'Gil');
    expect(own).toMatchObject({ labels: 1, median_seconds: null, active_seconds: 0 });
    expect(after.days.reduce((sum, { labels }) => sum + labels, 0)).toBe(
      before.days.reduce((sum, { labels }) => sum + labels, 0) + 1,
    );
  });

  it('IT13: tell of refused writes who met one, and how it ended', async () => {
    const path = paths[5] ?? '';
    await patch(server, path, { set_notes: 'one' }, { by: 'Ana' });
    const { status } = await patch(server, path, { set_notes: 'late' }, { by: 'Hal', base: 1 });
    expect(status).toBe(409);
    const [hal, total] = [{ name: 'Hal', count: 1 }, 1];
    expect((await statsOf()).refused).toEqual({ values: [{ ...hal, written: 0 }], total, written: 0 });
    await patch(server, path, { set_notes: 'after all' }, { by: 'Hal' });
    expect((await statsOf()).refused).toEqual({ values: [{ ...hal, written: 1 }], total, written: 1 });
  });

  it.each([
    ['tz', { tz: 'Mars/Olympus' }],
    ['from', { from: 'yesterday' }],
    ['to', { to: '2026-02-30' }],
    ['query', { query: '{' }],
    ['query', { query: '{"path":"/"}', path: '/' }],
    ['query.wrong', { query: '{"path":"/","wrong":1}' }],
  ])('E9: refuse %s by its name', async (field, query) => {
    const { status, problem } = await ask(server, 'stats', { query });
    expect([status, problem?.field]).toEqual([400, field]);
  });

  it('of a folder that is not there are 404', async () => {
    expect((await ask(server, 'stats', { query: { path: '/none' } })).status).toBe(404);
  });
});

function medianSeconds(turns: readonly number[]): number | null {
  if (turns.length === 0) return null;
  const sorted = [...turns].sort((a, b) => a - b);
  const [low, high] = [
    sorted[Math.floor((sorted.length - 1) / 2)] ?? 0,
    sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0,
  ];
  return Math.round((low + high) / 200) / 10;
}

/** Each time by itself, as a calendar of that place has it. */
function daysIn(tz: string, activity: readonly Activity[], isMeant: (activity: Activity) => boolean): Stats['days'] {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: tz });
  const dayOf = ({ at }: Activity): string => format.format(at);
  const days = [...new Set(activity.filter(isMeant).map(dayOf))].sort();
  return days
    .map((day) => {
      const people = Object.values(naivePeople(activity, (each) => isMeant(each) && dayOf(each) === day));
      const sum = (key: 'labels' | 'first'): number => people.reduce((all, each) => all + each[key], 0);
      return { day, labels: sum('labels'), first: sum('first') };
    })
    .filter(({ labels }) => labels > 0);
}
