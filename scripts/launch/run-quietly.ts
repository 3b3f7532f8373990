import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { Progress } from './progress.ts';

export interface Work {
  /** What a person reads while it runs. */
  readonly saying: string;
  readonly command: string;
  readonly words: readonly string[];
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a tool whose output only matters when it fails; then all of it is printed. */
export async function runQuietly({ saying, command, words, cwd, env }: Work): Promise<void> {
  const progress = new Progress(saying);
  const output: Buffer[] = [];
  const child = spawn(command, words, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: command.endsWith('.cmd'),
  });
  child.stdout.on('data', (part: Buffer) => output.push(part));
  child.stderr.on('data', (part: Buffer) => output.push(part));
  const stop = (signal: NodeJS.Signals): void => {
    child.kill('SIGTERM');
    progress.end('stopped');
    process.exit(128 + constants.signals[signal]);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, stop);
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      // Not `exit`: the last lines may still be in the pipe.
      child.once('close', (code) => resolve(code ?? 1));
    });
    if (code !== 0) throw new Error(`It ended with ${String(code)}.`);
    progress.end();
  } catch (error) {
    progress.end('failed');
    process.stderr.write(Buffer.concat(output));
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${saying}: failed. ${reason} The command was: ${[command, ...words].join(' ')}`, { cause: error });
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
}
