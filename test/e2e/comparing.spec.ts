import { rm } from 'node:fs/promises';
import sharp from 'sharp';
import { writeBytes, writeImage } from '../support/images.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { describeInBrowser } from './support/browser.ts';
import { ComparisonOnScreen, downloaded } from './support/comparison-page.ts';

const [large, half, tall] = ['/set/a.jpg', '/set/b.png', '/set/c.webp'] as const;

describeInBrowser('UI7: comparing', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    await writeImage(root, large, { width: 1600, height: 1200 });
    await writeImage(root, half, { width: 800, height: 600, hue: 120 });
    await writeImage(root, tall, { width: 600, height: 900, hue: 240 });
    for (const name of ['d', 'e', 'f', 'g']) await writeImage(root, `/set/${name}.jpg`, { width: 400, height: 300 });
    await writeImage(root, '/odd/50% & more, #1?/x=y;z.jpg');
    await writeBytes(root, '/odd/broken.jpg', 'no picture');
    await writeImage(root, '/odd/leaving.jpg');
    server = await startServer({ root });
  });

  afterAll(() => server.stop());

  async function openBySelection(count: number): Promise<ComparisonOnScreen> {
    const { page } = await ComparisonOnScreen.open(server.url, 'set');
    const screen = new ComparisonOnScreen(page);
    await screen.choose('a.jpg');
    await page.keyboard.press(' ');
    for (let more = 1; more < count; more++) await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('c');
    return screen;
  }

  test('C compares what is selected; Escape gives back the grid, the selection and the keyboard', async () => {
    const screen = await openBySelection(3);
    await screen.compares('a.jpg', 'b.png', 'c.webp');
    await screen.activeIs('a.jpg');
    await screen.page.keyboard.press('ArrowRight');
    await screen.activeIs('b.png');
    await screen.page.keyboard.press('Tab');
    await screen.activeIs('c.webp');
    await screen.page.keyboard.press('Escape');
    await screen.region.waitFor({ state: 'detached' });
    await screen.tileHasKeys('c.webp');
    await screen.page.getByText('3 selected').waitFor();
    expect(screen.place().get('compare')).toBeNull();
    await screen.end();
  });

  test('with nothing selected the focused image and the next; of seven the first six, and it is said', async () => {
    const { page } = await ComparisonOnScreen.open(server.url, 'set');
    const screen = new ComparisonOnScreen(page);
    await screen.choose('b.png');
    await page.keyboard.press('c');
    await screen.compares('b.png', 'c.webp');
    await page.keyboard.press('g');
    await screen.tileHasKeys('b.png');
    await page.keyboard.press('Control+a');
    await page.getByRole('button', { name: 'Compare' }).click();
    await screen.compares('a.jpg', 'b.png', 'c.webp', 'd.jpg', 'e.jpg', 'f.jpg');
    await screen.toastSays('Six images fit side by side');
    await screen.end();
  });

  test('wheel and drag on one show the same part of all; 1:1 by Z; apart by L', async () => {
    const screen = await ComparisonOnScreen.at(server.url, [large, half]);
    const { page } = screen;
    await screen.hasOriginals(2);
    const whole = await screen.frames();
    expect(whole[1]).toEqual(whole[0]);
    const box = (await screen.pane('a.jpg').locator('ll-stage').boundingBox())!;
    await page.mouse.move(box.x + box.width / 4, box.y + box.height / 2);
    await page.mouse.wheel(0, -600);
    await waitFor(async () => (await screen.frames())[0]!.width > whole[0]!.width * 1.5, 'the first to be larger');
    const zoomed = await screen.frames();
    expect(zoomed[1]).toEqual(zoomed[0]);
    // What was under the pointer is still under it.
    const under = (frame: { left: number; width: number }): number => (box.width / 4 - frame.left) / frame.width;
    expect(under(zoomed[0]!)).toBeCloseTo(under(whole[0]!), 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 4 - 50, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    const dragged = await screen.frames();
    expect(dragged[0]!.left).toBeCloseTo(zoomed[0]!.left - 50, 0);
    expect(dragged[1]).toEqual(dragged[0]);
    await page.keyboard.press('z');
    await waitFor(async () => (await screen.frames())[1]!.width === whole[0]!.width, 'both to be whole again');
    await page.keyboard.press('z');
    await waitFor(async () => (await screen.frames())[0]!.width === 1600, 'the first at 1:1');
    expect((await screen.frames())[1]!.width).toBe(1600);
    const actual = screen.region.getByRole('button', { name: '1:1', exact: true });
    expect(await actual.getAttribute('aria-pressed')).toBe('true');
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await waitFor(async () => (await screen.frames())[0]!.width > 1600, 'the first to be nearer than 1:1');
    expect(await actual.getAttribute('aria-pressed')).toBe('false');
    await actual.click();
    await waitFor(async () => (await screen.frames())[0]!.width === 1600, 'the first at 1:1 again');
    expect(await actual.getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('l');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('z');
    await waitFor(async () => (await screen.frames())[1]!.width === whole[1]!.width, 'the second alone to be whole');
    expect((await screen.frames())[0]!.width).toBe(1600);
    expect(screen.complaints).toEqual([]);
    await screen.end();
  });

  test('the slider shows one before the other; drag and arrows move it; three have none', async () => {
    const screen = await ComparisonOnScreen.at(server.url, [large, half]);
    const { page } = screen;
    await screen.hasOriginals(2);
    await page.keyboard.press('s');
    await screen.divider.waitFor();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await waitFor(async () => (await screen.divider.getAttribute('aria-valuenow')) === '54', 'the divider to move');
    const room = (await screen.panes.first().boundingBox())!;
    const hit = async (share: number): Promise<string> =>
      page.evaluate(
        ([x, y]) =>
          document.elementFromPoint(x!, y!)?.closest('ll-compare-pane')?.querySelector('.name')?.textContent ?? '',
        [room.x + room.width * share, room.y + room.height / 3],
      );
    expect([await hit(0.4), await hit(0.7)]).toEqual(['a.jpg', 'b.png']);
    const grip = (await screen.divider.boundingBox())!;
    await page.mouse.move(grip.x + grip.width / 2, grip.y + 60);
    await page.mouse.down();
    await page.mouse.move(room.x + room.width * 0.8, grip.y + 60, { steps: 5 });
    await page.mouse.up();
    await waitFor(async () => (await hit(0.7)) === 'a.jpg', 'more of the first to be shown');
    expect(Number(await screen.divider.getAttribute('aria-valuenow'))).toBe(80);
    expect((await screen.frames())[1]).toEqual((await screen.frames())[0]);
    await page.keyboard.press('s');
    await screen.divider.waitFor({ state: 'detached' });
    await screen.end();
    const three = await ComparisonOnScreen.at(server.url, [large, half, tall]);
    await three.page.keyboard.press('s');
    await three.toastSays('The slider is for two images');
    await three.end();
  });

  test('a link opens the same, after a reload as well; back and forward close it and open it', async () => {
    const odd = '/odd/50% & more, #1?/x=y;z.jpg';
    const screen = await ComparisonOnScreen.at(server.url, [large, odd, '/not/there.jpg']);
    await screen.hasOriginals(2);
    await screen.pane('there.jpg').getByText('This image is not here').waitFor();
    await screen.page.reload();
    await screen.compares('a.jpg', 'x=y;z.jpg', 'there.jpg');
    await screen.page.keyboard.press('x');
    await screen.compares('x=y;z.jpg', 'there.jpg');
    await screen.activeIs('x=y;z.jpg');
    await screen.page.goBack();
    await screen.compares('a.jpg', 'x=y;z.jpg', 'there.jpg');
    await screen.page.keyboard.press('Escape');
    await screen.region.waitFor({ state: 'detached' });
    await screen.page.goBack();
    await screen.compares('a.jpg', 'x=y;z.jpg', 'there.jpg');
    await screen.end();
  });

  test('X takes images out until one is left, which the grid then is at', async () => {
    const screen = await openBySelection(3);
    await screen.compares('a.jpg', 'b.png', 'c.webp');
    await screen.page.keyboard.press('x');
    await screen.activeIs('b.png');
    await screen.page.getByRole('button', { name: 'Take c.webp out' }).click();
    await screen.region.waitFor({ state: 'detached' });
    await screen.toastSays('b.png is left');
    await screen.tileHasKeys('b.png');
    await screen.end();
  });

  test('what cannot be shown says why in its pane, also when its file goes; the others stay', async () => {
    const screen = await ComparisonOnScreen.at(server.url, [large, '/odd/broken.jpg', '/odd/leaving.jpg']);
    await screen.pane('broken.jpg').getByText('This file cannot be shown').waitFor();
    await screen.hasOriginals(2);
    await rm(`${root}/odd/leaving.jpg`);
    await screen.pane('leaving.jpg').getByText('This image is not here').waitFor({ timeout: 20_000 });
    await screen.hasOriginals(1);
    expect(await screen.namesCompared()).toEqual(['a.jpg', 'broken.jpg', 'leaving.jpg']);
    await screen.end();
  });

  test('the export is a PNG with every picture, at the pixels of the sharpest, named after the images', async () => {
    const screen = await ComparisonOnScreen.at(server.url, [large, half]);
    await screen.hasOriginals(2);
    const { name, file } = await downloaded(screen.page, () => screen.page.keyboard.press('Shift+E'));
    expect(name).toBe('a vs b.png');
    const { format, width, height } = await sharp(file).metadata();
    expect(format).toBe('png');
    expect(Math.abs(width - 2 * 1600)).toBeLessThan(200);
    expect(height).toBeGreaterThan(1200);
    expect(height).toBeLessThan(1450);
    const { data } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number): number[] => [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
    const source = await sharp(`${root}${half}`).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    // The first is red in its corner, the second as it is in its file; the ground and the names are below.
    expect(at(40, 40)[0]).toBeGreaterThan(200);
    const corner = at(Math.round(width / 2) + 40, 40);
    expect(corner.every((part, channel) => Math.abs(part - source.data[channel]!) < 25)).toBe(true);
    const below = data.subarray((height - 150) * width * 3, height * width * 3);
    expect(below.some((part) => part > 230)).toBe(true);
    await screen.end();
  });
});
