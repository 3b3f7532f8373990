import { mkdirSync } from 'node:fs';
import { dirsIn, indexed, namesIn } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { writeBytes, writeEveryFormat, writeImage, writeMany } from '../../support/images.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

describe('GET /folders', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    await writeEveryFormat(`${root}/formats`);
    for (const name of ['img10.jpg', 'img2.jpg', 'IMG1.jpg', 'a.jpg', '_DSC1234.jpg', 'img02.jpg']) {
      await writeImage(`${root}/natural`, name);
    }
    await writeMany(`${root}/many`, 30);
    await writeImage(`${root}/branch/leaf`, 'deep.jpg');
    await writeImage(`${root}/branch/leaf/deeper`, 'deepest.jpg');
    mkdirSync(`${root}/empty`);
    for (const name of ['_index.json', '_index_0.json', '_rollup.json', '_health.json', '.hidden.jpg', 'a.jpg.json']) {
      await writeBytes(`${root}/ours`, name, '{}');
    }
    await writeBytes(`${root}/ours`, 'a.jpg.thumbnail', 'RIFF');
    await writeBytes(`${root}/ours`, 'notes.txt', 'no image');
    await writeImage(`${root}/ours`, 'a.jpg');
    await writeImage(`${root}/.git`, 'secret.jpg');
    server = await startServer({ root });
    await indexed(server);
  });

  it('SR1: serves the five formats, and says what each is by its content', async () => {
    await writeImage(`${root}/formats`, 'really-a-png.jpg', { format: 'png' });
    const late = await startServer({ root });
    await indexed(late);
    const { body } = await ask(late, 'folders', { query: { path: '/formats' } });
    await late.stop();
    expect(body.items.map(({ name, type, w, h }) => [name, type, w, h])).toEqual([
      ['five.avif', 'image/avif', 64, 48],
      ['four.gif', 'image/gif', 64, 48],
      ['one.jpg', 'image/jpeg', 64, 48],
      ['really-a-png.jpg', 'image/png', 64, 48],
      ['three.webp', 'image/webp', 64, 48],
      ['two.png', 'image/png', 64, 48],
    ]);
  });

  it('SR1: hides dot files, our own files and what is no image, but not _DSC1234.jpg', async () => {
    expect(await namesIn(server, '/ours')).toEqual(['a.jpg']);
    expect(await namesIn(server, '/natural')).toContain('_DSC1234.jpg');
    expect(await dirsIn(server)).toEqual(['branch', 'empty', 'formats', 'many', 'natural', 'ours']);
  });

  it('lists names in natural order, whatever their case', async () => {
    expect(await namesIn(server, '/natural')).toEqual([
      '_DSC1234.jpg',
      'a.jpg',
      'IMG1.jpg',
      'img02.jpg',
      'img2.jpg',
      'img10.jpg',
    ]);
  });

  it('SR7: tells branches from leaves, and what is below them', async () => {
    const { body } = await ask(server, 'folders');
    expect(body.dirs.find(({ name }) => name === 'branch')).toEqual({
      name: 'branch',
      kind: 'branch',
      totalItems: 2,
      hasDirs: true,
    });
    expect(body.dirs.find(({ name }) => name === 'many')).toEqual({
      name: 'many',
      kind: 'leaf-real',
      totalItems: 30,
      hasDirs: false,
    });
    const below = await ask(server, 'folders', { query: { path: '/branch' } });
    expect(below.body.dirs).toEqual([{ name: 'leaf', kind: 'leaf-real', totalItems: 2, hasDirs: true }]);
  });

  it('answers a small folder whole, and in pages when asked', async () => {
    const whole = (await ask(server, 'folders', { query: { path: '/many' } })).body;
    expect(whole).not.toHaveProperty('page');
    expect(whole.items).toHaveLength(30);
    const names: string[] = [];
    for (const page of [1, 2, 3]) {
      const { body } = await ask(server, 'folders', { query: { path: '/many', page, page_size: 12 } });
      expect(body).toMatchObject({ page, pageSize: 12, pageCount: 3, totalItems: 30 });
      names.push(...body.items.map(({ name }) => name));
    }
    expect(names).toEqual(whole.items.map(({ name }) => name));
  });

  it('answers a page past the end with nothing on it', async () => {
    const { body } = await ask(server, 'folders', { query: { path: '/many', page: 1_000_000_000, page_size: 500 } });
    expect(body).toMatchObject({ items: [], totalItems: 30, pageCount: 1 });
  });

  it.each([
    'page=0',
    'page=-1',
    'page=1.5',
    'page=1e3',
    'page=',
    'page=abc',
    'page=99999999999',
    'page_size=0',
    'page_size=501',
    'page_size=+5',
    'recursive=yes',
    'recursive=',
    'pagesize=5',
  ])('E16: refuses %s', async (query) => {
    const { status, problem } = await ask(server, 'folders', { query });
    expect([status, problem?.error, problem?.field]).toEqual([400, 'invalid_field', query.split('=')[0]]);
  });

  it('goes below when asked, always in pages', async () => {
    const { body } = await ask(server, 'folders', { query: { path: '/branch', recursive: true } });
    expect(body).toMatchObject({ page: 1, pageSize: 200, pageCount: 1, totalItems: 2 });
    expect(body.items.map(({ path }) => path)).toEqual(['/branch/leaf/deep.jpg', '/branch/leaf/deeper/deepest.jpg']);
  });

  it('answers an empty folder with 200, and one that is not there with 404', async () => {
    const empty = await ask(server, 'folders', { query: { path: '/empty' } });
    expect(empty.body).toMatchObject({ v: 1, path: '/empty', items: [], dirs: [] });
    for (const path of ['/nowhere', '/many/image-0001.jpg', '/.git', '/Many', '/many/../many2']) {
      const { problem } = await ask(server, 'folders', { query: { path } });
      expect(problem?.error).toBe(path.includes('..') ? 'invalid_path' : 'folder_not_found');
    }
  });

  it('takes the many ways to write a path for the one path', async () => {
    for (const path of ['branch/leaf', '//branch//leaf//', '\\branch\\leaf', '/branch/leaf/']) {
      const { body } = await ask(server, 'folders', { query: { path } });
      expect([body.path, body.items.length]).toEqual(['/branch/leaf', 1]);
    }
  });

  it('has nobody wait for labels yet: all are the default', async () => {
    const { body } = await ask(server, 'item', { query: { path: '/many/image-0001.jpg' } });
    expect(body).toMatchObject({ star: null, tags: [], notes: '', version: 1, exif: { width: 64, height: 48 } });
  });
});

