import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import sharp from 'sharp';
import { findChromium } from './testing/chromium.ts';

interface Shot {
  readonly name: string;
  readonly theme: 'dark' | 'light';
  readonly isPhone?: boolean;
  /** The query of the address. */
  readonly query: string;
  readonly keys?: readonly string[];
  /** The names of buttons, and titles, that are clicked after that. */
  readonly clicks?: readonly string[];
  /** The server cannot be reached then. */
  readonly isOffline?: boolean;
}

const image = encodeURIComponent('/Landscapes/Mountains/Dawn over seven ridges.jpg');

const shots: readonly Shot[] = [
  { name: 'gallery', theme: 'dark', query: 'path=/&sub=1&sort=name:asc', keys: ['ArrowDown', 'ArrowRight'] },
  { name: 'gallery-light', theme: 'light', query: 'path=/Landscapes&sub=1&sort=name:asc' },
  { name: 'viewer', theme: 'dark', query: `path=/Landscapes&sub=1&sort=name:asc&image=${image}` },
  { name: 'phone', theme: 'dark', isPhone: true, query: 'path=/&sub=1&sort=name:asc' },
  { name: 'phone-label', theme: 'light', isPhone: true, query: 'path=/&sub=1&sort=name:asc', clicks: ['Inspector'] },
  { name: 'label', theme: 'light', query: 'path=/&sub=1&sort=name:asc', keys: ['ArrowRight', 'Shift+5', '4', 't'] },
  {
    name: 'label-many',
    theme: 'dark',
    query: 'path=/&sub=1&sort=name:asc',
    keys: ['ArrowDown', ' ', 'Shift+ArrowRight', 'Shift+ArrowRight', '3'],
  },
  { name: 'keys', theme: 'dark', query: 'path=/&sub=1&sort=name:asc', keys: ['?'] },
  { name: 'palette', theme: 'light', query: 'path=/&sub=1&sort=name:asc', keys: ['Control+k', 's', 't', 'a', 'r'] },
  {
    name: 'offline',
    theme: 'dark',
    query: 'path=/&sub=1&sort=name:asc',
    isOffline: true,
    keys: ['ArrowRight', '5', 'ArrowRight', '4'],
    clicks: ['State of your changes'],
  },
];

/** What has been labelled before somebody looks. */
const labels: readonly (readonly [string, object])[] = [
  ['/Above the clouds.jpg', { set_star: 4, add_tags: ['sky', 'wide'], set_notes: 'Golden hour, keep for the cover.' }],
  ['/Landscapes/Coast/After the storm.avif', { set_star: 5, add_tags: ['sea', 'evening'] }],
  ['/Abstract/Flow/Delta.jpg', { set_star: 3, add_tags: ['pattern'] }],
];

const root = join(import.meta.dirname, '..');
const folder = join(root, 'docs/screenshots');
/** Pictures in the repository are for reading: larger ones would only make it slow to clone. */
const MOST_BYTES = 400_000;

const executablePath = findChromium();
if (executablePath === undefined) {
  console.error(
    'There is no Chromium to look with. Install it (Debian: apt install chromium), or name it in CHROMIUM.',
  );
  process.exit(1);
}
const workspace = mkdtempSync(join(tmpdir(), 'lenslet-screenshots-'));
const server = spawn(process.execPath, [join(root, 'dist/api/main.js'), '--port', '0', '--workspace', workspace], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
let browser: Browser | undefined;
try {
  const address = await addressOf(server);
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] });
  mkdirSync(folder, { recursive: true });
  for (const [path, patch] of labels) await write(address, path, patch);
  for (const shot of shots) {
    const picture = await take(browser, address, shot);
    writeFileSync(join(folder, `${shot.name}.png`), picture);
    console.log(`docs/screenshots/${shot.name}.png, ${String(Math.round(picture.length / 1000))} KB`);
  }
} finally {
  await browser?.close();
  server.kill();
  rmSync(workspace, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/** The demo gallery is made at the first start, which takes some seconds. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((found, fail) => {
    let printed = '';
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      printed += part;
      const address = /http:\/\/[^\s"]+/.exec(printed)?.[0];
      if (address !== undefined) found(address);
    });
    child.once('close', () => {
      fail(new Error(`The server ended before it listened. It printed:\n${printed}`));
    });
  });
}

async function take(from: Browser, address: string, shot: Shot): Promise<Buffer> {
  const context = await from.newContext(
    shot.isPhone === true
      ? { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true }
      : { viewport: { width: 1440, height: 900 } },
  );
  await context.addInitScript(`localStorage.setItem('lenslet:theme', '"${shot.theme}"')`);
  const page = await context.newPage();
  await page.goto(`${address}?${shot.query}`);
  await painted(page);
  if (shot.isOffline === true) await context.setOffline(true);
  for (const key of shot.keys ?? []) await page.keyboard.press(key);
  for (const name of shot.clicks ?? []) await page.locator(`[aria-label="${name}"], [title="${name}"]`).first().click();
  // What fades in has faded in, and the details of the focused image are there.
  await page.waitForTimeout(1200);
  await painted(page);
  const png = await page.screenshot();
  await context.close();
  return compact(png);
}

async function write(address: string, path: string, patch: object): Promise<void> {
  const answer = await fetch(`${address}item?path=${encodeURIComponent(path)}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', 'if-match': '*', 'idempotency-key': path.replaceAll(/[^\w]/g, '-') },
    body: JSON.stringify(patch),
  });
  if (!answer.ok) throw new Error(`${path} could not be labelled: ${String(answer.status)}`);
}

async function painted(page: Page): Promise<void> {
  await page.waitForSelector('[role=gridcell] img, ll-stage .slot img', { timeout: 60_000 });
  await page.locator('[role=gridcell] .waiting').first().waitFor({ state: 'detached', timeout: 60_000 });
}

/** As many colours as fit: the first quality that is small enough. */
async function compact(png: Buffer): Promise<Buffer> {
  for (const quality of [100, 92, 84, 74, 62, 50]) {
    const smaller = await sharp(png).png({ palette: true, quality, effort: 9, dither: 0.6 }).toBuffer();
    if (smaller.length <= MOST_BYTES) return smaller;
  }
  throw new Error('A screenshot cannot be made small enough.');
}
