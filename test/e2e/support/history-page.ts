import type { Locator, Page } from 'playwright-core';
import { waitFor } from '../../support/wait-for.ts';
import { visit, type VisitWish } from './browser.ts';

/** What a person sees on the page of the history, by its words. */
export class HistoryOnScreen {
  constructor(
    readonly page: Page,
    readonly complaints: readonly string[],
  ) {}

  static async open(url: string, wish: VisitWish = {}): Promise<HistoryOnScreen> {
    const { page, complaints } = await visit(url, wish);
    await page.getByRole('heading', { level: 1, name: 'History' }).waitFor();
    return new HistoryOnScreen(page, complaints);
  }

  get by(): Locator {
    return this.page.getByRole('combobox', { name: 'By' });
  }

  get when(): Locator {
    return this.page.getByRole('combobox', { name: 'When' });
  }

  get list(): Locator {
    return this.page.getByRole('main');
  }

  /** The line with these words, and what is opened below it. */
  line(words: string): Locator {
    return this.page
      .locator('ll-history-line')
      .filter({ has: this.page.getByText(words, { exact: true }) })
      .first();
  }

  lines(): Promise<string[]> {
    return this.page.locator('ll-history-line .words').allInnerTexts();
  }

  /** The same line, once it is opened and says what was changed. */
  async opened(words: string): Promise<Locator> {
    const line = this.line(words);
    await line.getByRole('button', { name: /^What was changed/ }).click();
    await line.locator('.of-image').first().waitFor();
    return line;
  }

  /** Waits until so many thumbs are drawn. */
  async painted(count: number): Promise<void> {
    const images = this.page.locator('ll-touched-thumb img');
    const isDrawn = (all: Element[]): number =>
      all.filter((image) => image instanceof HTMLImageElement && image.complete && image.naturalWidth > 0).length;
    await waitFor(async () => (await images.evaluateAll(isDrawn)) >= count, `${count} thumbs`);
  }

  async live(): Promise<void> {
    await this.page.getByText('Live', { exact: true }).waitFor();
  }

  place(): URLSearchParams {
    return new URL(this.page.url()).searchParams;
  }

  async end(): Promise<void> {
    await this.page.context().close();
  }
}
