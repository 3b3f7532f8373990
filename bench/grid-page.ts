/**
 * The grid in a real browser, warm: the first screen, both ends, places anywhere (each with the right images, or it
 * fails), then ten seconds of flinging: how smooth it is, and what is left in memory and in the page.
 */
import { chromium, type Browser, type Page } from 'playwright-core';
import type { BrowseAnswer } from '#contracts';
import { findChromium } from '../scripts/testing/chromium.ts';
import { indexed, startServer, tempFolder, type BenchServer } from './support/bench-server.ts';
import { GridOnScreen } from './support/grid-on-screen.ts';
import { watchMainThread } from './support/main-thread.ts';
import { median, p50p95, report, round, skip } from './support/measure.ts';
import { Random } from './support/random.ts';
import { readWords } from './support/words.ts';

const name = 'grid-page';
const visits = 5;
const jumps = 20;
const flingSeconds = 10;
const query = { path: '/', recursive: true, sort: { key: 'path', dir: 'asc' } } as const;

const { sets } = readWords(['500k', '1m']);
const executablePath = findChromium();

if (sets.length === 0) skip(name, 'there is no data: npm run bench:data -- 500k');
else if (executablePath === undefined) skip(name, 'there is no Chromium');
else {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--enable-precise-memory-info'];
  const browser = await chromium.launch({ executablePath, args });
  const figures: Record<string, object> = {};
  for (const { name: size, folder, items } of sets) {
    const server = await startServer(folder, tempFolder('grid'));
    await indexed(server, { headers: true });
    figures[size] = await measured(browser, server, items);
    await server.stop();
  }
  await browser.close();
  report(name, figures);
}

async function measured(browser: Browser, server: BenchServer, items: number): Promise<object> {
  const address = `${server.url}/?path=/&sub=1&sort=path:asc`;
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  // A machine that is busy with other things takes its time; the figures tell.
  context.setDefaultTimeout(120_000);
  const first: number[] = [];
  // The first visit fills the caches of browser and server.
  const page = await context.newPage();
  await firstGrid(page, address);
  // Each in the tab that was there before: a tab opened in the moment in which the last one is closed, and the shared
  // worker with it, is now and then left hanging by Chromium 156, whatever page it opens.
  for (let turn = 0; turn < visits; turn += 1) {
    await page.goto('about:blank');
    first.push(await firstGrid(page, address));
  }
  const grid = new GridOnScreen(page);
  await grid.shows(0);
  const end = await timedKey(grid, 'End', items - 1);
  await hasRightImages(grid, server);
  const home = await timedKey(grid, 'Home', 0);
  await hasRightImages(grid, server);
  const jumped = await jumpAround(grid, server);
  const { result: smooth, longestTaskMs } = await watchMainThread(browser, page, () => grid.fling(flingSeconds));
  const heap = await grid.heapBytes();
  await context.close();
  return {
    first_grid_ms: round(median(first)),
    end_ms: round(end),
    home_ms: round(home),
    jump: p50p95(jumped),
    fling: {
      longest_task_cpu_ms: round(longestTaskMs),
      longest_task_ms: round(smooth.longestTask),
      frames_per_second: round(smooth.frames / flingSeconds),
      screens_per_second: round(smooth.screens / flingSeconds),
    },
    heap_mb: round(heap / 1e6),
    most_tiles: Math.max(smooth.mostTiles, grid.mostTiles),
  };
}

/** From the address to the frame in which every tile on the screen has its image. */
async function firstGrid(page: Page, address: string): Promise<number> {
  await page.goto(address, { waitUntil: 'commit' });
  return new GridOnScreen(page).paintedAt();
}

async function timedKey(grid: GridOnScreen, key: string, index: number): Promise<number> {
  const started = performance.now();
  await grid.press(key);
  await grid.shows(index);
  return performance.now() - started;
}

/** By the scrubber: from letting go of it to the last image of that screen. */
async function jumpAround(grid: GridOnScreen, server: BenchServer): Promise<number[]> {
  const random = new Random(11);
  const taken: number[] = [];
  for (let turn = 0; turn < jumps; turn += 1) {
    await grid.scrubTo(random.below(10_000) / 10_000);
    const started = performance.now();
    await grid.letGo();
    await grid.isPainted();
    taken.push(performance.now() - started);
    await hasRightImages(grid, server);
  }
  return taken;
}

async function hasRightImages(grid: GridOnScreen, server: BenchServer): Promise<void> {
  const tiles = await grid.tiles();
  const [offset, last] = [tiles[0]?.index ?? 0, tiles.at(-1)?.index ?? 0];
  const body = { ...query, offset, limit: last - offset + 1 };
  const { bytes } = await server.client.post('/browse', body);
  const { items } = JSON.parse(bytes.toString()) as BrowseAnswer;
  const wrong = tiles.find((tile) => tile.name !== items[tile.index - offset]?.name);
  if (wrong !== undefined || tiles.length === 0)
    throw new Error(`At ${String(wrong?.index)} stands ${String(wrong?.name)}: that is another image's place.`);
}
