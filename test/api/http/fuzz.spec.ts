import { routes, type RouteContract, type RouteName } from '#contracts';
import { indexed } from '../../support/gallery-state.ts';
import { ask, type Wish } from '../../support/http-client.ts';
import { writeEveryFormat, writeMany } from '../../support/images.ts';
import { strangeNames, writeOddFiles, writeStrangeNames } from '../../support/odd-folder.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const seed = chooseSeed();
const names = (Object.keys(routes) as RouteName[]).filter((name) => name !== 'page' && name !== 'docs');

/** Words of requests: right ones, wrong ones, and some that have broken programs. */
const paths = [
  '/',
  '',
  '/odd',
  '/formats',
  '/strange',
  '/nowhere',
  '/formats/one.jpg',
  '/odd/corrupt.jpg',
  '/..',
  '/.lenslet',
  '/a\0b',
  '\\odd\\',
  '//odd//',
  '/odd/../odd',
  '/\u{10ff2e}git',
  '/\u{10ff00}',
  '/\ud7ff',
  '/😀',
  `/${'x'.repeat(300)}`,
  `/${'y/'.repeat(2000)}`,
  `/${'z'.repeat(5000)}`,
  ...strangeNames.map((name) => `/strange/${name}`),
];
const numbers = [0, 1, 2, 200, 500, 501, -1, 1.5, 1e9, 1e15, 2 ** 53, -0.5, 1e300];
const words = [
  'true',
  'false',
  '1',
  '0',
  'yes',
  'null',
  'undefined',
  'NaN',
  '1e3',
  '０',
  ' 1',
  '%',
  '%00',
  '%ff',
  '{}',
  '[]',
  "' or 1=1 --",
  '${7*7}',
  '{{7*7}}',
  '\u202e',
  '\ufeff',
  'name',
  'asc',
];
const fields = [
  'path',
  'page',
  'page_size',
  'recursive',
  'v',
  'offset',
  'limit',
  'locate',
  'sort',
  'key',
  'dir',
  'fields',
  '__proto__',
  'constructor',
  'toString',
  '',
  'then',
  'length',
];
const headers: Record<string, string[]> = {
  range: ['bytes=0-0', 'bytes=-1', 'bytes=9-2', 'bytes=99999999-', 'bytes=0-,0-', 'x', ''],
  'if-none-match': ['*', '"x"', 'W/"x"', ',,,', ''],
  'if-modified-since': ['Fri, 20 Nov 2099 00:00:00 GMT', 'x'],
  'if-range': ['"x"', 'x'],
  accept: ['*/*', 'text/html', 'x'],
  'accept-encoding': ['br', 'gzip', '*', 'x;q=0'],
  'content-type': ['application/json', 'text/plain', 'application/json; charset=utf-16', 'x'],
  origin: ['null', 'http://evil.com'],
  'sec-fetch-site': ['cross-site', 'same-origin', 'x'],
  'x-client-id': ['abc', 'x'.repeat(2000)],
  'x-forwarded-host': ['evil.com'],
  expect: ['100-continue'],
  connection: ['close', 'keep-alive', 'upgrade'],
  upgrade: ['websocket'],
};

class Requests {
  constructor(
    private readonly random: SeededRandom,
    private readonly results: readonly string[],
  ) {}

  next(name: RouteName): Wish {
    const { random } = this;
    const route: RouteContract = routes[name];
    const isRight = random.chance(0.3);
    const method = random.chance(0.05) ? random.pick(['HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) : route.method;
    return {
      query: isRight ? this.rightQuery(name) : random.chance(0.2) ? this.rawQuery() : this.anyQuery(),
      result: random.chance(0.5)
        ? random.pick(this.results)
        : random.pick([...words.filter((word) => word !== ''), 'x'.repeat(190), 'x'.repeat(300)]),
      headers: Object.fromEntries(
        Object.entries(headers)
          .filter(() => random.chance(isRight ? 0.05 : 0.12))
          .map(([key, values]) => [key, random.pick(values)]),
      ),
      // Node's own client sends the body of a HEAD as if it were another request.
      ...(method !== 'GET' && method !== 'HEAD' && random.chance(0.9)
        ? { body: isRight ? this.rightBody() : this.value(3) }
        : {}),
      method,
    };
  }

  private rightQuery(name: RouteName): Record<string, string | number | boolean> {
    const { random } = this;
    if (name === 'browseWindow') return { offset: random.below(30), limit: random.between(1, 500) };
    if (name === 'folders')
      return {
        path: random.pick(paths),
        recursive: random.chance(0.5),
        page: random.between(1, 4),
        page_size: random.between(1, 500),
      };
    return routes[name].path === '/refresh' || 'query' in routes[name] ? { path: random.pick(paths) } : {};
  }

  private anyQuery(): Record<string, string | number> {
    const { random } = this;
    return Object.fromEntries(Array.from({ length: random.below(4) }, () => [random.pick(fields), this.scalar()]));
  }

  private rawQuery(): string {
    // Printable, so that it can stand in a request line.
    return Array.from({ length: this.random.below(60) }, () =>
      this.random.pick('abcpath=&%/?[].+;:2f0'.split('')),
    ).join('');
  }

  private rightBody(): unknown {
    const { random } = this;
    return {
      path: random.pick(paths),
      recursive: random.chance(0.5),
      sort: { key: random.pick(['name', 'path', 'added_at', 'size']), dir: random.pick(['asc', 'desc']) },
      offset: random.below(40),
      limit: random.between(1, 500),
      ...(random.chance(0.3) ? { locate: random.pick(paths) } : {}),
    };
  }

  private value(depth: number): unknown {
    const { random } = this;
    const kind = random.below(depth === 0 ? 4 : 6);
    if (kind === 4) return Array.from({ length: random.below(3) }, () => this.value(depth - 1));
    if (kind === 5)
      return Object.fromEntries(
        Array.from({ length: random.below(5) }, () => [random.pick(fields), this.value(depth - 1)]),
      );
    return random.pick<unknown>([null, true, this.scalar(), random.pick(paths)]);
  }

  private scalar(): string | number {
    return this.random.chance(0.5) ? this.random.pick(numbers) : this.random.pick([...words, ...paths]);
  }
}

describe(`E20: requests at random, seed ${seed}`, () => {
  let server: TestServer;
  let requests: Requests;

  beforeAll(async () => {
    const root = tempFolder('gallery');
    await writeEveryFormat(`${root}/formats`);
    await writeOddFiles(`${root}/odd`);
    await writeStrangeNames(`${root}/strange`);
    await writeMany(`${root}/many`, 20);
    server = await startServer({ root });
    await indexed(server);
    const asked = await Promise.all(
      ['/odd', '/many', '/'].map((path) => ask(server, 'browse', { body: { path, recursive: true } })),
    );
    requests = new Requests(
      new SeededRandom(seed),
      asked.map(({ body }) => body.result),
    );
  });

  it.each(names)('%s: never breaks, and always answers as its contract says', async (name) => {
    const count = rounds(45, 10_000);
    let answered = 0;
    for (let turn = 0; turn < count; turn += 5) {
      const wishes = Array.from({ length: 5 }, () => requests.next(name));
      await Promise.all(
        wishes.map(async (wish) => {
          try {
            const { status } = await ask(server, name, wish);
            expect(status).toBeLessThan(500);
            answered += 1;
          } catch (error) {
            throw new Error(`With ${JSON.stringify(wish)}`, { cause: error });
          }
        }),
      );
    }
    expect(answered).toBe(count);
    expect((await ask(server, 'healthLive')).body).toEqual({ ok: true });
  });
});
