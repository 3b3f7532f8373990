import type { Locator, Page } from 'playwright-core';
import { waitFor } from '../../support/wait-for.ts';

/** What a person sees on the gallery's page, by name. */
export class GalleryOnScreen {
  constructor(readonly page: Page) {}

  tile(name: string): Locator {
    return this.page.getByRole('gridcell', { name, exact: true });
  }

  /** The names of the tiles on the screen, in their order. */
  names(): Promise<string[]> {
    return this.page
      .getByRole('gridcell')
      .evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute('aria-label') ?? ''));
  }

  /** Waits until every tile on the screen shows its image or its trouble. */
  async painted(): Promise<void> {
    await waitFor(() => this.page.evaluate(isPainted), 'all tiles on the screen to be painted', { seconds: 20 });
  }

  /** The total in the status bar. */
  total(): Promise<string> {
    return this.page.locator('ll-status-bar .total').innerText();
  }

  async showsTotal(count: string): Promise<void> {
    await waitFor(
      async () => (await this.total()) === `${count} image${count === '1' ? '' : 's'}`,
      `a total of ${count}`,
      {
        seconds: 20,
      },
    );
  }

  /** The name of the tile that has the keyboard. */
  focused(): Promise<string | null> {
    return this.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);
  }

  get viewer(): Locator {
    return this.page.getByRole('region', { name: 'Viewer' });
  }

  viewerTitle(): Promise<string> {
    return this.viewer.getByRole('heading', { level: 1 }).innerText();
  }

  /** Waits until the viewer shows this image, decoded. */
  async shows(name: string): Promise<void> {
    await waitFor(async () => (await this.viewerTitle()) === name, `the viewer to show ${name}`);
    await waitFor(
      () =>
        this.page
          .locator('ll-stage .slot img')
          .evaluate((image) => image instanceof HTMLImageElement && image.complete && image.naturalWidth > 0),
      `${name} to be decoded`,
    );
  }

  place(): URLSearchParams {
    return new URL(this.page.url()).searchParams;
  }
}

function isPainted(): boolean {
  const scroller = document.querySelector('[role=grid]');
  if (scroller === null) return false;
  const frame = scroller.getBoundingClientRect();
  const seen = Array.from(document.querySelectorAll('[role=gridcell]')).filter((tile) => {
    const box = tile.getBoundingClientRect();
    return box.bottom > frame.top + 1 && box.top < frame.bottom - 1;
  });
  return (
    seen.length > 0 &&
    seen.every((tile) => {
      const image = tile.querySelector('img');
      return tile.querySelector('.trouble') !== null || (image?.complete === true && image.naturalWidth > 0);
    })
  );
}
