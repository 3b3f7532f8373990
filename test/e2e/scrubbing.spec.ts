import { linkSync, mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describeInBrowser, visit, type Visit, type VisitWish } from './support/browser.ts';
import { GalleryOnScreen } from './support/gallery-page.ts';
import { ScrubberOnScreen } from './support/scrubber.ts';
import { troublesOn } from './support/axe.ts';
import { indexed } from '../support/gallery-state.ts';
import { ask } from '../support/http-client.ts';
import { writeMany } from '../support/images.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const total = 3000;

interface SeenTile {
  readonly index: number;
  readonly name: string;
}

describeInBrowser('anywhere among three thousand images', () => {
  const root = tempFolder('scrubbing');
  let server: TestServer;
  let paths: string[];

  beforeAll(async () => {
    const seeds = tempFolder('scrubbing-seeds');
    await writeMany(seeds, 12, { width: 96, height: 64 });
    for (let i = 0; i < total; i++) {
      const folder = `${root}/set ${String(Math.floor(i / 300))}/part-${String(Math.floor(i / 60) % 5)}`;
      if (i % 60 === 0) mkdirSync(folder, { recursive: true });
      linkSync(`${seeds}/image-00${String((i % 12) + 1).padStart(2, '0')}.jpg`, `${folder}/n${String(i)}.jpg`);
    }
    server = await startServer({ root });
    await indexed(server, total);
    const sort = { key: 'path', dir: 'asc' } as const;
    paths = [];
    for (let offset = 0; offset < total; offset += 500) {
      const { body } = await ask(server, 'browse', { body: { path: '/', recursive: true, sort, offset, limit: 500 } });
      paths.push(...body.items.map(({ path }) => path));
    }
  });

  afterAll(() => server.stop());

  async function open(wish: VisitWish = {}, query = 'path=/&sub=1&sort=path:asc'): Promise<Visit & Hands> {
    const visited = await visit(`${server.url}/?${query}`, wish);
    const [gallery, scrubber] = [new GalleryOnScreen(visited.page), new ScrubberOnScreen(visited.page)];
    await gallery.painted();
    return { ...visited, gallery, scrubber };
  }

  test('UI28 dragging the scrubber leads to the right images, and the bubble says where that is', async () => {
    const { page, gallery, scrubber, complaints } = await open();
    for (const share of [0.5, 0.93, 0.21, 1, 0.67, 0]) {
      await scrubber.dragTo(share);
      const [place = '', name] = await scrubber.told();
      const [, position = ''] = /^([\d,]+) of 3,000$/.exec(place) ?? [];
      const index = Number(position.replace(',', '')) - 1;
      expect(Math.abs(index / (total - 1) - share)).toBeLessThan(0.02);
      const folder = paths[index]?.split('/').slice(1, -1).join(' / ');
      await waitFor(
        async () => (await scrubber.told())[1] === folder,
        `the bubble to name ${String(folder)}, not ${String(name)}`,
      );
      await scrubber.release();
      await gallery.painted();
      const tiles = await tilesOn(page);
      expect(tiles.map(({ name: seen }) => seen)).toEqual(tiles.map((tile) => nameOf(paths[tile.index])));
      expect(tiles.some((tile) => tile.index === index)).toBe(true);
    }
    expect(complaints).toEqual([]);
  });

  test('UI20 the address leads others to the place where one rests, and back leads there too', async () => {
    const { page, gallery, scrubber } = await open();
    const restsAt = (path = ''): Promise<unknown> =>
      waitFor(() => gallery.place().get('at') === path, `rest at ${path}`);
    await page.keyboard.press('End');
    await restsAt(paths.at(-1));
    await scrubber.dragTo(0.6);
    await scrubber.release();
    await gallery.painted();
    const seen = (await tilesOn(page)).map(({ index }) => paths[index]);
    const at = await waitFor(
      () => seen.find((path) => path === gallery.place().get('at')),
      'rest at an image in sight',
    );
    const address = page.url();
    const other = await visit(address);
    await new GalleryOnScreen(other.page).painted();
    expect((await tilesOn(other.page)).map(({ index }) => paths[index])).toContain(at);
    await page.getByRole('button', { name: 'Unrated only' }).click();
    await waitFor(() => gallery.place().has('filters'), 'another list');
    await gallery.painted();
    await page.goBack();
    await waitFor(() => page.url() === address, 'the address before');
    await waitFor(async () => (await tilesOn(page)).some(({ index }) => paths[index] === at), 'the place before');
  });

  test('UI28 a press beside the handle brings it there, and it is dragged from there', async () => {
    const { page, gallery, scrubber } = await open();
    const [bar, handle] = [await scrubber.track(), await scrubber.handle()];
    const x = handle.x + 6;
    const middleAt = (share: number): number => bar.y + share * (bar.height - handle.height) + handle.height / 2;
    const toldShare = async (): Promise<number> => {
      const [place = ''] = await scrubber.told();
      return Number(place.split(' ')[0]?.replace(',', '')) / total;
    };
    await page.mouse.move(x, middleAt(0.7));
    await page.mouse.down();
    await waitFor(async () => Math.abs((await toldShare()) - 0.7) < 0.02, 'the place that was pressed');
    const held = await scrubber.handle();
    expect(Math.abs(held.y + held.height / 2 - middleAt(0.7))).toBeLessThanOrEqual(2);
    await page.mouse.move(x, middleAt(0.3), { steps: 6 });
    await waitFor(async () => Math.abs((await toldShare()) - 0.3) < 0.02, 'the place it was dragged to');
    await page.mouse.up();
    await gallery.painted();
    const tiles = await tilesOn(page);
    expect(tiles.map(({ name }) => name)).toEqual(tiles.map(({ index }) => nameOf(paths[index])));
    // The last few pixels are the end.
    await page.mouse.click(x, bar.y + bar.height - 2);
    await waitFor(async () => (await tilesOn(page)).some(({ index }) => index === total - 1), 'the end');
  });

  test('UI28 nothing is fetched of what one flies over', async () => {
    const { page, scrubber } = await open();
    const asked: number[] = [];
    page.on('request', (request) => {
      const { pathname, searchParams } = new URL(request.url());
      if (pathname.startsWith('/browse/') && searchParams.has('offset')) asked.push(Number(searchParams.get('offset')));
    });
    await scrubber.flyTo(0.9);
    await scrubber.release();
    await new GalleryOnScreen(page).painted();
    expect(asked.some((offset) => offset >= 2200)).toBe(true);
    // Neither at the start nor where one has landed.
    expect(asked.filter((offset) => offset >= 600 && offset < 2200)).toEqual([]);
  });

  test('UI27 the heading names the folder at the top, and no tile that has the keys lies under it', async () => {
    const { page, gallery } = await open();
    const heading = page.locator('ll-heading-strip');
    expect(await words(heading)).toBe('set 0 / part-0');
    for (const key of ['End', 'PageUp', 'PageUp', 'ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowUp', 'Home']) {
      await page.keyboard.press(key);
      await waitFor(async () => (await gallery.focused())?.startsWith('n') === true, 'a tile to have the keys');
      await gallery.painted();
      await waitFor(async () => {
        const [top] = await tilesOn(page, 40);
        const told = await words(heading);
        if (told !== folderOf(paths[top?.index ?? -1])) throw new Error(`It says ${told}, at ${String(top?.index)}`);
        return true;
      }, `the folder after ${key}`);
      const strip = await heading.boundingBox();
      const tile = await page.locator('[role=gridcell]:focus').boundingBox();
      expect(tile?.y ?? 0).toBeGreaterThanOrEqual((strip?.y ?? 1e9) + (strip?.height ?? 0));
    }
    expect(await page.locator('ll-heading-strip [aria-live], ll-heading-strip [role=status]').count()).toBe(0);
    expect(await troublesOn(page)).toEqual([]);
  });

  test('UI27 there is no heading where it would say nothing', async () => {
    for (const query of [
      'path=/set 3/part-1&sub=1&sort=path:asc',
      'path=/set 3/part-1&sort=name:asc',
      'path=/&sub=1&sort=random:7:asc',
    ]) {
      const { page } = await open({}, query);
      expect([query, await page.locator('ll-heading-strip').count()]).toEqual([query, 0]);
    }
  });

  test('UI28 on a phone the handle comes while one scrolls, and a finger takes it anywhere', async () => {
    const { page, gallery, scrubber, complaints } = await open({ isPhone: true });
    const shown = (): Promise<string> => page.locator('ll-scrubber').evaluate((bar) => getComputedStyle(bar).opacity);
    expect(await shown()).toBe('0');
    const finger = await page.context().newCDPSession(page);
    const touch = (type: string, at?: { x: number; y: number }): Promise<unknown> =>
      finger.send('Input.dispatchTouchEvent', { type, touchPoints: at ? [at] : [] } as never);
    await touch('touchStart', { x: 150, y: 600 });
    for (let y = 580; y >= 300; y -= 40) await touch('touchMove', { x: 150, y });
    await touch('touchEnd');
    await waitFor(async () => (await shown()) === '1', 'the handle to come');
    const handle = await scrubber.handle();
    expect(handle.width).toBeGreaterThanOrEqual(44);
    expect(handle.height).toBeGreaterThanOrEqual(44);
    const x = handle.x + handle.width - 10;
    await touch('touchStart', { x, y: handle.y + handle.height / 2 });
    for (let y = handle.y + 30; y <= 600; y += 30) await touch('touchMove', { x, y });
    const [place = ''] = await scrubber.told();
    expect(Number(place.split(' ')[0]?.replace(',', ''))).toBeGreaterThan(1500);
    await touch('touchEnd');
    await gallery.painted();
    const tiles = await tilesOn(page);
    expect(tiles.map(({ name }) => name)).toEqual(tiles.map(({ index }) => nameOf(paths[index])));
    await waitFor(async () => (await shown()) === '0', 'the handle to go');
    expect(complaints).toEqual([]);
  });

  test('UI29 the thumbs of the next screens are there before one comes to them, unless data is to be saved', async () => {
    const { page, gallery } = await open();
    const inPage = await gallery.names();
    const ahead = await waitFor(async () => {
      const names = await loadedThumbs(page);
      const beyond = names.filter((name) => !inPage.includes(name));
      return beyond.length >= 24 ? beyond : null;
    }, 'two dozen thumbs ahead');
    const first = inPage.length;
    expect(new Set(ahead.slice(0, 24))).toEqual(new Set(paths.slice(first, first + 24).map((path) => nameOf(path))));

    const saving = await visit(`${server.url}/?path=/&sub=1&sort=path:asc`, {
      before: () => {
        Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
      },
    });
    const other = new GalleryOnScreen(saving.page);
    await other.painted();
    const names = await other.names();
    await waitFor(async () => (await loadedThumbs(saving.page)).length >= names.length, 'all that is in the page');
    // Whatever else is to come comes before a far jump has been painted.
    await saving.page.keyboard.press('End');
    await waitFor(async () => (await other.focused()) === nameOf(paths.at(-1)), 'the end');
    await other.painted();
    const known = new Set([...names, ...(await other.names())]);
    expect((await loadedThumbs(saving.page)).filter((name) => !known.has(name))).toEqual([]);
  });

  test('UI8 a star that a key gives to an image out of sight is seen: the image comes into sight', async () => {
    const { page, gallery, scrubber } = await open();
    await page.keyboard.press('ArrowRight');
    await scrubber.dragTo(0.5);
    await scrubber.release();
    await gallery.painted();
    await page.keyboard.press('4');
    await waitFor(
      () =>
        page.getByRole('gridcell', { name: `${nameOf(paths[1])}, 4 stars`, exact: true }).evaluate((tile) => {
          const [box, frame] = [tile.getBoundingClientRect(), tile.closest('[role=grid]')?.getBoundingClientRect()];
          return frame !== undefined && box.top >= frame.top && box.bottom <= frame.bottom;
        }),
      'the image to be seen with its star',
      { seconds: 20 },
    );
  });
});

