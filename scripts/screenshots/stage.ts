import type { BrowserContext, Page } from 'playwright-core';
import type { GalleryServer } from './gallery-server.ts';
import type { StreamCutter } from './stream-cutter.ts';
import { Writer } from './writer.ts';

/** Where a picture is taken: one page, its server, and somebody else who writes. */
export class Stage extends Writer {
  /** What stands between the server and the page. */
  readonly cutter: StreamCutter;
  readonly #page: Page;
  readonly #context: BrowserContext;

  constructor(server: GalleryServer, cutter: StreamCutter, page: Page, context: BrowserContext) {
    super(server);
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

  /** Holds the scrubber of the grid at this share of its way. */
  async scrubTo(share: number): Promise<void> {
    const [bar, handle] = await Promise.all(
      ['.track', '.handle'].map((part) => this.#page.locator(`ll-scrubber ${part}`).boundingBox()),
    );
    if (!bar || !handle) throw new Error('There is no scrubber.');
    const x = handle.x + handle.width / 2;
    await this.#page.mouse.move(x, handle.y + handle.height / 2);
    await this.#page.mouse.down();
    await this.#page.mouse.move(x, bar.y + share * (bar.height - handle.height) + handle.height / 2, { steps: 4 });
  }

  see(text: string): Promise<void> {
    return this.#page.getByText(text).first().waitFor({ timeout: 30_000 });
  }

  /** The person comes back to the window, which reads then what nobody tells. */
  async look(): Promise<void> {
    await this.#page.evaluate("dispatchEvent(new Event('focus'))");
  }

  /** The browser itself knows that it has no network. */
  unplug(): Promise<void> {
    return this.#context.setOffline(true);
  }

  /** A job tells two numbers for each image. */
  async measure(): Promise<void> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': `measure-${String(Date.now())}` };
    const metrics = (await this.paths()).map((path, at) => ({
      path,
      metrics: { aesthetic: Math.round(300 + 400 * Math.abs(Math.sin(at * 1.7))) / 100, sharpness: (at * 37) % 100 },
    }));
    const body = JSON.stringify({ items: metrics });
    const told = await fetch(`${this.server.address}items/metrics`, { method: 'POST', headers, body });
    if (!told.ok) throw new Error(`The metrics could not be told: ${String(told.status)}`);
  }

  /** One view more, of somebody. */
  async keepView(name: string, query: object, by: string): Promise<void> {
    const known = (await (await fetch(`${this.server.address}views`)).json()) as { version: number; views: object[] };
    const views = [...known.views, { id: name, name, query, shared: true }];
    await this.send('PUT', 'views', { views }, `"${String(known.version)}"`, by);
  }
}
