import type { Locator, Page } from 'playwright-core';
import { waitFor } from '../../support/wait-for.ts';
import { visit, type Visit, type VisitWish } from './browser.ts';
import { LabellingOnScreen } from './labelling-page.ts';

/** Where a picture lies in its pane, in whole pixels. */
export interface LiesAt {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What somebody sees who compares images. */
export class ComparisonOnScreen extends LabellingOnScreen {
  /** A link to a comparison, opened by a new person. */
  static async at(url: string, paths: readonly string[], wish: VisitWish = {}): Promise<ComparisonOnScreen & Visit> {
    const query = `path=/&sub=1&sort=name:asc&compare=${paths.map((path) => encodeURIComponent(path)).join('/')}`;
    const { page, complaints } = await visit(`${url}/?${query}`, wish);
    const screen = new ComparisonOnScreen(page);
    await screen.compares(...paths.map(nameIn));
    return Object.assign(screen, { complaints });
  }

  get region(): Locator {
    return this.page.getByRole('region', { name: 'Comparison' });
  }

  get panes(): Locator {
    return this.region.locator('ll-compare-pane');
  }

  get divider(): Locator {
    return this.region.getByRole('slider');
  }

  pane(name: string): Locator {
    return this.panes.filter({ has: this.page.locator(`.name[title="${name}"]`) });
  }

  /** The names of the panes, in their order. */
  namesCompared(): Promise<string[]> {
    return this.panes.locator('.name').allInnerTexts();
  }

  async compares(...names: readonly string[]): Promise<void> {
    await waitFor(async () => {
      const last = await this.namesCompared();
      if (last.join() !== names.join()) throw new Error(`It compares: ${last.join()}`);
      return true;
    }, `a comparison of ${names.join()}`);
  }

  async hasOriginals(count: number): Promise<void> {
    await waitFor(async () => (await this.panes.locator('.slot img').count()) === count, `${count} originals`);
  }

  /** The pane that keys are for. */
  async activeIs(name: string): Promise<void> {
    await waitFor(
      async () => (await this.panes.and(this.page.locator('[aria-current]')).locator('.name').innerText()) === name,
      `${name} to be the active one`,
    );
    expect(await this.panes.and(this.page.locator('[aria-current]')).count()).toBe(1);
    await waitFor(
      () => this.pane(name).evaluate((pane) => pane === document.activeElement),
      `the pane of ${name} to have the keyboard`,
    );
  }

  /** What a pane says to who hears the page. */
  async paneSays(name: string, words: string): Promise<void> {
    await waitFor(async () => {
      const last = await this.pane(name).getAttribute('aria-label');
      if (last?.includes(words) !== true) throw new Error(`It says: ${last ?? ''}`);
      return true;
    }, `the pane of ${name} to say: ${words}`);
  }

  /** Where the pictures lie in their panes. */
  frames(): Promise<LiesAt[]> {
    return this.panes.locator('ll-stage .frame').evaluateAll((frames) =>
      frames.map((frame) => {
        const [box, stage] = [frame.getBoundingClientRect(), frame.parentElement!.getBoundingClientRect()];
        const { width, height } = box;
        return { left: box.left - stage.left, top: box.top - stage.top, width, height };
      }),
    );
  }
}

export function nameIn(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Everything that is on its way to the page's disk, as a file. */
export async function downloaded(page: Page, start: () => Promise<unknown>): Promise<{ name: string; file: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), start()]);
  return { name: download.suggestedFilename(), file: await download.path() };
}
