/** `npm run bench [-- name …] [--data 10k,500k] [--against URL]`: every program, and what it measured beside its budget. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Budget {
  readonly max?: number;
  readonly min?: number;
}

type Budgets = Readonly<Record<string, Readonly<Record<string, Budget>>>>;

const folder = import.meta.dirname;

/** Red figures are told, not failed: a busy machine is no bug. */
export async function run(words: readonly string[]): Promise<number> {
  const budgets = JSON.parse(readFileSync(join(folder, 'budgets.json'), 'utf8')) as Budgets;
  const known = Object.keys(budgets);
  const named = words.filter((word) => known.includes(word));
  const rest = words.filter((word) => !known.includes(word));
  // Asked to stop, it ends by the event that ends the program under way.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
  let hasFailed = false;
  const lines: string[] = [];
  for (const name of named.length > 0 ? named : known) {
    const output = await runProgram(name, rest);
    if (output === undefined) {
      hasFailed = true;
      lines.push(`${name}: did not come to its end`);
      continue;
    }
    console.log(output);
    lines.push(...compare(name, JSON.parse(output) as object, budgets[name] ?? {}));
  }
  console.log(['', ...lines].join('\n'));
  return hasFailed ? 1 : 0;
}

/** What was measured, against what was promised. */
export function compare(name: string, measured: object, budgets: Readonly<Record<string, Budget>>): string[] {
  const figures = flat(measured);
  if (typeof figures['skipped'] === 'string') return [`${name}: skipped, ${figures['skipped']}`];
  return Object.entries(budgets).map(([key, { max, min }]) => {
    const value = figures[key];
    if (typeof value !== 'number') return `${name} ${key}: not measured`;
    const isGood = (max === undefined || value <= max) && (min === undefined || value >= min);
    const budget = max === undefined ? `at least ${String(min)}` : `at most ${String(max)}`;
    return `${name} ${key}: ${String(value)}, ${budget}: ${isGood ? 'good' : 'OVER BUDGET'}`;
  });
}

function flat(value: object, before = ''): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
      typeof inner === 'object' && inner !== null
        ? Object.entries(flat(inner, `${before}${key}.`))
        : [[`${before}${key}`, inner]],
    ),
  );
}

/** The last line it prints; undefined when it failed, which it has told itself. */
async function runProgram(name: string, words: readonly string[]): Promise<string | undefined> {
  const child = spawn(process.execPath, [join(folder, `${name}.ts`), ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = (): void => void child.kill('SIGTERM');
  process.once('exit', stop);
  let output = '';
  child.stdout.on('data', (part: Buffer) => (output += part.toString()));
  const code = await new Promise((done) => child.once('close', done));
  process.off('exit', stop);
  return code === 0 ? output.trim().split('\n').at(-1) : undefined;
}
