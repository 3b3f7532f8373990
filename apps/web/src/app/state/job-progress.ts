import { signal } from '@angular/core';
import type { MetricsProgressed } from '#contracts';
import type { Clock } from '../sync/clock.ts';
import type { LiveFrame } from '../sync/hub-protocol.ts';

/** A job that is done is seen to be done. */
const DONE_MS = 3000;
/** One that says nothing for so long has ended otherwise. */
const SILENT_MS = 60_000;

/** How far jobs are that push numbers, as they say themselves: one for each folder. */
export class JobProgress {
  /** The one that spoke last at the end. */
  private readonly jobs = signal<ReadonlyMap<string, MetricsProgressed>>(new Map());
  private readonly ends = new Map<string, () => void>();

  constructor(private readonly clock: Clock) {}

  hear(frame: LiveFrame): void {
    if (frame.event !== 'metrics-progress') return;
    const { gallery_id: scope, percent } = frame.data;
    this.ends.get(scope)?.();
    this.jobs.update((before) => new Map([...without(before, scope), [scope, frame.data]]));
    this.ends.set(
      scope,
      this.clock.after(percent >= 100 ? DONE_MS : SILENT_MS, () => {
        this.ends.delete(scope);
        this.jobs.update((before) => new Map(without(before, scope)));
      }),
    );
  }

  /** The latest that has to do with what one sees there: the folder itself, one above it, or one below. */
  readonly near = (path: string): MetricsProgressed | null =>
    [...this.jobs().values()].findLast(({ gallery_id: scope }) => isIn(path, scope) || isIn(scope, path)) ?? null;
}

function without(jobs: ReadonlyMap<string, MetricsProgressed>, scope: string): [string, MetricsProgressed][] {
  return [...jobs].filter(([each]) => each !== scope);
}

function isIn(path: string, folder: string): boolean {
  return folder === '/' || path === folder || path.startsWith(`${folder}/`);
}
