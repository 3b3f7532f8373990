import type { BrowseQuery, Filter, WorkedKind } from '#contracts';
import { ImagesBehind, imagesOf } from '../../apps/web/src/app/dashboard/images-behind.ts';
import {
  dashboardLink,
  dashboardOf,
  readDashboard,
  statsQueryOf,
  type DashboardPlace,
} from '../../apps/web/src/app/state/dashboard-place.ts';
import { readPlace, start } from '../../apps/web/src/app/state/place.ts';
import { readPeriod, spanOf, timesOf, writePeriod } from '../../apps/web/src/app/state/work-period.ts';
import { ZoneDays, addDays, isDay, isZone } from '../../apps/web/src/app/state/zone-days.ts';

const here: DashboardPlace = { path: '/cats', text: '', chips: [], period: '7-days', zone: 'Europe/Berlin' };

function read(link: string): (key: string) => string | null {
  const { searchParams } = new URL(link, 'http://a/');
  return (key) => searchParams.get(key);
}

describe('UI23: days of a time zone', () => {
  test.each([
    ['UTC', '2026-11-21', '2026-11-21T00:00:00.000Z'],
    ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00.000Z'],
    ['Europe/Berlin', '2026-10-26', '2026-10-25T23:00:00.000Z'],
    ['Asia/Kathmandu', '2026-11-21', '2026-11-20T18:15:00.000Z'],
    // A day that begins at one o'clock.
    ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00.000Z'],
    ['Pacific/Kiritimati', '2026-01-01', '2025-12-31T10:00:00.000Z'],
    // One that was left out begins with the next.
    ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00.000Z'],
  ])('in %s %s begins at %s', (zone, day, iso) => {
    const days = new ZoneDays(zone);
    const begin = days.beginOf(day);
    expect(new Date(begin).toISOString()).toBe(iso);
    expect(days.dayAt(begin) >= day && days.dayAt(begin - 1) < day).toBe(true);
  });

  test('know what is none', () => {
    expect(['2026-02-29', '2024-02-29', '2026-13-01', 'today', '20261121'].map(isDay)).toEqual([
      ...[false, true, false, false, false],
    ]);
    const zones = ['Mars/Olympus', 'Europe/Berlin', 'UTC', '', '+05:45', '+01:10'];
    expect(zones.map(isZone)).toEqual([false, true, true, false, true, false]);
    expect([addDays('2026-02-28', 1), addDays('2026-01-01', -1)]).toEqual(['2026-03-01', '2025-12-31']);
  });
});

describe('UI23: the period', () => {
  // A Saturday.
  const today = '2026-11-21';

  test.each([
    ['today', today, today],
    ['yesterday', '2026-11-20', '2026-11-20'],
    ['7-days', '2026-11-15', today],
    ['week', '2026-11-16', today],
    ['30-days', '2026-10-23', today],
    ['ever', null, null],
    ['2026-11-01..2026-11-03', '2026-11-01', '2026-11-03'],
    ['2026-11-03..2026-11-01', '2026-11-01', '2026-11-03'],
    ['someday', '2026-11-15', today],
    // No calendar that we can count in goes further, and an address says what somebody likes.
    ['0001-01-01..2026-11-21', '1970-01-01', today],
    ['2026-11-01..9999-12-31', '2026-11-01', '2100-12-31'],
    ['9999-12-30..9999-12-31', '2100-12-31', '2100-12-31'],
    ['0001-01-01..0001-01-02', '1970-01-01', '1970-01-01'],
  ])('%s is from %p to %p', (text, first, last) => {
    expect(spanOf(readPeriod(text), today)).toEqual({ first, last });
  });

  test('is asked for from the first moment of the first day to the first after the last', () => {
    const days = new ZoneDays('Europe/Berlin');
    expect(timesOf({ first: '2026-10-25', last: '2026-10-25' }, days)).toEqual({
      from: '2026-10-24T22:00:00.000Z',
      to: '2026-10-25T23:00:00.000Z',
    });
    expect(timesOf({ first: null, last: null }, days)).toEqual({});
    const longest = spanOf(readPeriod('0001-01-01..9999-12-31'), today);
    for (const zone of ['Pacific/Kiritimati', 'UTC', 'Pacific/Pago_Pago'])
      for (const time of Object.values(timesOf(longest, new ZoneDays(zone)))) expect(time).toMatch(/^\d{4}-/);
  });

  test('is written as it is read', () => {
    for (const text of ['today', 'ever', '2026-11-01..2026-11-03']) expect(writePeriod(readPeriod(text))).toBe(text);
  });
});

