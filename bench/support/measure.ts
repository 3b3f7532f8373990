import { availableParallelism, loadavg } from 'node:os';

/** The value below which this share of the others lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** As many digits as mean something. */
export function round(value: number): number {
  return Number(value.toPrecision(value >= 1000 ? 4 : 3));
}

export function p50p95(values: readonly number[]): { p50_ms: number; p95_ms: number } {
  return { p50_ms: round(percentile(values, 0.5)), p95_ms: round(percentile(values, 0.95)) };
}

/** The time one action takes, in milliseconds. */
export async function timed(action: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await action();
  return performance.now() - started;
}

/** The one line that a program prints: what it measured, and on what. */
export function report(bench: string, figures: object): void {
  const [load = 0] = loadavg();
  const machine = { node: process.versions.node, cores: availableParallelism(), load: round(load) };
  console.log(JSON.stringify({ bench, ...figures, machine }));
}

export function skip(bench: string, why: string): void {
  report(bench, { skipped: why });
}
