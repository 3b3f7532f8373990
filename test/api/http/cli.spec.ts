import { spawn } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { healthOf, indexed } from '../../support/gallery-state.ts';
import { runCli } from '../../support/cli.ts';
import { ask } from '../../support/http-client.ts';
import { writeImage, writeMany } from '../../support/images.ts';
import { corruptJpeg } from '../../support/hostile-images.ts';
import { startServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

describe('the command line', () => {
  const root = tempFolder('gallery');

  beforeAll(async () => {
    await writeImage(root, 'one.jpg');
  });

  it('--help tells every option in words for people, and --version the version', async () => {
    const help = await runCli(['--help']);
    expect([help.code, help.err]).toEqual([0, '']);
    for (const word of [
      'Usage',
      'lenslet <folder>',
      '--port',
      '--base-path',
      '--no-write',
      '--thumb-size',
      'LENSLET_',
    ]) {
      expect(help.out).toContain(word);
    }
    for (const line of help.out.split('\n')) expect(line.length).toBeLessThan(140);
    expect((await runCli(['-h'])).out).toBe(help.out);
    expect(await runCli(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
    expect((await runCli(['-v'])).out).toBe(`${version}\n`);
  });

  it('K7: lists all that is wrong at once, with what is allowed', async () => {
    const { code, out, err } = await runCli(
      [
        root,
        '--port',
        '99999',
        '--thumb-size',
        'big',
        '--base-path',
        'team',
        '--nonsense',
        '--no-watch=yes',
        '--prot',
        '1',
      ],
      { env: { LENSLET_WORKERS: '0', LENSLET_LOG_LEVEL: 'loud' } },
    );
    expect([code, out]).toEqual([2, '']);
    for (const complaint of [
      '--port must be a whole number from 0 to 65535; it is "99999".',
      '--thumb-size must be a whole number from 64 to 1024',
      '--base-path must be a path such as /team/gallery',
      'There is no option --nonsense.',
      'There is no option --prot.',
      '--no-watch must be true or false; it is "yes".',
      'LENSLET_WORKERS must be a whole number from 1 to 64',
      'LENSLET_LOG_LEVEL must be one of auto, trace, debug',
    ]) {
      expect(err).toContain(complaint);
    }
    expect(err).not.toMatch(/\n\s+at /);
  });

  it.each([
    [['/nowhere/at/all'], 'There is no folder /nowhere/at/all.'],
    [['package.json'], 'is not a folder, nor a table: a file that ends in .parquet, .csv, .ndjson.'],
    [['ROOT', '/tmp'], 'One folder at a time'],
    [['index'], 'Which folder?'],
    [['ROOT', '--port'], '--port needs a value.'],
    [['ROOT', '--port', ''], '--port must be'],
    [['ROOT', '--no-write', '--require-write'], 'exclude each other'],
    [['ROOT', '--no-write', '--workspace', '/tmp/w'], '--no-write needs no --workspace'],
    [['ROOT', '--host', '0.0.0.0'], 'would let everyone on the network in'],
    [['ROOT', '--host', '::'], 'would let everyone on the network in'],
    [['ROOT', '--host', '192.168.1.5'], 'would let everyone on the network in'],
    [['ROOT', '--host', '127.0.0.1.evil.com'], 'would let everyone on the network in'],
    [['ROOT', '--host', 'not an address'], '--host must be'],
    [['ROOT', '--follow-symlinks', '/nowhere/at/all'], 'There is no folder /nowhere/at/all.'],
    [['ROOT', '--workspace', '/dev/null/x', '--require-write'], 'Cannot write in /dev/null/x'],
    [['index', 'ROOT', '--no-write'], 'There is nothing to keep'],
    [['ROOT', '--workspace', 'ROOT/visible'], 'inside the gallery'],
    [['ROOT', '--workspace', 'ROOT'], 'inside the gallery'],
    [['ROOT', '--allow-host', 'https://images.example.com'], '--allow-host must be one or more bare names'],
    [['ROOT', '--allow-host', 'images.example.com:7843'], 'no port'],
  ])('K7, H22: refuses %j with a sentence', async (words, sentence) => {
    const { code, out, err } = await runCli(words.map((word) => word.replace('ROOT', root)));
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(sentence);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it('SC1: listens on this machine only, on the next free port when the usual one is taken', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => {
      // Whoever has it already takes it as well.
      taken.once('error', () => resolve()).listen(7070, '127.0.0.1', resolve);
    });
    const server = await startServer({ root, isAtUsualPort: true });
    taken.close();
    const { hostname, port: next } = new URL(server.url);
    expect(hostname).toBe('127.0.0.1');
    expect(Number(next)).toBeGreaterThan(7070);
    expect(Number(next)).toBeLessThanOrEqual(7090);
    expect(server.log()).not.toContain('EADDRINUSE');
    const sockets = readFileSync(`/proc/${server.pid}/net/tcp`, 'utf8');
    const hexPort = Number(next).toString(16).toUpperCase().padStart(4, '0');
    expect(sockets).toContain(`0100007F:${hexPort} 00000000:0000 0A`);
    expect(sockets).not.toContain(`00000000:${hexPort} 00000000:0000 0A`);
    await server.stop();
  });

  it('SC1: does not move away from a port that was chosen, and says so in one sentence', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const port = String((taken.address() as { port: number }).port);
    const expected = {
      code: 1,
      out: '',
      err: `Port ${port} of 127.0.0.1 is taken: end the program that has it, or choose another with --port.\n`,
    };
    expect(await runCli([root, '--no-write', '--port', port])).toEqual(expected);
    expect(await runCli([root, '--no-write'], { env: { LENSLET_PORT: port } })).toEqual(expected);
    taken.close();
  });

  it('K7: says why it cannot listen, and nothing beside', async () => {
    const { code, err } = await runCli([root, '--no-write', '--host', '203.0.113.7', '--insecure-open']);
    expect(code).toBe(2);
    expect(err.split('\n')).toEqual([
      'Cannot listen on 203.0.113.7, port 7070: this machine does not have this address.',
      'lenslet --help says what is possible.',
      '',
    ]);
  });

  it('RU1: refuses a variable that is misspelt', async () => {
    const { code, out, err } = await runCli([root, '--no-write'], { env: { LENSLET_WORKSPCE: '1' } });
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('There is no variable LENSLET_WORKSPCE. Did you mean LENSLET_WORKSPACE?');
  });

  it('takes options from the environment, and the command line over it', async () => {
    const env = { LENSLET_BASE_PATH: '/from-env', LENSLET_WORKERS: '1', LENSLET_NO_WATCH: 'true' };
    const server = await startServer({ root, env });
    expect(new URL(server.url).pathname).toBe('/from-env');
    await server.stop();
    const other = await startServer({ root, env, args: ['--base-path', '/said'] });
    expect(new URL(other.url).pathname).toBe('/said');
    await other.stop();
  });
});

describe('WK8: lenslet index', () => {
  it('makes all that the next server needs', async () => {
    const root = tempFolder('gallery');
    const workspace = tempFolder('workspace');
    await writeMany(`${root}/a`, 30);
    await writeImage(`${root}/a/b`, 'deep.png');
    writeFileSync(`${root}/broken.jpg`, corruptJpeg());
    const { code, out, err } = await runCli(['index', root, '--workspace', workspace]);
    expect([code, err]).toEqual([0, 'These failed:\n    /broken.jpg (undecodable)\n']);
    expect(out).toBe('Ready: 32 images in 3 folders, 1 cannot be shown. Thumbnails: 31 made, 0 there already.\n');
    const server = await startServer({ root, workspace, args: ['--no-watch'] });
    const health = await indexed(server, 32);
    expect(health.workers.headers.done).toBe(0);
    const { items } = (await ask(server, 'folders', { query: { recursive: true } })).body;
    const answers = await Promise.all(items.map(({ path }) => ask(server, 'thumb', { query: { path } })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(31);
    const { workers, hits } = await healthOf(server);
    expect([workers.thumbs.done, hits.thumb]).toEqual([0, 1]);
    // Again: there is nothing left to do.
    const again = await runCli(['index', root, '--workspace', workspace]);
    expect([again.code, again.err]).toEqual([0, err]);
    expect(again.out).toContain('Thumbnails: 0 made, 31 there already.');
  });

  it('goes on where it was stopped', async () => {
    const root = tempFolder('gallery');
    const workspace = tempFolder('workspace');
    await writeMany(root, 300, { width: 600, height: 400 });
    const words = [resolve(__dirname, '../../../dist/api/main.js'), 'index', root, '--workspace', workspace];
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'pipe'] });
    let told = '';
    child.stderr.setEncoding('utf8').on('data', (part: string) => (told += part));
    const made = (): string[] => {
      const thumbs = `${workspace}/thumbs`;
      if (!existsSync(thumbs)) return [];
      const names = readdirSync(thumbs).filter((name) => name.endsWith('.thumbnail'));
      return names.map((name) => `${name} ${lstatSync(`${thumbs}/${name}`).mtimeMs}`);
    };
    const ended = new Promise((done) => child.once('close', done));
    try {
      await waitFor(() => made().length > 10, 'some thumbs', { seconds: 60 });
      child.kill('SIGINT');
      expect(await ended).toBe(130);
    } finally {
      child.kill('SIGKILL');
    }
    expect(told).toBe('Stopped: what is made stays made; say it again to go on.\n');
    const before = made();
    expect(before.length).toBeLessThan(300);
    const again = await runCli(['index', root, '--workspace', workspace], { seconds: 120 });
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('Ready: 300 images in 1 folder.')]);
    const there = Number(/made, (\d+) there already/.exec(again.out)?.[1]);
    expect([there >= before.length, there < 300]).toEqual([true, true]);
    expect(made()).toEqual(expect.arrayContaining(before));
    expect(made()).toHaveLength(300);
  }, 240_000);
});
