/** `npm run dev -- [folder] [options]`: the API and the page, each again after every change. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';
import { watchApi } from './build-api.ts';
import { forgetBuild } from './launch/build-stale.ts';

const root = resolve(import.meta.dirname, '..');

/** Where apps/web/proxy.conf.mjs expects the API. */
const port = '7070';

export async function run(words: readonly string[]): Promise<number> {
  // What is built here has source maps and no minifying: not what `npm start` should find.
  forgetBuild(root, 'api');
  const api = new Restarted(['--enable-source-maps', join(root, 'dist/api/main.js'), ...words, '--port', port]);
  const stopWatching = await watchApi({ root, dev: true }, () => api.restart());
  const page = spawn(process.execPath, [join(root, 'node_modules/@angular/cli/bin/ng.js'), 'serve'], {
    cwd: root,
    env: { ...process.env, NG_CLI_ANALYTICS: 'false' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const code = await new Promise<number>((done) => {
    page.once('exit', (code) => done(code ?? 1));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => done(0));
  });
  page.kill('SIGTERM');
  await Promise.all([api.stop(), stopWatching()]);
  return code;
}

/** One server at a time: the next starts when the last has let go of the port. */
class Restarted {
  private child: ChildProcess | undefined;
  private turn: Promise<void> = Promise.resolve();
  private readonly words: readonly string[];

  constructor(words: readonly string[]) {
    this.words = words;
  }

  restart(): void {
    this.turn = this.turn.then(async () => {
      await this.end();
      this.child = spawn(process.execPath, this.words, { stdio: ['ignore', 'inherit', 'inherit'] });
    });
  }

  stop(): Promise<void> {
    this.turn = this.turn.then(() => this.end());
    return this.turn;
  }

  private async end(): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    await ended;
  }
}
