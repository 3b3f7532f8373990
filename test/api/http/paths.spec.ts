import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { basename, dirname } from 'node:path';
import type { RouteName } from '#contracts';
import { dirsIn, indexed, namesIn } from '../../support/gallery-state.ts';
import { ask, send } from '../../support/http-client.ts';
import { writeBytes, writeImage } from '../../support/images.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const everyRoute: RouteName[] = ['file', 'thumb', 'item', 'metadata', 'folders'];

describe('what lies outside of the gallery', () => {
  const root = tempFolder('gallery');
  const secret = `${root}-secret`;
  let outside: string;
  let server: TestServer;
  let socket: Server;

  beforeAll(async () => {
    outside = tempFolder('outside');
    await writeImage(root, 'inside.jpg');
    await writeImage(outside, 'outside.jpg');
    await writeImage(secret, 'outside.jpg');
    await writeBytes(root, '.lenslet/labels.json', '{}');
    await writeImage(`${root}/.git`, 'config.jpg');
    await writeImage(root, '.env.jpg');
    symlinkSync(`${outside}/outside.jpg`, `${root}/link-file.jpg`);
    symlinkSync(outside, `${root}/link-folder`);
    symlinkSync(secret, `${root}/link-secret`);
    symlinkSync('link-chain-2.jpg', `${root}/link-chain-1.jpg`);
    symlinkSync(`${outside}/outside.jpg`, `${root}/link-chain-2.jpg`);
    symlinkSync('link-loop.jpg', `${root}/link-loop.jpg`);
    symlinkSync('/proc/self/environ', `${root}/link-environ.jpg`);
    symlinkSync('/dev/zero', `${root}/link-zero.jpg`);
    symlinkSync('/nowhere/at/all.jpg', `${root}/link-nowhere.jpg`);
    symlinkSync('.git/config.jpg', `${root}/link-hidden.jpg`);
    symlinkSync('inside.jpg', `${root}/link-inside.jpg`);
    mkdirSync(`${root}/folder`);
    symlinkSync('..', `${root}/folder/link-up`);
    symlinkSync('.', `${root}/folder/link-self`);
    await writeImage(`${root}/folder`, 'one.jpg');
    symlinkSync('folder', `${root}/link-inside`);
    execFileSync('mkfifo', [`${root}/fifo.jpg`]);
    socket = createServer().listen(`${root}/socket.jpg`);
    mkdirSync(`${root}/directory.jpg`);
    linkSync(`${outside}/outside.jpg`, `${root}/hard-link.jpg`);
    server = await startServer({ root });
    await indexed(server);
  });

  afterAll(() => {
    socket.close();
    execFileSync('rm', ['-rf', secret]);
  });

  const refused = async (path: string): Promise<void> => {
    for (const name of everyRoute) {
      const { status } = await ask(server, name, { query: { path } });
      expect([name, path, [400, 404].includes(status)]).toEqual([name, path, true]);
    }
  };

  it.each([
    '../../etc/passwd',
    '/../../../../../../etc/passwd',
    '..\\..\\etc\\passwd',
    '/etc/passwd',
    '//etc//passwd',
    'C:\\windows\\win.ini',
    '\\\\host\\share\\a.jpg',
    'file:///etc/passwd',
    'http://127.0.0.1/',
    '/./inside.jpg',
    '/folder/../inside.jpg',
    '/inside.jpg/../.env.jpg',
    '/inside.jpg\0.txt',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/..%2f..%2fetc/passwd',
    '/%252e%252e/etc/passwd',
    '/\u{10ff2e}\u{10ff2e}/\u{10ff2e}\u{10ff2e}/etc/passwd',
    '/folder\u{10ff2f}..\u{10ff2f}inside.jpg',
    '/\u{10ff00}',
    '/～/a.jpg',
    '/．．/etc/passwd',
    '~/a.jpg',
    '$HOME/a.jpg',
    '/proc/self/environ',
  ])('F1: %j', async (path) => {
    await refused(path);
    await refused(`/folder${path}`);
  });

  it.each([
    '..%2f..%2fetc%2fpasswd',
    '%2e%2e/%2e%2e/etc/passwd',
    '%252e%252e%252fetc',
    '..%5c..%5cetc',
    '%c0%ae%c0%ae/etc',
  ])('F1: as sent in an address, %s', async (encoded) => {
    for (const name of everyRoute) {
      const { status } = await ask(server, name, { query: `path=${encoded}` });
      expect([400, 404]).toContain(status);
    }
    expect([400, 404]).toContain((await send(`${server.url}/${encoded}`)).status);
  });

  it('F2: a folder whose name begins as that of the gallery', async () => {
    await refused(`/../${basename(secret)}/outside.jpg`);
    await refused('/link-secret/outside.jpg');
  });

  it('F3: links that lead out, in chains, in loops or nowhere are not listed and not followed', async () => {
    expect(await namesIn(server)).toEqual(['hard-link.jpg', 'inside.jpg', 'link-hidden.jpg', 'link-inside.jpg']);
    expect(await dirsIn(server)).toEqual(['directory.jpg', 'folder', 'link-inside']);
    for (const name of ['file', 'chain-1', 'chain-2', 'loop', 'environ', 'zero', 'nowhere'])
      await refused(`/link-${name}.jpg`);
    for (const path of ['/link-folder', '/link-folder/outside.jpg', '/link-secret', '/link-file.jpg/outside.jpg']) {
      await refused(path);
    }
  });

  it('F3: links that lead back up end somewhere', async () => {
    expect(await dirsIn(server, '/folder')).toEqual([]);
    await refused('/folder/link-up/folder/one.jpg');
    await refused('/folder/link-self/one.jpg');
    const { items } = (await ask(server, 'folders', { query: { path: '/link-inside' } })).body;
    expect(items.map(({ path }) => path)).toEqual(['/link-inside/one.jpg']);
    expect((await ask(server, 'thumb', { query: { path: '/link-inside/one.jpg' } })).status).toBe(200);
  });

  it('F5: a hard link is a file of the gallery', async () => {
    expect((await ask(server, 'file', { query: { path: '/hard-link.jpg' } })).status).toBe(200);
  });

  it('F6: what is no file is no item, and opening it waits for nobody', async () => {
    const started = performance.now();
    for (const path of ['/fifo.jpg', '/socket.jpg', '/link-zero.jpg']) await refused(path);
    for (const name of ['file', 'thumb', 'item', 'metadata'] as const) {
      expect((await ask(server, name, { query: { path: '/directory.jpg' } })).status).toBe(404);
    }
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it.each([
    '/.lenslet/labels.json',
    '/.lenslet',
    '/.git/config.jpg',
    '/.git',
    '/.env.jpg',
    '/folder/.hidden/a.jpg',
    '/\u{10ff2e}git/config.jpg',
    '/\u{10ff2e}git',
    '/folder\u{10ff2f}.hidden',
    '/...jpg',
  ])('F7: %s', async (path) => {
    await refused(path);
  });

  it('SR2: --follow-symlinks opens the one place that it names', async () => {
    const following = await startServer({ root, args: ['--follow-symlinks', outside] });
    await indexed(following);
    const served = async (path: string): Promise<number> => (await ask(following, 'file', { query: { path } })).status;
    expect(await served('/link-file.jpg')).toBe(200);
    expect(await served('/link-folder/outside.jpg')).toBe(200);
    expect((await ask(following, 'thumb', { query: { path: '/link-folder/outside.jpg' } })).status).toBe(200);
    expect(await dirsIn(following)).toContain('link-folder');
    expect(await served('/link-secret/outside.jpg')).toBe(404);
    expect(await served('/link-environ.jpg')).toBe(404);
    expect(await served(`/link-folder/../${basename(dirname(secret))}`)).toBe(400);
  });
});
