import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { limits, type SearchAnswer } from '#contracts';
import { indexed } from '../../support/gallery-state.ts';
import { ask, type Answer } from '../../support/http-client.ts';
import { imageBytes, writeImage, writeMany } from '../../support/images.ts';
import { bulk, patch } from '../../support/labels.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

type Fields = Readonly<Record<string, string | number>>;

const root = tempFolder('gallery');
const tiny = { width: 8, height: 8 };
let server: TestServer;

const search = (q: string, more: Fields = {}): Promise<Answer<SearchAnswer>> =>
  ask(server, 'search', { query: { q, ...more } });
const found = async (q: string, more: Fields = {}): Promise<string[]> =>
  (await search(q, more)).body.items.map(({ path }) => path);

beforeAll(async () => {
  for (const name of [
    'holiday/img_00423.jpg',
    'holiday/Beach Café.jpg',
    'holiday/2024/beach.png',
    'holiday/2024/beaches.jpg',
    'studio/product-sku-004213-front.webp',
    'studio/写真 Ωμέγας.jpg',
    'studio/my beach.jpg',
  ]) {
    await writeImage(root, name, tiny);
  }
  // A name as an old camera wrote it: ö in Latin-1.
  await writeFile(Buffer.concat([Buffer.from(`${root}/studio/sch`), Buffer.from([0xf6]), Buffer.from('n.jpg')]), await imageBytes(tiny)); // prettier-ignore
  await writeMany(`${root}/many`, 120, tiny);
  server = await startServer({ root });
  await indexed(server, 128);
  const ada = { by: 'Ada Lovelace' };
  await patch(server, '/studio/my beach.jpg', { set_star: 5, set_notes: 'the golden\nhour, Málaga' }, ada);
  await patch(server, '/studio/product-sku-004213-front.webp', { set_star: 3, set_tags: ['Beach', 'New York'] });
  await patch(server, '/holiday/img_00423.jpg', { set_star: 0, set_tags: ['beach house'] }, ada);
});

