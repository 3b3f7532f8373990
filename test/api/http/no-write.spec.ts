import { spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { healthOf, indexed } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { writeImage, writeMany } from '../../support/images.ts';
import { hasPrinted } from '../../support/log-lines.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { runCli } from '../../support/cli.ts';
import { waitFor } from '../../support/wait-for.ts';

/** Every entry with all that a write could change; reading changes access times alone. */
function picture(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .concat('')
    .map((name) => {
      const { ino, size, mtimeMs, ctimeMs, mode } = statSync(`${folder}/${name}`);
      return [name, ino, size, mtimeMs, ctimeMs, mode].join(' ');
    });
}

async function useEverything(server: TestServer): Promise<void> {
  await indexed(server);
  const { items } = (await ask(server, 'folders', { query: { recursive: true } })).body;
  for (const { path } of items.slice(0, 5)) {
    for (const name of ['thumb', 'file', 'item', 'metadata'] as const) {
      expect((await ask(server, name, { query: { path } })).status).toBe(200);
    }
  }
  await ask(server, 'browse', { body: { path: '/', recursive: true } });
  await ask(server, 'refresh');
  await indexed(server);
}

describe('D19: --no-write', () => {
  const home = tempFolder('home');
  const root = `${home}/gallery`;

  beforeAll(async () => {
    await writeMany(`${root}/a`, 10);
    await writeImage(`${root}/b`, 'one.png');
  });

  it('leaves the gallery and the home as they are, and says so', async () => {
    const before = picture(home);
    const server = await startServer({
      root,
      workspace: null,
      args: ['--no-write'],
      env: { HOME: home, XDG_CACHE_HOME: home },
    });
    await useEverything(server);
    expect((await healthOf(server)).can_write).toBe(false);
    await hasPrinted(server, 'Nothing is kept on disk');
    expect(await server.stop()).toBe(0);
    expect(picture(home)).toEqual(before);
  });

  const canTrace = existsSync('/usr/bin/strace');
  (canTrace ? it : it.skip)('opens nothing for writing, seen from outside', async () => {
    const trace = `${tempFolder('trace')}/calls`;
    const main = resolve(__dirname, '../../../dist/api/main.js');
    const calls =
      'open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,link,linkat,symlink,symlinkat,truncate';
    const child = spawn(
      'strace',
      [
        '-f',
        '-qq',
        '-e',
        `trace=${calls}`,
        '-o',
        trace,
        process.execPath,
        main,
        root,
        '--no-write',
        '--port',
        '0',
        '--workers',
        '1',
      ],
      { stdio: ['ignore', 'pipe', 'ignore'], env: { PATH: process.env['PATH'], HOME: home } },
    );
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => (printed += part));
    const ended = new Promise((done) => child.once('close', done));
    const url = await waitFor(() => /http:\/\/[^\s/]+/.exec(printed)?.[0], 'the address', { seconds: 30 });
    await indexed({ url });
    const { items } = (await ask({ url }, 'folders', { query: { path: '/a' } })).body;
    await ask({ url }, 'thumb', { query: { path: items[0]!.path } });
    // The tracer passes it on to nobody: the server is its child.
    const server = Number(readFileSync(`/proc/${child.pid!}/task/${child.pid!}/children`, 'utf8').trim().split(' ')[0]);
    process.kill(server, 'SIGTERM');
    await ended;
    const writing = readFileSync(trace, 'utf8')
      .split('\n')
      .filter((call) =>
        /\bO_(WRONLY|RDWR|CREAT|TRUNC)\b|^\d+ +(mkdir|rename|unlink|link|symlink|truncate|creat)/.test(call),
      )
      .filter((call) => !/"\/(dev|proc)\/|ENOENT|"\/sys\//.test(call));
    expect(writing).toEqual([]);
    expect(printed).toContain('Open http');
  });
});

describe('D20: a workspace that cannot be written', () => {
  const parent = tempFolder('closed');
  const root = `${parent}/gallery`;
  const nobody = 65_534;
  const canDropRights = process.getuid?.() === 0;

  beforeAll(async () => {
    await writeMany(`${root}/a`, 10);
    await writeImage(`${root}/b`, 'one.png');
    mkdirSync(`${parent}/home`);
    chownSync(`${parent}/home`, nobody, nobody);
    chmodSync(parent, 0o755);
  });

  (canDropRights ? it : it.skip)('is told at the start, and everything works from memory', async () => {
    const before = picture(parent);
    const server = await startServer({ root, workspace: null, uid: nobody, env: { HOME: `${parent}/home` } });
    await hasPrinted(
      server,
      /Nothing is kept on disk: cannot write in \S+\.lenslet \(no permission\); choose a place with --workspace\./,
    );
    await useEverything(server);
    expect((await healthOf(server)).can_write).toBe(false);
    await server.stop();
    expect(picture(parent)).toEqual(before);
  });

  it('is refused with --require-write', async () => {
    const file = await writeImage(parent, 'in-the-way');
    const { code, err } = await runCli([root, '--workspace', `${file}/workspace`, '--require-write']);
    expect(code).toBe(2);
    expect(err).toContain('a file is in the way');
  });

  it('by default, everything is kept in .lenslet, and nothing beside it', async () => {
    const own = tempFolder('own');
    await writeMany(`${own}/a`, 3);
    const before = picture(own).filter((line) => line.startsWith('a'));
    const server = await startServer({ root: own, workspace: null });
    await useEverything(server);
    await server.stop();
    expect(readdirSync(own).sort()).toEqual(['.lenslet', 'a']);
    expect(picture(own).filter((line) => line.startsWith('a'))).toEqual(before);
    expect(readdirSync(`${own}/.lenslet`).sort()).toEqual(
      expect.arrayContaining(['index', 'labels.db', 'server.lock', 'thumbs']),
    );
    const others = new Set(['_health.json', '_rollup.json', 'index', 'labels.db', 'server.lock', 'thumbs']);
    expect(readdirSync(`${own}/.lenslet`).filter((name) => !others.has(name))).toEqual([]);
    expect(
      readdirSync(`${own}/.lenslet`, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tmp')),
    ).toEqual([]);
  });
});
