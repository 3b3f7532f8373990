/**
 * Labelling in a real browser: from a key to the frame in which its star is painted, and from the server's acknowledgement
 * of somebody else's change to the frame in which it is. On ten thousand images, the first of which are on the screen.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { chromium, type Page } from 'playwright-core';
import type { BrowseAnswer } from '#contracts';
import { findChromium } from '../scripts/testing/chromium.ts';
import { indexed, startServer, tempFolder, type BenchServer } from './support/bench-server.ts';
import { p50p95, report, skip } from './support/measure.ts';
import { readWords } from './support/words.ts';

const name = 'labelling-page';
const changes = 60;

/** In the page: the moment of the frame in which the tile has so many stars. */
const paintedWith = `(place, stars) => new Promise((done) => {
  const tile = document.querySelectorAll('[role=gridcell]')[place];
  const watcher = new MutationObserver(() => {
    if (!tile.getAttribute('aria-label').includes(stars + ' star')) return;
    watcher.disconnect();
    requestAnimationFrame(() => done(performance.timeOrigin + performance.now()));
  });
  watcher.observe(tile, { attributes: true });
})`;

const { sets } = readWords(['10k'], { isFixed: true });
const [set] = sets;
const executablePath = findChromium();

if (!set) skip(name, 'there is no data: npm run bench:data -- 10k');
else if (executablePath === undefined) skip(name, 'there is no Chromium');
else {
  const server = await startServer(set.folder, tempFolder('labelling'));
  await indexed(server);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`${server.url}/`);
  await page.locator('ll-sync-badge .live.on').waitFor();
  await page.locator('[role=gridcell] img').first().waitFor();
  await page.locator('[role=gridcell]').first().click();
  const keys = await fromKeyToFrame(page);
  const others = await fromAcknowledgementToFrame(page, server);
  report(name, { key_to_paint: p50p95(keys), acknowledged_to_paint: p50p95(others), changes });
  await browser.close();
  await server.stop();
}

/** Frames come every 16.7 ms: the key waits for the next one in any case. */
async function fromKeyToFrame(page: Page): Promise<number[]> {
  const taken: number[] = [];
  for (let turn = 0; turn < changes; turn += 1) {
    const digit = String(1 + (turn % 5));
    const took = await page.evaluate<number>(`(async () => {
      const painted = (${paintedWith})(0, ${digit});
      const tile = document.querySelector('[role=gridcell]');
      const pressed = performance.timeOrigin + performance.now();
      tile.dispatchEvent(new KeyboardEvent('keydown', { key: '${digit}', code: 'Digit${digit}', bubbles: true }));
      return (await painted) - pressed;
    })()`);
    taken.push(took);
    // Into another part of the frame each time.
    await pause(50 + (turn % 17));
  }
  return taken;
}

/** The clocks of both are those of one machine. */
async function fromAcknowledgementToFrame(page: Page, server: BenchServer): Promise<number[]> {
  const query = { path: '/', recursive: true, sort: { key: 'name', dir: 'asc' }, offset: 0, limit: 2 };
  const { bytes } = await server.client.post('/browse', query);
  const { items } = JSON.parse(bytes.toString()) as BrowseAnswer;
  const path = items[1]?.path ?? '';
  const taken: number[] = [];
  for (let turn = 0; turn < changes; turn += 1) {
    const star = 1 + (turn % 5);
    const painted = page.evaluate<number>(`(${paintedWith})(1, ${String(star)})`);
    // The watcher is in the page before anything happens.
    await page.evaluate('new Promise((done) => requestAnimationFrame(done))');
    const headers = { 'if-match': '*', 'idempotency-key': `bench-${String(turn)}` };
    const { status } = await server.client.patch(
      `/item?path=${encodeURIComponent(path)}`,
      JSON.stringify({ set_star: star }),
      headers,
    );
    const acknowledged = performance.timeOrigin + performance.now();
    if (status !== 200) throw new Error(`The change was answered with ${String(status)}.`);
    // The stream may be faster than the answer.
    taken.push(Math.max(0, (await painted) - acknowledged));
  }
  return taken;
}