describe('GET /search', () => {
  it.each<[string, string, string[]]>([
    [
      'a part of a name',
      '0042',
      ['/holiday/img_00423.jpg', '/many/image-0042.jpg', '/studio/product-sku-004213-front.webp'],
    ],
    ['any letter case', 'IMG_00423', ['/holiday/img_00423.jpg']],
    ['no diacritics', 'cafe', ['/holiday/Beach Café.jpg']],
    ['other diacritics', 'càfë', ['/holiday/Beach Café.jpg']],
    ['other scripts', '真 ωμεγασ', ['/studio/写真 Ωμέγας.jpg']],
    ['a name that is no UTF-8', 'SCH\u{10fff6}N', ['/studio/sch\u{10fff6}n.jpg']],
    ['a part of a path', 'day/2024 png', ['/holiday/2024/beach.png']],
    ['a path', '/holiday/2024/beaches.jpg', ['/holiday/2024/beaches.jpg']],
    ['a tag', 'york', ['/studio/product-sku-004213-front.webp']],
    ['notes', 'malaga hour', ['/studio/my beach.jpg']],
    ['words in different fields', 'golden studio my', ['/studio/my beach.jpg']],
    ['a phrase', '"golden hour"', ['/studio/my beach.jpg']],
    ['a phrase that is not there', '"hour golden"', []],
    ['one word that is not there', 'beach zebra', []],
    ['a field: tag', 'tag:beach', ['/studio/product-sku-004213-front.webp', '/holiday/img_00423.jpg']],
    ['a field: tag, in quotes', 'tag:"new york"', ['/studio/product-sku-004213-front.webp']],
    ['a field: by', 'by:"ada l"', ['/holiday/img_00423.jpg', '/studio/my beach.jpg']],
    ['a field: path', 'path:2024', ['/holiday/2024/beach.png', '/holiday/2024/beaches.jpg']],
    ['a field: name', 'name:holiday', []],
    ['stars', 'star:3', ['/studio/product-sku-004213-front.webp']],
    ['more stars', 'star:>=3', ['/studio/my beach.jpg', '/studio/product-sku-004213-front.webp']],
    ['fewer stars, which no star is not', 'star:<3', ['/holiday/img_00423.jpg']],
    ['no star', 'star:none beach.png', ['/holiday/2024/beach.png']],
    ['a field that nobody knows', 'size:10', []],
  ])('SE1: finds by %s', async (_, q, expected) => {
    const { body } = await search(q);
    expect([body.items.map(({ path }) => path), body.total, body.partial]).toEqual([expected, expected.length, false]);
  });

  it('SE2: puts the exact name first, then beginnings, then the whole tag, then the rest', async () => {
    expect(await found('beach')).toEqual([
      '/holiday/2024/beach.png',
      '/holiday/Beach Café.jpg',
      '/holiday/2024/beaches.jpg',
      '/studio/product-sku-004213-front.webp',
      '/holiday/img_00423.jpg',
      '/studio/my beach.jpg',
    ]);
  });

  it('SE2: lists a hundred, or as many as asked, by path, and counts all', async () => {
    const { items, total } = (await search('image-')).body;
    expect([items.length, total]).toEqual([limits.searchItems, 120]);
    expect(items.slice(0, 2).map(({ name }) => name)).toEqual(['image-0001.jpg', 'image-0002.jpg']);
    const { body: few } = await search('image', { limit: 7 });
    expect([few.items.length, few.total]).toEqual([7, 120]);
    expect((await found('image', { limit: limits.searchItemsMax })).length).toBe(120);
  });

  it('BR1: gives the rows that a grid shows', async () => {
    const [item] = (await search('my beach')).body.items;
    const query = { path: '/studio', recursive: false };
    const { items } = (await ask(server, 'browse', { body: query })).body;
    expect(item).toEqual(items.find(({ name }) => name === 'my beach.jpg'));
    expect(item).toMatchObject({ w: 8, h: 8, star: 5 });
  });

  it('SE1: looks only in a folder and below it', async () => {
    expect(await found('beach', { path: '/holiday/2024' })).toEqual([
      '/holiday/2024/beach.png',
      '/holiday/2024/beaches.jpg',
    ]);
    expect((await search('beach', { path: 'studio/' })).body.total).toBe(2);
    const { status, problem } = await search('beach', { path: '/nowhere' });
    expect([status, problem?.error]).toEqual([404, 'folder_not_found']);
  });

  it('tells the cursor to listen from', async () => {
    expect((await search('beach')).headers['x-sync-cursor']).toMatch(/\S/);
  });

  it.each<[string, Fields, string]>([
    ['nothing to look for', {}, 'q'],
    ['an empty text', { q: '' }, 'q'],
    ['only spaces', { q: ' \t ' }, 'q'],
    ['a NUL', { q: 'a\0' }, 'q'],
    ['a text that is too long', { q: 'x'.repeat(limits.searchCharacters + 1) }, 'q'],
    ['too many words', { q: 'x '.repeat(limits.searchTerms + 1) }, 'q'],
    ['stars that are none', { q: 'star:abc' }, 'q'],
    ['six stars', { q: 'star:>6' }, 'q'],
    ['no limit', { q: 'x', limit: 0 }, 'limit'],
    ['too high a limit', { q: 'x', limit: limits.searchItemsMax + 1 }, 'limit'],
    ['a limit in words', { q: 'x', limit: 'ten' }, 'limit'],
    ['a field that nobody knows', { q: 'x', sort: 'name' }, 'sort'],
  ])('E16: refuses %s', async (_, query, field) => {
    const { status, problem } = await ask(server, 'search', { query });
    expect([status, problem?.error, problem?.field]).toEqual([400, 'invalid_field', field]);
  });

  it.each(['(a+)+$', '.*', '%', '_', "'; drop table", '\\', '*', '"', 'x:"', ':'.repeat(400), 'a'.repeat(512)])(
    'E16: takes %s for the letters that it is',
    async (q) => {
      const { status, body } = await ask(server, 'search', { query: { q: `zz ${q}`.slice(0, 512) } });
      expect([status, body.total]).toEqual([200, 0]);
    },
  );
});

