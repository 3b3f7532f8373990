import type { CDPSession, Page } from 'playwright-core';
import { waitFor } from '../../support/wait-for.ts';

interface ToBrowser {
  send(method: string, params: object): Promise<unknown>;
}

/** The part of playwright's inside that is needed here. */
interface Inside {
  readonly _connection: {
    toImpl(page: Page): { readonly delegate: { readonly _mainFrameSession: { readonly _client: ToBrowser } } };
  };
}

/**
 * Playwright tells every page that it is being looked at, and a browser freezes only what nobody looks at. Only the session that has
 * said so can take it back, and that one playwright keeps to itself. A test that freezes looks whether time stands still.
 */
async function setLookedAt(page: Page, enabled: boolean): Promise<void> {
  const inside = page as unknown as Inside;
  const session = inside._connection.toImpl(page).delegate._mainFrameSession._client;
  await session.send('Emulation.setFocusEmulationEnabled', { enabled });
}

async function setWindow(debug: CDPSession, windowState: 'minimized' | 'normal'): Promise<void> {
  const { windowId } = await debug.send('Browser.getWindowForTarget');
  await debug.send('Browser.setWindowBounds', { windowId, bounds: { windowState } });
}

/** As a browser that saves power does to a tab in the background. */
export async function freeze(page: Page): Promise<void> {
  const debug = await page.context().newCDPSession(page);
  await setLookedAt(page, false);
  await setWindow(debug, 'minimized');
  await waitFor(() => page.evaluate(() => document.visibilityState === 'hidden'), 'the page to be hidden');
  await debug.send('Page.setWebLifecycleState', { state: 'frozen' });
  await debug.detach();
}

/** Somebody looks at it again. */
export async function thaw(page: Page): Promise<void> {
  const debug = await page.context().newCDPSession(page);
  await debug.send('Page.setWebLifecycleState', { state: 'active' });
  await setWindow(debug, 'normal');
  await setLookedAt(page, true);
  await debug.detach();
}

/** Counts in the page how often a timer has run. Runs in the browser. */
export function countTicks(): void {
  const counted = { ticks: 0 };
  Object.assign(window, { counted });
  setInterval(() => (counted.ticks += 1), 50);
}

export function ticksOf(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { counted: { ticks: number } }).counted.ticks);
}
