import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Health } from '#contracts';
import { Client } from './client.ts';

const built = resolve(import.meta.dirname, '../../dist/api/main.js');
/** The command that people run: it also chooses how Node is started. */
const main = resolve(import.meta.dirname, '../../bin/lenslet.mjs');

/** What has to be ended or removed when the program ends, however it does. */
const running = new Set<ChildProcess>();
const folders = new Set<string>();

process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1));

export function tempFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `lenslet-bench-${name}-`));
  folders.add(folder);
  return folder;
}

/** Any program that is to end with this one. */
export function startProgram(command: string, words: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  const child = spawn(command, words, { stdio: 'pipe', env: { ...process.env, ...env } });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

export interface BenchServer {
  readonly url: string;
  readonly pid: number;
  readonly client: Client;
  /** From the start of the process to its printed address. */
  readonly listeningMs: number;
  stop(): Promise<void>;
}

/** The built server, as people run it, on a port of its own. */
export async function startServer(
  root: string,
  workspace: string,
  args: readonly string[] = [],
  { node = [], env = {} }: { node?: readonly string[]; env?: NodeJS.ProcessEnv } = {},
): Promise<BenchServer> {
  if (!existsSync(built)) throw new Error('dist/api/main.js is not there: run `npm run build` first.');
  const started = performance.now();
  const words = [...node, main, root, '--port', '0', '--workspace', workspace, '--log-level', 'warn', ...args];
  const child = startProgram(process.execPath, words, env);
  let printed = '';
  const url = await new Promise<string>((done, failed) => {
    child.stdout?.on('data', (part: Buffer) => {
      printed += part.toString();
      const [address] = /http:\/\/[^\s"]+/.exec(printed) ?? [];
      if (address !== undefined) done(address.replace(/\/$/, ''));
    });
    child.stderr?.on('data', (part: Buffer) => (printed += part.toString()));
    child.once('exit', () => failed(new Error(`The server ended before it listened:\n${printed}`)));
  });
  const listeningMs = performance.now() - started;
  const client = new Client(url);
  return {
    url,
    pid: child.pid ?? 0,
    client,
    listeningMs,
    stop: async () => {
      client.close();
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      const deadline = setTimeout(() => child.kill('SIGKILL'), 20_000);
      await ended;
      clearTimeout(deadline);
    },
  };
}

export async function health({ client }: BenchServer): Promise<Health> {
  return (await client.getJson('/health')) as Health;
}

/** Waits until every folder is listed; with `headers`, until every image's header is read too. */
export async function indexed(
  server: BenchServer,
  { headers = false, everyMs = 20, minutes = 20 } = {},
): Promise<Health> {
  const deadline = performance.now() + minutes * 60_000;
  for (;;) {
    const now = await health(server);
    const { state, items, headers: read } = now.indexing;
    if (state === 'ready' && (!headers || read >= items)) return now;
    if (performance.now() > deadline)
      throw new Error(`Not indexed after ${String(minutes)} minutes: ${JSON.stringify(now.indexing)}`);
    await pause(everyMs);
  }
}

/** Resident memory in megabytes: of the server, and of the processes it started. */
export function memoryOf(pid: number): { server: number; children: number } {
  const children = childrenOf(pid).reduce((sum, child) => sum + rss(child), 0);
  return { server: rss(pid), children };
}

/** Seconds of processor time that each of these has had, by number: a process, and those it started. */
export function processorSecondsOf(pid: number): Map<number, number> {
  const ticksPerSecond = 100;
  return new Map(
    [pid, ...childrenOf(pid)].map((each) => {
      // Behind the name, which may hold anything: the 14th and 15th field are user and system time.
      const fields =
        readFileOr(`/proc/${String(each)}/stat`)
          .split(') ')
          .at(-1)
          ?.split(' ') ?? [];
      return [each, (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticksPerSecond];
    }),
  );
}

function childrenOf(pid: number): number[] {
  // Each thread of a process has children of its own.
  return tasksOf(pid)
    .flatMap((task) => readFileOr(`/proc/${String(pid)}/task/${task}/children`).split(' '))
    .filter(Boolean)
    .map(Number);
}

function tasksOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${String(pid)}/task`);
  } catch {
    // It ended meanwhile, or this system has no /proc.
    return [];
  }
}

function rss(pid: number): number {
  const [, kilobytes = '0'] = /^VmRSS:\s+(\d+)/m.exec(readFileOr(`/proc/${String(pid)}/status`)) ?? [];
  return Number(kilobytes) / 1024;
}

function readFileOr(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It ended meanwhile, or this system has no /proc.
    return '';
  }
}