describe('a search after a change', () => {
  it('SE3: finds each change of a label right after it was acknowledged', async () => {
    const path = '/many/image-0050.jpg';
    for (let turn = 0; turn < 200; turn += 1) {
      const word = `turn${String(turn)}x`;
      const change = turn % 2 === 0 ? { set_tags: [word] } : { set_notes: word };
      const others = search('image');
      expect((await patch(server, path, change)).status).toBe(200);
      expect([turn, await found(word)]).toEqual([turn, [path]]);
      // Tags and notes change in turn: what was two turns ago is there no more.
      expect([turn, await found(`turn${String(turn - 2)}x`)]).toEqual([turn, []]);
      await others;
    }
  });

  it('SE3: finds a star, an author, and a write to many', async () => {
    await patch(server, '/many/image-0001.jpg', { set_star: 1 }, { by: 'Grace' });
    expect(await found('star:1 by:grace')).toEqual(['/many/image-0001.jpg']);
    const sort = { key: 'name', dir: 'asc' } as const;
    const scope = { query: { path: '/many', recursive: true, sort } };
    await bulk(server, { scope, patch: { add_tags: ['reviewed'] } }, { by: 'Linus' });
    expect((await search('tag:reviewed by:linus')).body.total).toBe(120);
    await bulk(server, { scope, patch: { remove_tags: ['reviewed'] } });
    expect((await search('tag:reviewed')).body.total).toBe(0);
  });

  it('WK4: finds files that come, under their new names, and not those that went', async () => {
    const folder = `${root}/moving`;
    await writeImage(folder, 'erste.jpg', tiny);
    await writeImage(folder, 'zweite.jpg', tiny);
    const listed = (): Promise<unknown> => ask(server, 'refresh', { query: { path: '/' } });
    const until = (q: string, ...paths: string[]): Promise<unknown> =>
      waitFor(async () => (await found(q)).join() === paths.join(), `${q} to be found as ${paths.join()}`);
    await listed();
    await until('erste', '/moving/erste.jpg');
    await patch(server, '/moving/erste.jpg', { set_tags: ['kept'] });
    await rename(`${folder}/erste.jpg`, `${folder}/dritte.jpg`);
    await rm(`${folder}/zweite.jpg`);
    await listed();
    await until('dritte', '/moving/dritte.jpg');
    await until('zweite');
    await until('erste');
    expect(await found('kept')).toEqual([]);
    await rename(`${folder}/dritte.jpg`, `${folder}/erste.jpg`);
    await listed();
    await until('kept', '/moving/erste.jpg');
    await mkdir(`${root}/elsewhere`);
    await rename(folder, `${root}/elsewhere/moved`);
    await listed();
    await until('path:moving');
    await until('erste', '/elsewhere/moved/erste.jpg');
  });

  it('SE3: says that it is partial while folders are unknown', async () => {
    const wide = tempFolder('wide');
    for (let number = 0; number < 300; number += 1) await writeImage(`${wide}/${String(number)}/x`, 'one.jpg', tiny);
    const starting = await startServer({ root: wide });
    const once = async (): Promise<SearchAnswer> => (await ask(starting, 'search', { query: { q: 'one' } })).body;
    expect((await once()).partial).toBe(true);
    const whole = await waitFor(async () => {
      const answer = await once();
      return !answer.partial && answer;
    }, 'the whole gallery to be known');
    expect(whole.total).toBe(300);
  });

  it('leaves nothing behind when people type on before it answers', async () => {
    const typing = Array.from({ length: 150 }, async (_, turn) => {
      const gone = new AbortController();
      const q = 'image-0012 golden hour'.slice(0, 1 + (turn % 20));
      const asking = ask(server, 'search', { query: { q }, signal: gone.signal });
      if (turn % 3 > 0) setImmediate(() => gone.abort());
      return asking.then(
        ({ status }) => status,
        () => 'left',
      );
    });
    const ends = new Set(await Promise.all(typing));
    expect([...ends].every((end) => end === 200 || end === 'left')).toBe(true);
    expect(await found('0042')).toHaveLength(3);
    expect(server.log()).not.toMatch(/error/i);
  });
});
