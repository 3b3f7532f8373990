import type { Stats } from '#contracts';
import {
  durationWords,
  forecastWords,
  percentWords,
  secondsWords,
} from '../../apps/web/src/app/dashboard/number-words.ts';
import { count } from '../../apps/web/src/app/state/quantities.ts';
import { indexed } from '../support/gallery-state.ts';
import { ask } from '../support/http-client.ts';
import { writeMany } from '../support/images.ts';
import { labelsReady, patch } from '../support/labels.ts';
import { recount, tellAll, type Recount, type Told } from '../support/recount.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { playWeek, spreadOverDays } from '../support/worked-week.ts';
import { describeInBrowser, visit } from './support/browser.ts';
import { DashboardOnScreen } from './support/dashboard-page.ts';

const people = ['Ana', 'Ben', 'Chloé', 'Dmitri', '=Eve', 'Fay', 'Guðrún', 'Håkon'];
const [folders, inEach] = [10, 2000];
const paths = Array.from({ length: folders }, (_, folder) =>
  Array.from({ length: inEach }, (__, at) => `/lot ${folder}/image-${String(at + 1).padStart(4, '0')}.jpg`),
).flat();

/** The clocks of Berlin are put back in these days, and those of New York a week later. */
const [first, last] = ['2026-10-24', '2026-10-26'];
const zones = ['Europe/Berlin', 'America/New_York'];

describeInBrowser('UI23: a week of eight people on 20,000 images', () => {
  let server: TestServer;
  let told: Told;
  const refused = new Map<string, number>();

  beforeAll(async () => {
    const [root, workspace] = [tempFolder('gallery'), tempFolder('workspace')];
    for (let folder = 0; folder < folders; folder += 1) await writeMany(`${root}/lot ${folder}`, inEach);
    const before = await startServer({ root, workspace });
    await indexed(before, paths.length);
    await playWeek(before, paths, 3000, people);
    for (const [at, by] of people.entries()) {
      for (let turn = 0; turn < at; turn += 1) {
        const path = paths[turn] ?? '';
        await patch(before, path, { set_notes: `${by} ${turn}` }, { by: 'Ana' });
        const late = await patch(before, path, { set_notes: `late ${turn}` }, { by, base: 1 });
        expect(late.status).toBe(409);
        refused.set(by, turn + 1);
      }
    }
    await before.stop();
    spreadOverDays(workspace, 0.006);
    server = await startServer({ root, workspace });
    await indexed(server, paths.length);
    await labelsReady(server);
    told = await tellAll(server);
    expect([told.images.length, told.gestures.length > 2500]).toEqual([paths.length, true]);
  }, 300_000);

  const countedIn = (tz: string, isWhole: boolean): Recount => {
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone: tz });
    return recount(told, tz, (at) => isWhole || (format.format(at) >= first && format.format(at) <= last));
  };

  it.each(zones)('is on the page as a recount finds it, in %s', async (tz) => {
    for (const isWhole of [true, false]) {
      const wanted = countedIn(tz, isWhole);
      const period = isWhole ? 'ever' : `${first}..${last}`;
      const { page, complaints } = await visit(`${server.url}/dashboard?period=${period}&tz=${tz}`, {
        ...{ width: 1440, height: 900 },
      });
      const seen = new DashboardOnScreen(page);
      await seen.settled();
      const { total, labelled } = wanted.items;
      for (const [name, value] of [
        ['Images', total],
        ['Labelled', labelled],
        ['Untouched', total - labelled],
      ] as const)
        expect([name, await seen.fact(name).innerText()]).toEqual([name, count(value)]);
      expect(await page.locator('ll-headline .big').innerText()).toBe(percentWords(labelled, total));
      const today = new Intl.DateTimeFormat('sv-SE', { timeZone: tz }).format();
      const forecast = forecastWords(wanted.forecast, today);
      expect((await seen.fact('Forecast').innerText()).replaceAll('\n', '')).toBe(forecast.says + forecast.more);
      expect((await seen.rows('Folders')).map((row) => row.slice(0, 4))).toEqual(
        wanted.folders.map((each) => [
          ...[each.name, count(each.total), count(each.labelled), count(each.total - each.labelled)],
        ]),
      );
      expect((await seen.rows('Stars')).map(([, value]) => value)).toEqual(
        wanted.stars.map((each) => count(each.count)).reverse(),
      );
      const tags = (await seen.rows('Tags')).map(([tag = '', value]) => [tag, value]);
      expect(tags.length).toBe(Math.min(20, wanted.tags.size));
      for (const [tag = '', value] of tags) expect([tag, value]).toEqual([tag, count(wanted.tags.get(tag) ?? 0)]);
      expect(sorted(await seen.rows('People'))).toEqual(sorted(peopleRows(wanted, isWhole)));
      await seen.panel('Labels by day').getByText('As a table').click();
      const days = (await seen.rows('Labels by day')).filter(([, labels]) => labels !== '0');
      expect(days.map(([, ...cells]) => cells)).toEqual(
        wanted.days.map((day) => [count(day.labels), count(day.first)]),
      );
      await seen.panel('Labels by hour of the day').getByText('As a table').click();
      expect((await seen.rows('Labels by hour of the day')).map(([, labels]) => labels)).toEqual(
        wanted.hours.map((hour) => count(hour)),
      );
      expect(complaints).toEqual([]);
      await page.context().close();
    }
  });

  it.each(zones)('leads from each number of a person to as many images, in %s', async (tz) => {
    const wanted = countedIn(tz, true);
    for (const { name, first: newly, labels } of wanted.people) {
      const found = async (kind?: 'first'): Promise<number> => {
        const worked = { by: [name], ...(kind ? { kind } : {}) };
        const body = { path: '/', recursive: true, filters: { and: [{ worked }] }, sort: { key: 'name', dir: 'asc' } };
        return (await ask(server, 'browse', { body })).body.total;
      };
      // An image is new once; it is labelled again as often as somebody likes.
      expect([name, await found('first')]).toEqual([name, newly]);
      expect([name, (await found()) <= labels]).toEqual([name, true]);
    }
  });

  /** What was refused was refused today. */
  function peopleRows(wanted: Pick<Stats, 'people'>, isToday: boolean): string[][] {
    return wanted.people.map(
      ({ name, labels, first: newly, again, active_seconds: active, median_seconds, undone }) => [
        ...[name, count(labels), count(newly), count(again.own), count(again.others)],
        active === 0 ? '–' : durationWords(active),
        ...[secondsWords(median_seconds), count(undone), count(isToday ? (refused.get(name) ?? 0) : 0)],
      ],
    );
  }
});

function sorted(rows: readonly string[][]): string[][] {
  return [...rows].sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
}