describe('UI23: the address of the dashboard', () => {
  test('holds folder, query, period and time zone', () => {
    const chips = [
      { filter: { name: { contains: 'a/b' } }, isOff: false },
      { filter: { tags: { any: ['x&y'] } }, isOff: true },
    ];
    const place: DashboardPlace = { ...here, path: '/cats & dogs', text: 'sea', chips };
    expect(readDashboard(read(dashboardLink(place)))).toEqual(place);
    expect(dashboardLink(here)).toBe('dashboard?path=/cats&period=7-days&tz=Europe/Berlin');
  });

  test('is what is shown, when it says nothing or nonsense', () => {
    const usual = { path: '/', text: '', chips: [], period: '7-days', zone: null };
    expect(readDashboard(() => null)).toEqual(usual);
    expect(readDashboard(read('dashboard?path=//&period=x..y&tz=Mars/Olympus&filters=[{'))).toEqual(usual);
  });

  test('tells of what the gallery shows, whether labelled or not', () => {
    const labelled: Filter = { labelled: { is: false } };
    const type: Filter = { type: { in: ['image/png'] } };
    const chips = [labelled, type].map((filter) => ({ filter, isOff: false }));
    const place = dashboardOf({
      ...start,
      path: '/cats',
      recursive: false,
      text: ' sea ',
      chips,
      image: '/cats/a.jpg',
    });
    expect(place).toEqual({ ...here, zone: null, text: 'sea', chips: [{ filter: type, isOff: false }] });
  });

  test('asks the server for a folder by its path, else by a query with all below it', () => {
    expect(statsQueryOf(here, { from: 'a' }, 'UTC')).toEqual({ path: '/cats', from: 'a', tz: 'UTC' });
    const { query, path } = statsQueryOf({ ...here, text: 'sea' }, {}, 'UTC');
    expect([path, JSON.parse(query ?? '')]).toEqual([
      undefined,
      { path: '/cats', recursive: true, text: 'sea', sort: { key: 'name', dir: 'asc' } },
    ]);
  });
});

describe('UI23: the images behind a mark', () => {
  const times = { from: '2026-11-19T23:00:00.000Z', to: '2026-11-21T23:00:00.000Z' };
  const type: Filter = { type: { in: ['image/png'] } };
  const scope = {
    path: '/cats',
    text: 'sea sky',
    chips: [
      { filter: type, isOff: false },
      { filter: { stars: { in: [1] } } as Filter, isOff: false },
      { filter: { name: { contains: 'x' } } as Filter, isOff: true },
    ],
  };
  const behind = new ImagesBehind(scope, times, new ZoneDays('Europe/Berlin'));
  const filtersOf = (link: string): unknown[] => JSON.parse(read(link)('filters') ?? '[]') as unknown[];
  const workedOf = (link: string): unknown => filtersOf(link).at(-1);

  test('are in the folder with all below it, under the same words and conditions', () => {
    const get = read(behind.all());
    expect([get('path'), get('sub'), get('q'), get('sort')]).toEqual(['/cats', '1', 'sea sky', 'name:asc']);
    expect(filtersOf(behind.all())).toEqual([type, { stars: { in: [1] } }]);
    expect(readPlace(get).chips).toHaveLength(2);
  });

  test('are those with a label, with so many stars, with a tag, in a folder below', () => {
    expect(filtersOf(behind.labelled(false)).at(-1)).toEqual({ labelled: { is: false } });
    // Of those it has already: one of several.
    expect(filtersOf(behind.stars(null))).toEqual([type, { stars: { in: [null] } }]);
    expect(filtersOf(behind.tag('a,"b')).at(-1)).toEqual({ tags: { all: ['a,"b'] } });
    expect(read(behind.folder('old & new', true))('path')).toBe('/cats/old & new');
  });

  test('are, of a view, those that it asks for', () => {
    const and: Filter[] = [{ type: { in: ['image/png'] } }, { part: { of: 3, index: 2 } }];
    const query: BrowseQuery = {
      ...{ path: '/a b', recursive: true, text: 'sea' },
      ...{ filters: { and }, sort: { key: 'path', dir: 'asc' } },
    };
    const get = read(imagesOf(query, false));
    expect([get('path'), get('sub'), get('q'), get('sort')]).toEqual(['/a b', '1', 'sea', 'path:asc']);
    expect(filtersOf(imagesOf(query, false))).toEqual([...and, { labelled: { is: false } }]);
    expect(filtersOf(imagesOf(query))).toEqual(and);
  });

  test.each<[WorkedKind | undefined]>([[undefined], ['first'], ['own'], ['others'], ['undone']])(
    'are those that a person labelled in the period: %p',
    (kind) => {
      const more = kind === undefined ? {} : { kind };
      expect(workedOf(behind.worked({ by: 'Ana', ...more }))).toEqual({ worked: { ...times, by: ['Ana'], ...more } });
    },
  );

  test('are those of a day of the time zone, as far as that is in the period, and of an hour', () => {
    expect(workedOf(behind.onDays('2026-11-20', '2026-11-20', 'first'))).toEqual({
      worked: { from: times.from, to: '2026-11-20T23:00:00.000Z', tz: 'Europe/Berlin', kind: 'first' },
    });
    expect(workedOf(behind.onDays('2026-11-01', '2026-11-30'))).toEqual({ worked: { ...times, tz: 'Europe/Berlin' } });
    expect(workedOf(behind.atHour(9))).toEqual({ worked: { ...times, hours: [9], tz: 'Europe/Berlin' } });
  });

  test('the whole of time has no ends', () => {
    const ever = new ImagesBehind({ path: '/', text: '', chips: [] }, {}, new ZoneDays('UTC'));
    expect(ever.all()).toBe('?path=/&sub=1&sort=name:asc');
    expect(workedOf(ever.worked({ by: '=Eve' }))).toEqual({ worked: { by: ['=Eve'] } });
  });
});
