import type { BrowseQuery, Drift, FacetsAnswer, Stats, WorkedFilter, WorkedKind } from '#contracts';
import type { Activity } from '../../../apps/api/src/activity/activity-log.ts';
import { indexed } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { writeMany } from '../../support/images.ts';
import { bulk, labelsReady, patch } from '../../support/labels.ts';
import { hourOf, naiveWorked } from '../../support/naive-worked.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { activityOf, playWeek, spreadOverDays, workers } from '../../support/worked-week.ts';

type Worked = WorkedFilter['worked'];

const inEach = 20;
const paths = ['/cats', '/dogs'].flatMap((folder) =>
  Array.from({ length: inEach }, (_, at) => `${folder}/image-${String(at + 1).padStart(4, '0')}.jpg`),
);
const kinds: readonly (WorkedKind | undefined)[] = [undefined, 'first', 'own', 'others', 'undone'];

function queryOf(worked: Worked): BrowseQuery {
  return { path: '/', recursive: true, filters: { and: [{ worked }] }, sort: { key: 'path', dir: 'asc' } };
}

describe('images that somebody labelled', () => {
  let server: TestServer;
  let activity: Activity[];

  beforeAll(async () => {
    const [root, workspace] = [tempFolder('gallery'), tempFolder('workspace')];
    for (const folder of ['/cats', '/dogs']) await writeMany(`${root}${folder}`, inEach);
    const first = await startServer({ root, workspace });
    await indexed(first, paths.length);
    await playWeek(first, paths, 400);
    await first.stop();
    spreadOverDays(workspace);
    server = await startServer({ root, workspace });
  }, 120_000);

  const found = async (worked: Worked): Promise<{ result: string; paths: string[] }> => {
    const { status, body } = await ask(server, 'browse', {
      body: { ...queryOf(worked), limit: 500, fields: ['name'] },
    });
    expect(status).toBe(200);
    return { result: body.result, paths: body.items.map(({ path }) => path) };
  };
  const expected = (worked: Worked): string[] => paths.filter((_, item) => naiveWorked(activity, item, worked));
  const statsOf = async (query: object): Promise<Stats> => (await ask(server, 'stats', { query: { ...query } })).body;

  it('BR19: are found by the first question after a start, which waits for the history', async () => {
    await indexed(server, paths.length);
    const { paths: all } = await found({});
    await labelsReady(server);
    activity = await activityOf(server, paths);
    expect(all).toEqual(expected({}));
    expect(all.length).toBeGreaterThan(30);
  });

  it.each(['UTC', 'Asia/Kathmandu'])('BR19: are those of each day and column of the statistics, in %s', async (tz) => {
    const { days } = await statsOf({ tz });
    const sizes: number[] = [];
    expect(days.length).toBeGreaterThan(1);
    for (const { day } of days) {
      const times = { from: startOf(day, tz), to: startOf(dayAfter(day), tz) };
      for (const name of workers)
        for (const kind of kinds) {
          const worked = { by: [name], ...times, ...(kind === undefined ? {} : { kind }) };
          const images = (await found(worked)).paths;
          expect({ worked, images }).toEqual({ worked, images: expected(worked) });
          sizes.push(images.length);
        }
      const { people } = await statsOf({ ...times, tz });
      for (const kind of kinds) {
        const counted = people.filter((person) => columnOf(person, kind) > 0).map(({ name }) => name);
        for (const name of workers) {
          const { paths: images } = await found({ by: [name], ...times, ...(kind === undefined ? {} : { kind }) });
          expect({ day, kind, name, isFound: images.length > 0 }).toEqual({ day, kind, name, isFound: counted.includes(name) }); // prettier-ignore
        }
      }
    }
    expect(sizes.filter((size) => size > 0).length).toBeGreaterThan(20);
  });

  it.each(['UTC', 'Europe/Berlin', 'Asia/Kathmandu'])('BR19: are those of each hour of the day, in %s', async (tz) => {
    const { hours } = await statsOf({ tz });
    for (const [hour, labels] of hours.entries()) {
      const images = (await found({ hours: [hour], tz })).paths;
      expect({ hour, images }).toEqual({ hour, images: expected({ hours: [hour], tz }) });
      expect({ hour, isFound: images.length > 0 }).toEqual({ hour, isFound: labels > 0 });
    }
    const some = { hours: [3, 8, 21], tz, by: [workers[0] ?? ''], kind: 'first' as const };
    expect((await found(some)).paths).toEqual(expected(some));
    // Else the hours of all are the same one.
    expect(new Set(activity.map(({ at }) => hourOf(at, tz))).size).toBeGreaterThan(5);
  });

  it('BR19: are one label each: who wrote and when are never of two', async () => {
    const { paths: byAna } = await found({ by: ['Ana'], kind: 'first' });
    const { paths: byBoth } = await found({ by: ['Ana', 'Ben'], kind: 'first' });
    const { paths: byBen } = await found({ by: ['Ben'], kind: 'first' });
    // Nobody labels an image first twice.
    expect(byBoth.length).toBe(byAna.length + byBen.length);
    expect((await found({ by: [] })).paths).toEqual([]);
    expect((await found({ by: ['Nobody'] })).paths).toEqual([]);
  });

  it('BR19: freeze, and their drift and facets hold what was written before they are asked for', async () => {
    const before = await found({ by: ['Gil'] });
    expect(before.paths).toEqual([]);
    const query = queryOf({ by: ['Gil'] });
    const { sort, ...asked } = query;
    const facets = async (): Promise<FacetsAnswer> => (await ask(server, 'facets', { body: { ...asked, sort } })).body;
    expect((await facets()).total).toBe(0);
    for (const [at, path] of paths.slice(0, 5).entries()) {
      await patch(server, path, { add_tags: ['by Gil'] }, { by: 'Gil' });
      const { body: drift } = await ask(server, 'browseDrift', { result: before.result });
      expect(drift).toEqual({ no_longer_match: 0, newly_match: at + 1 } satisfies Drift);
      const { total, tags } = await facets();
      expect([total, tags.values.find(({ tag }) => tag === 'by Gil')?.count]).toEqual([at + 1, at + 1]);
    }
    const { body: window } = await ask(server, 'browseWindow', {
      result: before.result,
      query: { offset: 0, limit: 10 },
    });
    expect(window.total).toBe(0);
    expect((await found({ by: ['Gil'] })).paths).toEqual(paths.slice(0, 5));
  });

  it('BR19: can be changed at once, and what is on them is not asked', async () => {
    const { body } = await bulk(
      server,
      { scope: { query: queryOf({ by: ['Gil'] }) }, patch: { add_tags: ['seen'] } },
      { by: 'Ana' },
    );
    expect(body.changed).toBe(5);
    expect((await found({ by: ['Gil'] })).paths).toEqual(paths.slice(0, 5));
  });
});

function columnOf({ labels, first, again, undone }: Stats['people'][number], kind: WorkedKind | undefined): number {
  return kind === undefined ? labels : { first, ...again, undone }[kind];
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 24 * 3600_000).toISOString().slice(0, 10);
}

/** These zones have no days of other lengths. */
function startOf(day: string, tz: string): string {
  return `${day}T00:00:00${tz === 'UTC' ? 'Z' : '+05:45'}`;
}
