/** The pictures in docs/screenshots: `npm run screenshots [name …]`. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import sharp from 'sharp';
import { GalleryServer } from './screenshots/gallery-server.ts';
import { playWeek, spreadOverDays } from './screenshots/played-week.ts';
import { labels, shots, type Shot } from './screenshots/shots.ts';
import { StreamCutter } from './screenshots/stream-cutter.ts';
import { Stage } from './screenshots/stage.ts';
import { Writer } from './screenshots/writer.ts';
import { findChromium } from './testing/chromium.ts';

const folder = join(import.meta.dirname, '../docs/screenshots');
/** Pictures in the repository are for reading: larger ones would only make it slow to clone. */
const mostBytes = 400_000;
const wholeGallery = 'path=/&sub=1&sort=name:asc';

export async function run(words: readonly string[]): Promise<number> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    console.error(
      'There is no Chromium to look with. Install it (Debian: apt install chromium), or name it in CHROMIUM.',
    );
    return 1;
  }
  const wanted = words.length === 0 ? shots : shots.filter(({ name }) => words.includes(name));
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] });
  try {
    mkdirSync(folder, { recursive: true });
    for (const shot of wanted) {
      const picture = await compact(await taken(browser, shot));
      writeFileSync(join(folder, `${shot.name}.png`), picture);
      console.log(`docs/screenshots/${shot.name}.png, ${String(Math.round(picture.length / 1000))} KB`);
    }
  } finally {
    await browser.close();
  }
  return 0;
}

/** Each has a server of its own: what was done for one picture is not seen in the next. */
async function taken(browser: Browser, shot: Shot): Promise<Buffer> {
  const workspace = mkdtempSync(join(tmpdir(), 'lenslet-screenshots-'));
  const server = new GalleryServer(shot.isUnwritable === true ? ['--no-write'] : ['--workspace', workspace]);
  try {
    await server.start();
    if (shot.isPlayed === true) await playBefore(server, workspace);
    return await picture(browser, server, shot);
  } finally {
    await server.stop();
    rmSync(workspace, { recursive: true, force: true });
  }
}

/** A server has only the clock of its machine: days are made of what was done while it is stopped. */
async function playBefore(server: GalleryServer, workspace: string): Promise<void> {
  const writer = new Writer(server);
  for (const [path, patch] of labels) await writer.write(path, patch);
  await playWeek(writer);
  await server.stop();
  spreadOverDays(workspace, Date.now());
  await server.start();
}

async function picture(browser: Browser, server: GalleryServer, shot: Shot): Promise<Buffer> {
  const context = await browser.newContext(
    shot.isPhone === true
      ? { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true }
      : { viewport: { width: 1440, height: 900 } },
  );
  const cutter = await StreamCutter.before(server.address);
  try {
    await context.addInitScript(`localStorage.setItem('lenslet:theme', '"${shot.theme}"')`);
    const page = await context.newPage();
    const stage = new Stage(server, cutter, page, context);
    if (shot.isPlayed !== true) for (const [path, patch] of labels) await stage.write(path, patch);
    await page.goto(`${cutter.address}${shot.page ?? ''}?${shot.query ?? wholeGallery}`);
    if (shot.page === undefined) await painted(page);
    await shot.act?.(stage);
    // What fades in has faded in, and the details of the focused image are there.
    await page.waitForTimeout(1200);
    if (shot.page === undefined) await painted(page);
    return await page.screenshot();
  } finally {
    await context.close();
    cutter.close();
  }
}

async function painted(page: Page): Promise<void> {
  await page.waitForSelector('[role=gridcell] img, ll-stage .slot img', { timeout: 60_000 });
  await page.locator('[role=gridcell] .waiting').first().waitFor({ state: 'detached', timeout: 60_000 });
}

/** As many colours as fit: the first quality that is small enough. */
async function compact(png: Buffer): Promise<Buffer> {
  for (const quality of [100, 92, 84, 74, 62, 50]) {
    const smaller = await sharp(png).png({ palette: true, quality, effort: 9, dither: 0.6 }).toBuffer();
    if (smaller.length <= mostBytes) return smaller;
  }
  throw new Error('A screenshot cannot be made small enough.');
}
