import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

export interface StartToKill {
  readonly root: string;
  readonly workspace: string;
  /** When, in milliseconds after the process was made. */
  readonly afterMs: number;
}

/** Starts the server and ends it as a power cut does, wherever it has come to by then. Tells what it printed. */
export function killAtStart({ root, workspace, afterMs }: StartToKill): Promise<string> {
  const main = resolve(__dirname, '../../dist/api/main.js');
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [main, root, '--port', '0', '--workspace', workspace, '--workers', '1'], {
    env: { PATH, HOME },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let told = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (told += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (told += part));
  const end = (): boolean => child.kill('SIGKILL');
  process.once('exit', end);
  const timer = setTimeout(end, afterMs);
  return new Promise((done) => {
    child.once('close', () => {
      clearTimeout(timer);
      process.removeListener('exit', end);
      done(told);
    });
  });
}
