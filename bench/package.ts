/** The package as others get it: how large it is, how long its installation takes, and how soon `npx` answers. */
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startProgram, tempFolder } from './support/bench-server.ts';
import { Client } from './support/client.ts';
import { median, report, round } from './support/measure.ts';
import { freePort } from './support/nginx.ts';

const root = resolve(import.meta.dirname, '..');
const rounds = 3;
const patienceMs = 60_000;

const folder = tempFolder('package');
npm('pack', '--ignore-scripts', '--silent', '--pack-destination', folder);
const tarball = join(folder, readdirSync(folder)[0] ?? '');

const installs: number[] = [];
const cold: number[] = [];
const warm: number[] = [];
for (let turn = 0; turn < rounds; turn += 1) {
  const place = tempFolder('install');
  const started = performance.now();
  npm('install', '--prefix', place, '--cache', join(place, 'cache'), '--no-audit', '--no-fund', tarball);
  installs.push(performance.now() - started);
  // With nothing kept, and once more with what the first has kept.
  const cache = tempFolder('cache');
  cold.push(await firstAnswer(cache));
  warm.push(await firstAnswer(cache));
}
const modules = tempFolder('size');
npm('install', '--prefix', modules, '--no-audit', '--no-fund', tarball);

report('package', {
  tarball_mb: megabytes(statSync(tarball).size),
  installed_mb: megabytes(sizeOf(join(modules, 'node_modules'))),
  install_ms: round(median(installs)),
  npx_cold_ms: round(median(cold)),
  npx_warm_ms: round(median(warm)),
});

/** From the command to the first folder: `npx` fetches, unpacks and starts. */
async function firstAnswer(cache: string): Promise<number> {
  const gallery = tempFolder('gallery');
  const port = await freePort();
  const started = performance.now();
  const words = ['--yes', `--package=${tarball}`, '--', 'lenslet', gallery, '--port', String(port)];
  const child = startProgram('npx', words, { npm_config_cache: cache });
  const client = new Client(`http://127.0.0.1:${String(port)}`);
  for (;;) {
    const answer = await client.get('/folders').catch(() => null);
    if (answer?.status === 200) break;
    if (performance.now() - started > patienceMs) throw new Error('npx did not answer within a minute');
    await pause(10);
  }
  const answered = performance.now() - started;
  // npx ends by itself when what it started has; a signal to it alone would leave that behind.
  const ended = new Promise((done) => child.once('exit', done));
  for (const pid of startedBy(child.pid ?? 0)) process.kill(pid, 'SIGTERM');
  await Promise.race([ended, pause(5000)]);
  return answered;
}

function npm(...words: readonly string[]): void {
  const { status, stderr } = spawnSync('npm', words, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm ${words.join(' ')} ended with ${String(status)}:\n${stderr}`);
}

function sizeOf(place: string): number {
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

function megabytes(bytes: number): number {
  return round(bytes / 1_000_000);
}

/** The last in the line of processes that begin with this one: npx starts a shell, and that starts the server. */
function startedBy(pid: number): number[] {
  const children = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8').trim();
  if (children === '') return [pid];
  return children.split(' ').flatMap((child) => startedBy(Number(child)));
}
