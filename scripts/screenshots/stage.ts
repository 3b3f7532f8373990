import type { BrowserContext, Page } from 'playwright-core';
import type { GalleryServer } from './gallery-server.ts';
import type { StreamCutter } from './stream-cutter.ts';

/** Where a picture is taken: one page, its server, and somebody else who writes. */
export class Stage {
  #written = 0;
  readonly server: GalleryServer;
  /** What stands between the server and the page. */
  readonly cutter: StreamCutter;
  readonly #page: Page;
  readonly #context: BrowserContext;

  constructor(server: GalleryServer, cutter: StreamCutter, page: Page, context: BrowserContext) {
    this.server = server;
    this.cutter = cutter;
    this.#page = page;
    this.#context = context;
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.#page.keyboard.press(key);
  }

  type(text: string): Promise<void> {
    return this.#page.keyboard.type(text);
  }

  /** By the name or the title that it has. */
  click(name: string): Promise<void> {
    return this.#page.locator(`[aria-label="${name}"], [title="${name}"]`).first().click();
  }

  see(text: string): Promise<void> {
    return this.#page.getByText(text).first().waitFor({ timeout: 30_000 });
  }

  /** The browser itself knows that it has no network. */
  unplug(): Promise<void> {
    return this.#context.setOffline(true);
  }

  async write(path: string, patch: object, by = 'Ana'): Promise<void> {
    this.#written += 1;
    const answer = await fetch(`${this.server.address}item?path=${encodeURIComponent(path)}`, {
      method: 'PATCH',
      headers: {
        'content-type': 'application/json',
        'if-match': '*',
        'idempotency-key': `${String(Date.now())}-${String(this.#written)}`,
        'x-updated-by': by,
      },
      body: JSON.stringify(patch),
    });
    if (!answer.ok) throw new Error(`${path} could not be labelled: ${String(answer.status)}`);
  }
}
