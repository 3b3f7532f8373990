import { utimesSync } from 'node:fs';
import type { BrowseAnswer, BrowseRequest } from '#contracts';
import { healthOf, indexed } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { onePixelWide, writeBytes, writeImage } from '../../support/images.ts';
import { corruptJpeg } from '../../support/hostile-images.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

describe('POST /browse', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  const browse = async (question: Partial<BrowseRequest>): Promise<BrowseAnswer> =>
    (await ask(server, 'browse', { body: { path: '/', recursive: true, ...question } })).body;
  const pathsOf = ({ items }: BrowseAnswer): string[] => items.map(({ path }) => path);

  beforeAll(async () => {
    // Name, size and time each give another order, and each has a tie.
    const files: [string, number, number][] = [
      ['/b/2.jpg', 40, 5],
      ['/a/10.jpg', 40, 3],
      ['/a/2.jpg', 200, 3],
      ['/a/1.jpg', 100, 9],
      ['/z.jpg', 60, 1],
      ['/b/deep/1.jpg', 60, 7],
    ];
    for (const [path, width, minutes] of files) {
      const file = await writeImage(root, path, { width, height: 20 });
      utimesSync(file, minutes * 60, minutes * 60);
    }
    await writeBytes(`${root}/shapes`, 'broken.jpg', corruptJpeg());
    await writeBytes(`${root}/shapes`, 'tall.png', await onePixelWide(4000));
    await writeImage(`${root}/shapes`, 'turned.jpg', { width: 60, height: 40, orientation: 6 });
    await writeImage(`${root}/shapes`, 'wide.png', { width: 3000, height: 1 });
    await writeImage(`${root}/shapes`, 'usual.jpg', { width: 90, height: 60 });
    server = await startServer({ root, args: ['--no-watch'] });
    await indexed(server, 11);
  });

  describe('orders', () => {
    const byPath = ['/z.jpg', '/a/1.jpg', '/a/2.jpg', '/a/10.jpg', '/b/2.jpg', '/b/deep/1.jpg'];
    const only = (answer: BrowseAnswer): string[] => pathsOf(answer).filter((path) => !path.startsWith('/shapes'));

    it.each([
      ['path', 'asc', byPath],
      ['path', 'desc', [...byPath].reverse()],
      ['name', 'asc', ['/a/1.jpg', '/b/deep/1.jpg', '/a/2.jpg', '/b/2.jpg', '/a/10.jpg', '/z.jpg']],
      ['name', 'desc', ['/z.jpg', '/a/10.jpg', '/a/2.jpg', '/b/2.jpg', '/a/1.jpg', '/b/deep/1.jpg']],
      ['added_at', 'asc', ['/z.jpg', '/a/2.jpg', '/a/10.jpg', '/b/2.jpg', '/b/deep/1.jpg', '/a/1.jpg']],
      ['added_at', 'desc', ['/a/1.jpg', '/b/deep/1.jpg', '/b/2.jpg', '/a/2.jpg', '/a/10.jpg', '/z.jpg']],
      ['size', 'asc', ['/a/10.jpg', '/b/2.jpg', '/z.jpg', '/b/deep/1.jpg', '/a/1.jpg', '/a/2.jpg']],
      ['size', 'desc', ['/a/2.jpg', '/a/1.jpg', '/z.jpg', '/b/deep/1.jpg', '/a/10.jpg', '/b/2.jpg']],
    ] as const)('by %s, %s, ties by path', async (key, dir, expected) => {
      const answer = await browse({ sort: { key, dir } });
      const sizes = new Map(answer.items.map(({ path, size }) => [path, size]));
      // The ties of size are real only if the pictures came out equally large.
      expect(sizes.get('/a/10.jpg')).toBe(sizes.get('/b/2.jpg'));
      expect(only(answer)).toEqual(expected);
    });

    it.each(['asc', 'desc'] as const)('one folder by name, %s', async (dir) => {
      const { items } = await browse({ path: '/a', recursive: false, sort: { key: 'name', dir } });
      const names = items.map(({ name }) => name);
      expect(dir === 'asc' ? names : names.reverse()).toEqual(['1.jpg', '2.jpg', '10.jpg']);
    });
  });

  it('answers with names ascending when nothing else is said, and only the folder itself', async () => {
    const { body } = await ask(server, 'browse', { body: { path: '/b' } });
    expect(body).toMatchObject({ total: 1, offset: 0, partial: false });
    expect(pathsOf(body)).toEqual(['/b/2.jpg']);
  });

  it('shows windows of the one frozen result', async () => {
    const sort = { key: 'path', dir: 'asc' } as const;
    const whole = await browse({ sort });
    const first = await browse({ sort, limit: 4 });
    expect(first).toMatchObject({ result: whole.result, total: 11, offset: 0 });
    const paths = pathsOf(first);
    for (const offset of [4, 8]) {
      const { body } = await ask(server, 'browseWindow', { result: whole.result, query: { offset, limit: 4 } });
      expect(body).toMatchObject({ result: whole.result, total: 11, offset });
      paths.push(...pathsOf(body));
    }
    expect(paths).toEqual(pathsOf(whole));
    const past = await ask(server, 'browseWindow', { result: whole.result, query: { offset: 11, limit: 500 } });
    expect(past.body.items).toEqual([]);
  });

  it('shares one result among equal questions, also asked at once, and among no others', async () => {
    const sort = { key: 'size', dir: 'asc' } as const;
    const before = (await healthOf(server)).browse.cached_results;
    const answers = await Promise.all([1, 2, 3, 4, 5].map((limit) => browse({ path: '/shapes', sort, limit })));
    expect(new Set(answers.map(({ result }) => result)).size).toBe(1);
    expect((await healthOf(server)).browse.cached_results).toBe(before + 1);
    const other = await browse({ path: '/shapes', sort: { ...sort, dir: 'desc' } });
    expect(other.result).not.toBe(answers[0]?.result);
  });

  it('BR6: locates an item in the result, and in any window of it', async () => {
    const sort = { key: 'path', dir: 'desc' } as const;
    const all = pathsOf(await browse({ sort }));
    for (const locate of ['/a/2.jpg', all[0], all.at(-1)]) {
      expect((await browse({ sort, limit: 1, locate: locate! })).located).toBe(all.indexOf(locate!));
    }
    expect((await browse({ sort, locate: '/nowhere.jpg' })).located).toBeNull();
    expect((await browse({ path: '/a', recursive: false, locate: '/b/2.jpg' })).located).toBeNull();
    const { result, ...unasked } = await browse({ sort });
    expect(unasked).not.toHaveProperty('located');
    const place = async (locate: string): Promise<unknown> =>
      (await ask(server, 'browseWindow', { result, query: { offset: 0, limit: 1, locate } })).body;
    expect(await place('/a/2.jpg')).toMatchObject({ result, located: all.indexOf('/a/2.jpg') });
    expect(await place('/nowhere.jpg')).toMatchObject({ result, located: null });
  });

  it('gives the shape of every item in two bytes: clamped, turned upright, 0 where it is unknown', async () => {
    const { result, items } = await browse({ path: '/shapes', sort: { key: 'name', dir: 'asc' } });
    expect(items.map(({ name }) => name)).toEqual(['broken.jpg', 'tall.png', 'turned.jpg', 'usual.jpg', 'wide.png']);
    const { headers, bytes } = await ask(server, 'browseLayout', { result });
    expect(headers['content-type']).toBe('application/octet-stream');
    const ratios = Array.from({ length: bytes.length / 2 }, (_, at) => bytes.readUInt16LE(at * 2));
    expect(ratios).toEqual([0, 100, 667, 1500, 10_000]);
  });

  it.each(['browseWindow', 'browseLayout'] as const)('refuses %s of a result that is not kept', async (name) => {
    const query = name === 'browseWindow' ? { offset: 0, limit: 10 } : {};
    for (const result of ['AAAAAAAAAAAAAAAA', '1', '%', '__proto__', 'x'.repeat(150)]) {
      const { status, problem } = await ask(server, name, { result, query });
      expect([result, status, problem?.error]).toEqual([result, 410, 'result_expired']);
    }
  });

  it('keeps a result as it was while the gallery changes, and makes a new one for the next who asks', async () => {
    const question = { path: '/moving', recursive: false };
    await writeImage(`${root}/moving`, 'a.jpg');
    await writeImage(`${root}/moving`, 'c.jpg');
    const before = await browse(question);
    await writeImage(`${root}/moving`, 'b.jpg');
    await ask(server, 'refresh', { query: { path: '/moving' } });
    const after = await waitFor(async () => {
      const answer = await browse(question);
      return answer.total === 3 && answer;
    }, 'the new file to be found');
    expect(after.result).not.toBe(before.result);
    const { body } = await ask(server, 'browseWindow', { result: before.result, query: { offset: 0, limit: 10 } });
    expect(pathsOf(body)).toEqual(['/moving/a.jpg', '/moving/c.jpg']);
  });

  it('says that an answer is partial while folders below are unknown', async () => {
    const wide = tempFolder('wide');
    for (let number = 0; number < 300; number += 1)
      await writeImage(`${wide}/${number}/x`, 'one.jpg', { width: 8, height: 8 });
    const starting = await startServer({ root: wide });
    const question = { path: '/', recursive: true, limit: 1 };
    const { partial } = (await ask(starting, 'browse', { body: question })).body;
    expect(partial).toBe(true);
    const whole = await waitFor(async () => {
      const { body } = await ask(starting, 'browse', { body: question });
      return !body.partial && body;
    }, 'the whole gallery to be known');
    expect(whole.total).toBe(300);
  });
});
