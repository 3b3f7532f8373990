import type { Page } from 'playwright-core';
import type { Health } from '../../../libs/contracts/src/index.ts';
import { waitFor } from '../../support/wait-for.ts';

/** What the badge in the top bar says: empty while it says nothing. */
export async function peopleAt(page: Page): Promise<string> {
  const badge = page.locator('ll-presence-badge .words');
  return (await badge.count()) === 0 ? '' : badge.innerText();
}

export async function sees(page: Page, words: string, seconds = 15): Promise<void> {
  let last = '';
  try {
    await waitFor(async () => (last = await peopleAt(page)) === words, `the badge to say ${words}`, { seconds });
  } catch (error) {
    throw new Error(`It says: ${last}`, { cause: error });
  }
}

export async function healthOf(url: string): Promise<Health> {
  return (await (await fetch(`${url}/health`)).json()) as Health;
}

/** Writes down in the page every status that the shared hub tells, each once in a row. Runs in the browser. */
export function recordStatuses(): void {
  const statuses: string[] = [];
  Object.assign(window, { statuses });
  window.SharedWorker = new Proxy(SharedWorker, {
    construct(target, given: ConstructorParameters<typeof SharedWorker>): SharedWorker {
      const worker = new target(...given);
      worker.port.addEventListener('message', ({ data }: MessageEvent<{ kind: string; status: string }>) => {
        if (data.kind === 'status' && statuses.at(-1) !== data.status) statuses.push(data.status);
      });
      return worker;
    },
  });
}

export function statusesOf(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as { statuses: string[] }).statuses);
}
