import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

export interface CliRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The built program, run to its end; after `seconds` it is ended. */
export function runCli(
  words: readonly string[],
  { env = {}, seconds = 30, uid }: { env?: NodeJS.ProcessEnv; seconds?: number; uid?: number } = {},
): Promise<CliRun> {
  const main = resolve(__dirname, '../../dist/api/main.js');
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [main, ...words], {
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Whose rights it has; those of the tests when left out.
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (out += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (err += part));
  const patience = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
  return new Promise((done) => {
    child.once('close', (code) => {
      clearTimeout(patience);
      done({ code, out, err });
    });
  });
}
