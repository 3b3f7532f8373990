import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { execForm, healthCheck, imageEnvironment, inImage } from '../../support/containerfile.ts';
import { send } from '../../support/http-client.ts';
import { writeImage } from '../../support/images.ts';
import { freePort } from '../../support/nginx.ts';
import { startServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { TokenHolders } from '../../support/token-holders.ts';
import { waitFor } from '../../support/wait-for.ts';

const repository = resolve(__dirname, '../../..');
const canMount = process.getuid?.() === 0 && spawnSync('unshare', ['--mount', 'true']).status === 0;
const itAsRoot = canMount ? it : it.skip;
const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** The image's own question whether it lives, asked of a server on this port. */
function isHealthy(env: NodeJS.ProcessEnv): boolean {
  const [, ...words] = healthCheck();
  return spawnSync(process.execPath, words, { env }).status === 0;
}

/** What the image holds under /app: the package, and the packages it needs. */
function unpacked(): string {
  const folder = tempFolder('image');
  const app = join(folder, 'app');
  mkdirSync(join(app, 'node_modules'), { recursive: true });
  const npm = join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js');
  const [command, first] = existsSync(npm) ? [process.execPath, [npm]] : ['npm', []];
  const words = [...first, 'pack', '--ignore-scripts', '--pack-destination', folder];
  const packed = spawnSync(command, words, { cwd: repository, encoding: 'utf8' });
  if (packed.status !== 0) throw new Error(packed.stderr);
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz'))!;
  spawnSync('tar', ['-xzf', join(folder, archive), '-C', app, '--strip-components=1']);
  for (const name of ['sharp', '@img', 'detect-libc', 'semver']) {
    cpSync(join(repository, 'node_modules', name), join(app, 'node_modules', name), { recursive: true });
  }
  chmodSync(folder, 0o755);
  return app;
}

describe('the image of deploy/Containerfile', () => {
  it('says that it lives while the server does, under a path too, and not without it', async () => {
    const root = tempFolder('gallery');
    for (const base of ['', '/team/gallery', '/team/gallery/']) {
      const server = await startServer({ root, args: base === '' ? [] : ['--base-path', base] });
      const env = { LENSLET_PORT: new URL(server.url).port, LENSLET_BASE_PATH: base };
      expect(isHealthy(env)).toBe(true);
      if (base !== '') expect(isHealthy({ ...env, LENSLET_BASE_PATH: '' })).toBe(false);
      await server.stop();
      expect(isHealthy(env)).toBe(false);
    }
  });

  itAsRoot('runs as its user with nothing but its volume to write to, and only when people are known', async () => {
    const app = unpacked();
    const [gallery, data] = [tempFolder('gallery'), tempFolder('data')];
    await writeImage(gallery, 'one.jpg');
    chmodSync(gallery, 0o755);
    const people = new TokenHolders();
    await people.add('ada', 'viewer');
    const [uid] = inImage('USER').split(':');
    const port = String(await freePort());
    spawnSync('chown', ['-R', inImage('USER'), data, dirname(people.file)]);

    const start = (env: Record<string, string>): { child: ChildProcess; told: () => string } => {
      const settings = { ...imageEnvironment(), LENSLET_WORKSPACE: data, LENSLET_PORT: port, ...env };
      const pairs = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
      const entry = execForm(inImage('ENTRYPOINT'))![1]!.replace('/app', app);
      // The whole tree is read-only, /tmp too; the volume is a mount of its own.
      const mounts = 'mount --bind "$0" "$0" && mount -o remount,bind,ro / && cd "$0" && exec "$@"';
      const rights = ['setpriv', `--reuid=${uid!}`, `--regid=${uid!}`, '--clear-groups', '--no-new-privs', 'env', '-i'];
      const words = ['--mount', 'sh', '-c', mounts, data, ...rights, ...pairs, process.execPath, entry, gallery];
      const child = spawn('unshare', words, { stdio: ['ignore', 'pipe', 'pipe'] });
      running.add(child);
      child.once('close', () => running.delete(child));
      let told = '';
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (part: string) => (told += part));
      return { child, told: () => told };
    };

    const open = start({});
    await waitFor(() => (running.has(open.child) ? undefined : true), 'the refusal to start', { seconds: 30 });
    expect([open.child.exitCode, open.told()]).toEqual([
      2,
      expect.stringContaining('would let everyone on the network in'),
    ]);

    const { child, told } = start({ LENSLET_TOKEN_FILE: people.file });
    const url = `http://127.0.0.1:${port}`;
    await waitFor(() => (told().includes('Open ') ? true : !running.has(child) || undefined), 'the start', {
      seconds: 30,
    });
    expect(told()).not.toContain('Nothing is kept on disk');
    const headers = people.headersOf('ada');
    const thumb = await send(`${url}/thumb?path=/one.jpg`, { headers });
    expect([thumb.status, thumb.headers['content-type']]).toEqual([200, 'image/webp']);
    expect((await send(`${url}/me`)).status).toBe(401);
    expect(readdirSync(data)).toEqual(expect.arrayContaining(['labels.db', 'thumbs']));
    expect(isHealthy({ LENSLET_PORT: port })).toBe(true);
    child.kill(inImage('STOPSIGNAL') as NodeJS.Signals);
    await waitFor(() => (running.has(child) ? undefined : true), 'the end', { seconds: 12 });
    expect(child.exitCode).toBe(0);
  });
});
