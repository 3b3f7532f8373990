import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tempFolder } from './temp-folder.ts';
import { waitFor } from './wait-for.ts';

/** There is a tracer, and it may look into other processes here. */
export const canTrace = spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status === 0;

export interface Tracing {
  /** What was seen by now, a call a line. */
  lines(): string[];
  /** Lets go of the process, which goes on. */
  stop(): Promise<string[]>;
}

const running = new Set<ChildProcess>();

/** Looks at the calls of a running process, or lets them fail: `inject=fsync:error=EIO`. Begun when it returns. */
export async function trace(pid: number, ...words: string[]): Promise<Tracing> {
  const file = `${tempFolder('trace')}/calls`;
  const expressions = words.flatMap((word) => ['-e', word]);
  const child = spawn('strace', ['-f', '-y', '-s', '48', '-o', file, ...expressions, '-p', String(pid)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  running.add(child);
  const ended = new Promise<void>((done) => {
    child.once('close', () => {
      running.delete(child);
      done();
    });
  });
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => (told += part));
  await waitFor(() => told.includes(`Process ${pid} attached`), 'the tracer to see the server');
  const lines = (): string[] => readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return {
    lines,
    stop: async () => {
      // As Ctrl-C does: it lets go of everything before it ends. One whose process was killed may wait for ever.
      child.kill('SIGINT');
      const patience = setTimeout(() => child.kill('SIGKILL'), 1000);
      await ended;
      clearTimeout(patience);
      return lines();
    },
  };
}

function endAll(): void {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
}

afterAll(endAll);
process.once('exit', endAll);