describe('POST /refresh', () => {
  it('lists a folder and all below it again', async () => {
    const root = tempFolder('gallery');
    await writeImage(`${root}/a/b`, 'one.jpg');
    const server = await startServer({ root, args: ['--no-watch'] });
    await indexed(server, 1);
    await writeImage(`${root}/a/b`, 'two.jpg');
    const { status, body } = await ask(server, 'refresh', { query: { path: '/a' } });
    expect([status, body]).toEqual([202, { path: '/a', status: 'queued' }]);
    await indexed(server, 2);
    expect(await namesIn(server, '/a/b')).toEqual(['one.jpg', 'two.jpg']);
    const unknown = await ask(server, 'refresh', { query: { path: '/nowhere' } });
    expect(unknown.problem?.error).toBe('folder_not_found');
  });
});

describe('WK1: the first moment', () => {
  it('answers a deep address before the index has come there', async () => {
    const root = tempFolder('gallery');
    // Nearest folders are listed first: this one is behind hundreds of others.
    for (let number = 0; number < 400; number += 1) mkdirSync(`${root}/wide/${number}/x/y`, { recursive: true });
    await writeImage(`${root}/wide/399/x/y/z/deep`, 'deep.jpg');
    const server = await startServer({ root });
    const { body } = await ask(server, 'folders', { query: { path: '/wide/399/x/y/z/deep' } });
    expect(body.items).toMatchObject([{ path: '/wide/399/x/y/z/deep/deep.jpg' }]);
    const ready = await indexed(server);
    expect(ready.indexing).toMatchObject({ items: 1, total: 1204, done: 1204 });
  });
});
