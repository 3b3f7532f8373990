import type { Browser, Page } from 'playwright-core';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Processor time of the thread, in microseconds. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

export interface Watched<T> {
  readonly result: T;
  /** In processor time of the page's thread, which other programs of the machine do not change. */
  readonly longestTaskMs: number;
}

/** The longest task of a page's thread while something happens in it. */
export async function watchMainThread<T>(browser: Browser, page: Page, work: () => Promise<T>): Promise<Watched<T>> {
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  const result = await work();
  // What the browser writes, in its own words.
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const threads = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${String(pid)}/${String(tid)}`),
  );
  const tasks = traceEvents
    .filter(
      ({ ph, pid, tid, tdur }) => ph === 'X' && tdur !== undefined && threads.has(`${String(pid)}/${String(tid)}`),
    )
    .map(({ tdur = 0 }) => tdur / 1000);
  if (tasks.length === 0) throw new Error('The browser told of no task.');
  return { result, longestTaskMs: tasks.reduce((most, each) => Math.max(most, each), 0) };
}
