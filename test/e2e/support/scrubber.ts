import type { Locator, Page } from 'playwright-core';
import { waitFor } from '../../support/wait-for.ts';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The bar at the right edge of the grid, as a hand uses it. It has no role: it is found by its name in the page. */
export class ScrubberOnScreen {
  readonly bubble: Locator;
  constructor(private readonly page: Page) {
    this.bubble = page.locator('ll-scrubber .bubble');
  }

  async handle(): Promise<Box> {
    return this.boxOf('ll-scrubber .handle');
  }

  async track(): Promise<Box> {
    return this.boxOf('ll-scrubber .track');
  }

  /** Takes the handle, and leaves it held where it comes to this share of its way. */
  async dragTo(share: number): Promise<void> {
    const [bar, handle] = [await this.track(), await this.handle()];
    const x = handle.x + handle.width / 2;
    await this.page.mouse.move(x, handle.y + handle.height / 2);
    await this.page.mouse.down();
    const to = bar.y + share * (bar.height - handle.height) + handle.height / 2;
    await this.page.mouse.move(x, to, { steps: 12 });
  }

  /** The same by steps that all come before the hand could be taken for resting, however busy the machine is. */
  async flyTo(share: number): Promise<void> {
    const [bar, handle] = [await this.track(), await this.handle()];
    const [x, from] = [handle.x + handle.width / 2, handle.y + handle.height / 2];
    const to = bar.y + share * (bar.height - handle.height) + handle.height / 2;
    await this.page.mouse.move(x, from);
    await this.page.mouse.down();
    await this.page.locator('ll-scrubber .track').evaluate(
      async (track, way) => {
        for (let step = 1; step <= 12; step += 1) {
          const clientY = way.from + ((way.to - way.from) * step) / 12;
          track.dispatchEvent(new PointerEvent('pointermove', { clientX: way.x, clientY, bubbles: true }));
          await new Promise((drawn) => setTimeout(drawn));
        }
      },
      { x, from, to },
    );
  }

  async release(): Promise<void> {
    await this.page.mouse.up();
  }

  /** What the bubble says, once it is seen: the place, and its name. */
  async told(): Promise<readonly string[]> {
    await waitFor(async () => (await this.opacity()) === 1, 'the bubble to be seen');
    return this.bubble.locator('span').allInnerTexts();
  }

  opacity(): Promise<number> {
    return this.bubble.evaluate((bubble) => Number(getComputedStyle(bubble).opacity));
  }

  private async boxOf(selector: string): Promise<Box> {
    const box = await this.page.locator(selector).boundingBox();
    if (box === null) throw new Error(`${selector} is not drawn.`);
    return box;
  }
}