interface Hands {
  readonly gallery: GalleryOnScreen;
  readonly scrubber: ScrubberOnScreen;
}

/** The tiles of which so many pixels are on the screen, with their places in the result. */
function tilesOn(page: Page, pixels = 1): Promise<SeenTile[]> {
  return page.getByRole('gridcell').evaluateAll((tiles, least) => {
    const frame = document.querySelector('[role=grid]')?.getBoundingClientRect();
    if (frame === undefined) return [];
    return tiles
      .filter((tile) => {
        const box = tile.getBoundingClientRect();
        return box.bottom >= frame.top + least && box.top <= frame.bottom - least;
      })
      .map((tile) => ({ index: Number(tile.getAttribute('data-index')), name: tile.getAttribute('aria-label') ?? '' }));
  }, pixels);
}

/** Names of the images whose thumbs were asked for, in that order. */
function loadedThumbs(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name))
      .filter(({ pathname }) => pathname === '/thumb')
      .map(({ searchParams }) => searchParams.get('path')?.split('/').at(-1) ?? ''),
  );
}

async function words(heading: ReturnType<Page['locator']>): Promise<string> {
  return (await heading.evaluate((strip) => strip.textContent)).trim();
}

function folderOf(path = ''): string {
  return path.split('/').slice(1, -1).join(' / ');
}

function nameOf(path = ''): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
