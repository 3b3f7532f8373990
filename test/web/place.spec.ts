// The router comes half compiled: outside a build the rest is done when it is loaded.
import '@angular/compiler';
import {
  join,
  lineageOf,
  misreadIn,
  parentOf,
  queryKey,
  queryOf,
  readPlace,
  start,
  writePlace,
  type Place,
} from '../../apps/web/src/app/state/place.ts';
import { TolerantUrls } from '../../apps/web/src/app/router-history.ts';
import { SeededRandom } from '../support/seeded-random.ts';

const hostile = [
  'a#b',
  '100% %41 %zz',
  `quotes ' " \``,
  'new\nline\ttab',
  'emoji 🦩👩‍👩‍👧',
  'a&b=c;d',
  'plus+and space',
  '<img src=x onerror=alert(1)>',
  '?query',
  'back\\slash',
  'e\u0301 and \u00e9',
  '\u202egnp.jpg',
  'raw \u{10ffff}\u{10ff80} bytes',
  '__proto__',
  '..hidden',
  '日本語/ひらがな',
];

/** The way an address takes through the router and back. */
function throughRouter(place: Place): Place {
  const urls = new TolerantUrls();
  const written = urls.serialize(urls.parse(`/?${writePlace(place)}`));
  const { queryParamMap } = urls.parse(written);
  return readPlace((key) => queryParamMap.get(key));
}

describe('the address', () => {
  test.each(hostile)('F8 %j survives the address, as a folder and as an image', (name) => {
    const place: Place = {
      ...start,
      path: `/${name}`,
      recursive: false,
      view: 'squares',
      image: `/${name}/${name}.jpg`,
      compare: [`/${name}/${name}.jpg`, `/${name}`, '/x'],
    };
    expect(throughRouter(place)).toEqual(place);
    expect(readPlace((key) => new URLSearchParams(writePlace(place)).get(key))).toEqual(place);
  });

  test(`F8 any text survives the address (seed ${new SeededRandom().seed})`, () => {
    const random = new SeededRandom();
    for (let turn = 0; turn < 500; turn++) {
      const points = Array.from({ length: random.between(1, 30) }, () => {
        const code = random.chance(0.5) ? random.between(1, 0x7f) : random.between(0xa0, 0x10ffff);
        return code >= 0xd800 && code <= 0xdfff ? 'x' : String.fromCodePoint(code);
      });
      const name = points.join('').replaceAll('/', '');
      const place: Place = { ...start, path: join('/f', name || 'f'), image: `/f/${name}.png` };
      expect(throughRouter(place)).toEqual(place);
    }
  });

  test('an address reads like one', () => {
    const place: Place = {
      path: '/a/b',
      recursive: true,
      sort: { key: 'name', dir: 'asc' },
      text: '',
      chips: [],
      view: 'rows',
      at: '/a/b/d.jpg',
      image: '/a/b/c.jpg',
      compare: null,
    };
    expect(writePlace(place)).toBe('path=/a/b&sub=1&sort=name:asc&view=rows&image=/a/b/c.jpg');
    // What is open says where one is.
    expect(writePlace({ ...place, image: null })).toBe('path=/a/b&sub=1&sort=name:asc&view=rows&at=/a/b/d.jpg');
  });

  test.each<Place['sort']>([
    { key: 'star', dir: 'desc' },
    { key: 'random', dir: 'asc', seed: 123 },
    { key: 'random', dir: 'desc', seed: 2 ** 32 - 1 },
    { key: 'metric:a:b & "c"', dir: 'desc' },
    { key: 'metric:🦩', dir: 'asc' },
  ])('UI20: an order and conditions survive the address: %j', (sort) => {
    const chips: Place['chips'] = [
      { filter: { stars: { in: [null, 5] } }, isOff: false },
      { filter: { tags: { any: ['a&b=c', '100% "ü" #1'] } }, isOff: true },
    ];
    const place: Place = { ...start, sort, chips };
    expect(throughRouter(place)).toEqual(place);
    expect(queryOf(place)).toEqual({
      path: '/',
      recursive: true,
      sort,
      filters: { and: [{ stars: { in: [null, 5] } }] },
    });
    expect(queryKey(queryOf(place))).not.toBe(queryKey(queryOf({ ...place, chips: [] })));
    expect(queryOf({ ...place, chips: [] })).not.toHaveProperty('filters');
  });

  test('UI22: what is searched for stands in the address, and only words can be relevant', () => {
    const place: Place = {
      ...start,
      text: 'sea "golden hour" star:>=4 #1&2=3',
      sort: { key: 'relevance', dir: 'asc' },
    };
    expect(throughRouter(place)).toEqual(place);
    expect(queryOf(place)).toMatchObject({ text: place.text, sort: { key: 'relevance' } });
    const empty = queryOf({ ...place, text: '  ' });
    expect(empty).not.toHaveProperty('text');
    expect(empty.sort).toEqual(start.sort);
    expect(queryKey(queryOf(place))).not.toBe(queryKey({ ...queryOf(place), text: 'sea' }));
  });

  test('without an address one sees everything; with a folder only that folder', () => {
    expect(readPlace(() => null)).toEqual(start);
    expect(readPlace((key) => (key === 'path' ? '/a' : null))).toMatchObject({ path: '/a', recursive: false });
  });

  test.each(['sort=bogus:up', 'view=3d', 'path=a//b/', 'path=', 'sub=yes', 'path=%zz', 'path=%ff%fe'])(
    'F8 what makes no sense (%s) still opens something',
    (query) => {
      const { queryParamMap } = new TolerantUrls().parse(`/?${query}`);
      const place = readPlace((key) => queryParamMap.get(key));
      expect(place.path.startsWith('/')).toBe(true);
      expect(place.path.endsWith('/')).toBe(place.path === '/');
      expect(place.sort).toEqual(start.sort);
    },
  );

  test('folders above', () => {
    expect(lineageOf('/a/b/c')).toEqual(['/', '/a', '/a/b', '/a/b/c']);
    expect(lineageOf('/')).toEqual(['/']);
    expect([parentOf('/a/b'), parentOf('/a'), parentOf('/')]).toEqual(['/a', '/', '/']);
  });
});

describe('what an address says that there is not', () => {
  const misread = (query: string): string[] => misreadIn((key) => new URLSearchParams(query).get(key));

  test.each([
    ['sort=beauty:asc', ['the order “beauty:asc”']],
    ['sort=star:up', ['the order “star:up”']],
    ['sort=star', ['the order “star”']],
    ['sort=random:99999999999:asc', ['the order “random:99999999999:asc”']],
    ['view=piles&sub=yes', ['the layout “piles”', 'sub “yes”']],
    ['filters=[{"stars":{"in":[9]}},{"labelled":{"is":true}},{"moon":1}]', ['2 conditions']],
    ['filters=[{"stars"', ['a condition']],
    ['compare=/only.jpg', ['what to compare']],
  ])('UI20 %s', (query, words) => {
    expect(misread(query)).toEqual(words);
  });

  test('UI20 is nothing in an address that the page has written', () => {
    const sorts = ['name:asc', 'metric:a:b:desc', 'relevance:asc', 'random:4294967295:desc', 'updated_at:desc'];
    for (const sort of sorts) {
      const place = {
        ...readPlace((key) => (key === 'sort' ? sort : null)),
        compare: ['/a', '/b'],
        view: 'rows' as const,
      };
      expect(misread(writePlace(place))).toEqual([]);
    }
    expect(misread('')).toEqual([]);
  });
});
