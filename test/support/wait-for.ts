import { setTimeout as pause } from 'node:timers/promises';

export interface Patience {
  readonly seconds?: number;
  readonly everyMs?: number;
}

/**
 * Asks again and again until the answer is something, and gives it. A test waits for the thing itself, never for a
 * while. What the check throws is told when time is up.
 */
export async function waitFor<T>(
  check: () => T | Promise<T>,
  what: string,
  { seconds = 10, everyMs = 20 }: Patience = {},
): Promise<Exclude<T, false | null | undefined>> {
  const deadline = performance.now() + seconds * 1000;
  let last: unknown;
  for (;;) {
    try {
      const answer = await check();
      if (answer !== false && answer !== null && answer !== undefined) {
        return answer as Exclude<T, false | null | undefined>;
      }
      last = answer;
    } catch (error) {
      // Not yet: an assertion that fails now may hold a moment later.
      last = error;
    }
    if (performance.now() > deadline) {
      const reason = last instanceof Error ? last.message : JSON.stringify(last);
      throw new Error(`Waited ${String(seconds)} s for ${what}. The last answer was: ${reason}`, {
        cause: last instanceof Error ? last : undefined,
      });
    }
    await pause(everyMs);
  }
}
