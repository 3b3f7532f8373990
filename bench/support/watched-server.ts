import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startServer, tempFolder, type BenchServer } from './bench-server.ts';

export interface WatchedServer extends BenchServer {
  /** The longest time its main loop was held up since the last question, in milliseconds of processor time. */
  longestBlock(): Promise<number>;
}

/** The built server with a watch on its main loop. */
export async function startWatched(
  root: string,
  workspace: string,
  args: readonly string[] = [],
): Promise<WatchedServer> {
  const file = join(tempFolder('loop'), 'longest');
  const node = ['--import', join(import.meta.dirname, 'watch-loop.ts')];
  const server = await startServer(root, workspace, args, { node, env: { BENCH_LOOP_FILE: file } });
  const longestBlock = async (): Promise<number> => {
    rmSync(file, { force: true });
    process.kill(server.pid, 'SIGUSR2');
    while (!existsSync(file) || readFileSync(file, 'utf8') === '') await pause(5);
    return Number(readFileSync(file, 'utf8'));
  };
  return { ...server, longestBlock };
}
