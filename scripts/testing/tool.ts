import { spawn, type ChildProcess } from 'node:child_process';

/** Groups of processes that are running now: none may outlive this one. */
const running = new Set<ChildProcess>();

export interface Tool {
  readonly words: readonly string[];
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Handed through to the terminal as it comes, instead of being kept for the report. */
  readonly live?: boolean;
  /** A step that hangs must end too, and count as failed. */
  readonly minutes?: number;
}

export interface Ended {
  readonly code: number;
  readonly output: string;
  readonly seconds: number;
}

/** Runs Node with these words in a process group of its own, so that what it starts can be ended with it. */
export async function runTool({ words, cwd, env, live = false, minutes = 15 }: Tool): Promise<Ended> {
  endAllOnExit();
  const started = performance.now();
  const child = spawn(process.execPath, words, {
    cwd,
    env: { ...process.env, ...env },
    detached: true,
    // jest reports on stderr; its stdout repeats what --outputFile has.
    stdio: live ? ['ignore', 'ignore', 'inherit'] : ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const parts: Buffer[] = [];
  child.stdout?.on('data', (part: Buffer) => parts.push(part));
  child.stderr?.on('data', (part: Buffer) => parts.push(part));
  let remark = '';
  const deadline = setTimeout(() => {
    remark = `\nIt was ended after ${String(minutes)} minutes.\n`;
    if (live) process.stderr.write(remark);
    endGroup(child, 'SIGKILL');
  }, minutes * 60_000);
  const code = await new Promise<number>((resolve) => {
    child.once('error', (error) => {
      remark = error.message;
      resolve(1);
    });
    child.once('close', (code) => resolve(code ?? 1));
  });
  clearTimeout(deadline);
  // What it left behind (a server of a test that crashed, a browser) ends now.
  endGroup(child, 'SIGTERM');
  running.delete(child);
  const seconds = (performance.now() - started) / 1000;
  return { code, output: Buffer.concat(parts).toString() + remark, seconds };
}

let isWatching = false;

function endAllOnExit(): void {
  if (isWatching) return;
  isWatching = true;
  process.on('exit', () => {
    for (const child of running) endGroup(child, 'SIGTERM');
  });
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.on(signal, () => process.exit(code));
  }
}

function endGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // Nothing of the group is left.
  }
}
