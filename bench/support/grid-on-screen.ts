import type { Page } from 'playwright-core';

export interface Tile {
  readonly index: number;
  readonly name: string;
}

export interface Smoothness {
  readonly longestTask: number;
  readonly frames: number;
  /** How many screens went by. */
  readonly screens: number;
  readonly mostTiles: number;
}

/** In the page: the tiles that are on the screen. */
const seenTiles = `(() => {
  const frame = document.querySelector('[role=grid]')?.getBoundingClientRect();
  return frame === undefined ? [] : [...document.querySelectorAll('[role=gridcell]')].filter((tile) => {
    const box = tile.getBoundingClientRect();
    return box.bottom > frame.top + 1 && box.top < frame.bottom - 1;
  });
})`;

const arePainted = `((tiles) => tiles.length > 0 && tiles.every((tile) => {
  const image = tile.querySelector('img');
  return tile.querySelector('.trouble') !== null || (image?.complete === true && image.naturalWidth > 0);
}))`;

/**
 * In the page: one fling after the other, as a wheel or a finger gives them, three down and one up. Each begins at twelve
 * thousand pixels a second, and slows down as a list does.
 */
const flingFor = `((seconds) => new Promise((done) => {
  const grid = document.querySelector('[role=grid]');
  const [height, begin] = [grid.clientHeight, performance.now()];
  let [longestTask, frames, way, mostTiles, before] = [0, 0, 0, 0, begin];
  const watcher = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestTask = Math.max(longestTask, duration);
  });
  watcher.observe({ entryTypes: ['longtask'] });
  const step = (now) => {
    const since = (now - begin) / 1000;
    if (since >= seconds) {
      // A task that has just ended is told with the next one.
      setTimeout(() => {
        watcher.disconnect();
        done({ longestTask, frames, screens: way / height, mostTiles });
      }, 200);
      return;
    }
    const fling = Math.floor(since / 1.25);
    const by = 12000 * Math.exp(-3 * (since / 1.25 - fling)) * ((now - before) / 1000);
    before = now;
    frames += 1;
    way += by;
    grid.scrollTop += fling % 4 === 3 ? -by : by;
    mostTiles = Math.max(mostTiles, document.querySelectorAll('[role=gridcell]').length);
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}))`;

/** The grid of a page, as a person sees and moves it. */
export class GridOnScreen {
  readonly #page: Page;
  mostTiles = 0;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The time, since the page was asked for, of the frame in which all of the screen is painted. */
  paintedAt(): Promise<number> {
    return this.#page.evaluate<number>(`new Promise((done) => {
      const look = () => ${arePainted}(${seenTiles}()) ? done(performance.now()) : requestAnimationFrame(look);
      look();
    })`);
  }

  async isPainted(): Promise<void> {
    await this.paintedAt();
    const tiles = await this.#page.locator('[role=gridcell]').count();
    this.mostTiles = Math.max(this.mostTiles, tiles);
  }

  /** Waits until this place of the result, and all around it, is painted. */
  async shows(index: number): Promise<void> {
    await this.#page.locator(`#tile-${String(index)} img`).waitFor();
    await this.isPainted();
  }

  press(key: string): Promise<void> {
    return this.#page.keyboard.press(key);
  }

  /** Takes the handle to this share of its way, and holds it. */
  async scrubTo(share: number): Promise<void> {
    const bar = await this.#page.locator('ll-scrubber .track').boundingBox();
    const handle = await this.#page.locator('ll-scrubber .handle').boundingBox();
    if (bar === null || handle === null) throw new Error('There is no scrubber.');
    const x = handle.x + handle.width / 2;
    await this.#page.mouse.move(x, handle.y + handle.height / 2);
    await this.#page.mouse.down();
    await this.#page.mouse.move(x, bar.y + share * (bar.height - handle.height) + handle.height / 2, { steps: 8 });
  }

  letGo(): Promise<void> {
    return this.#page.mouse.up();
  }

  tiles(): Promise<Tile[]> {
    return this.#page.evaluate<Tile[]>(
      `${seenTiles}().map((tile) => ({ index: Number(tile.dataset.index), name: tile.getAttribute('aria-label') }))`,
    );
  }

  fling(seconds: number): Promise<Smoothness> {
    return this.#page.evaluate<Smoothness>(`${flingFor}(${String(seconds)})`);
  }

  /** What scripts hold, once what they let go of has been collected. */
  async heapBytes(): Promise<number> {
    const session = await this.#page.context().newCDPSession(this.#page);
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    await session.detach();
    return usedSize;
  }
}
