import { existsSync, readFileSync, readdirSync } from 'node:fs';
import sharp from 'sharp';
import { healthOf, indexed } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { animatedGif, writeBytes, writeEveryFormat, writeImage, writeOrientations } from '../../support/images.ts';
import { oddFiles, writeOddFiles } from '../../support/odd-folder.ts';
import { pngClaiming } from '../../support/hostile-images.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

describe('GET /thumb', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  const thumb = async (path: string): Promise<Buffer> => {
    const { status, headers, bytes } = await ask(server, 'thumb', { query: { path } });
    expect([path, status, headers['content-type']]).toEqual([path, 200, 'image/webp']);
    return bytes;
  };

  beforeAll(async () => {
    await writeEveryFormat(`${root}/formats`);
    await writeOrientations(`${root}/turned`);
    await writeOddFiles(`${root}/odd`);
    await writeImage(`${root}/sizes`, 'landscape.jpg', { width: 900, height: 600 });
    await writeImage(`${root}/sizes`, 'portrait.png', { width: 300, height: 900 });
    await writeImage(`${root}/sizes`, 'small.jpg', { width: 20, height: 10 });
    server = await startServer({ root });
    await indexed(server);
  });

  it('TH1: is a WebP with a long edge of 256, and never larger than the picture', async () => {
    for (const [path, width, height] of [
      ['/sizes/landscape.jpg', 256, 171],
      ['/sizes/portrait.png', 85, 256],
      ['/sizes/small.jpg', 20, 10],
      ['/formats/one.jpg', 64, 48],
      ['/formats/two.png', 64, 48],
      ['/formats/three.webp', 64, 48],
      ['/formats/four.gif', 64, 48],
      ['/formats/five.avif', 64, 48],
    ] as const) {
      const found = await sharp(await thumb(path)).metadata();
      expect([path, found.format, found.width, found.height, found.space]).toEqual([
        path,
        'webp',
        width,
        height,
        'srgb',
      ]);
    }
  });

  it('TH1: is stored in the workspace, as a file that shows the same picture', async () => {
    const served = await thumb('/sizes/landscape.jpg');
    const stored = readFileSync(`${server.workspace}/thumbs/sizes/landscape.jpg.thumbnail`);
    expect(stored.subarray(0, served.length).equals(served)).toBe(true);
    expect((await sharp(stored).metadata()).format).toBe('webp');
    expect(readdirSync(root).sort()).toEqual(['formats', 'odd', 'sizes', 'turned']);
  });

  it('TH1: has a place also for the longest names', async () => {
    const names = [`${'n'.repeat(251)}.jpg`, `${'🦩'.repeat(62)}abc.jpg`, `${'n'.repeat(250)}x.jpg`];
    for (const [at, name] of names.entries()) await writeImage(`${root}/long`, name, { hue: at * 90 });
    const pictures = await Promise.all(names.map((name) => thumb(`/long/${name}`)));
    expect(new Set(pictures.map((picture) => picture.toString('base64'))).size).toBe(3);
    const stored = readdirSync(`${server.workspace}/thumbs/long`);
    expect(stored).toHaveLength(3);
    for (const name of stored) expect(name).toMatch(/^.{1,180}~[\w-]{22}\.thumbnail$/u);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('G8: stands upright as the item says, turned as %d', async (orientation) => {
    const path = `/turned/orientation-${orientation}.jpg`;
    const { items } = (await ask(server, 'folders', { query: { path: '/turned' } })).body;
    const { w, h } = items[orientation - 1]!;
    expect([w, h]).toEqual(orientation < 5 ? [64, 48] : [48, 64]);
    const { data, info } = await sharp(await thumb(path))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([w, h]);
    const corner = (x: number, y: number): string => {
      const at = (y * info.width + x) * info.channels;
      const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
      return `${red > 128 ? 'r' : ''}${green > 128 ? 'g' : ''}${blue > 128 ? 'b' : ''}`;
    };
    const [right, low] = [info.width - 1, info.height - 1];
    const corners = [corner(0, 0), corner(right, 0), corner(0, low), corner(right, low)].join(' ');
    // Red, green, blue, white as stored; then as each way to hold the camera turns them.
    expect(corners).toBe(
      ['r g b rgb', 'g r rgb b', 'rgb b g r', 'b rgb r g', 'r b g rgb', 'b r rgb g', 'rgb g b r', 'g rgb r b'][
        orientation - 1
      ],
    );
    const item = await ask(server, 'item', { query: { path } });
    expect(item.body.exif).toMatchObject({ width: w, height: h });
  });

  it.each(oddFiles.map(({ name, fate }) => [name, fate] as const))('G1, G5, G9, TH5: %s is %s', async (name, fate) => {
    const path = `/odd/${name}`;
    const started = performance.now();
    const { status, problem, bytes } = await ask(server, 'thumb', { query: { path } });
    if (fate === 'shown') {
      expect(status).toBe(200);
      const { width, height, space, depth } = await sharp(bytes).metadata();
      expect([Math.min(width, height) >= 1, Math.max(width, height) <= 256]).toEqual([true, true]);
      expect([space, depth]).toEqual(['srgb', 'uchar']);
    } else {
      expect([status, problem?.error]).toEqual([422, fate === 'too_large' ? 'too_large' : 'undecodable_image']);
      const { items } = (await ask(server, 'folders', { query: { path: '/odd' } })).body;
      expect(items.find((item) => item.name === name)?.problem).toBe(fate);
      // Without decoding: the largest of these would take a minute.
      expect(performance.now() - started).toBeLessThan(3000);
    }
  });

  it('TH2: what cannot be shown is remembered, also by the next server', async () => {
    const { done, failed } = (await healthOf(server)).workers.thumbs;
    for (let turn = 0; turn < 5; turn += 1) {
      for (const name of ['corrupt.jpg', 'bomb.webp']) await ask(server, 'thumb', { query: { path: `/odd/${name}` } });
    }
    expect((await healthOf(server)).workers.thumbs).toMatchObject({ done, failed });
  });

  it('G10: of what moves is its first picture', async () => {
    await writeBytes(`${root}/moving`, 'ten-thousand.gif', await animatedGif(10_000, 1, 1));
    await writeBytes(`${root}/moving`, 'some.gif', await animatedGif(5, 32, 24));
    const frames = await sharp(await animatedGif(5, 32, 24), { pages: -1 })
      .webp({ delay: [50, 50, 50, 50, 50] })
      .toBuffer();
    await writeBytes(`${root}/moving`, 'some.webp', frames);
    for (const name of ['some.gif', 'some.webp']) {
      const picture = sharp(await thumb(`/moving/${name}`));
      expect(await picture.metadata()).toMatchObject({ width: 32, height: 24 });
      // The first has no red in it, the last is full of it.
      expect((await picture.stats()).channels[0]!.mean).toBeLessThan(40);
    }
    expect(await sharp(await thumb('/moving/ten-thousand.gif')).metadata()).toMatchObject({ width: 1, height: 1 });
  });

  it('G12: of a line is a line, at least one pixel wide', async () => {
    await writeImage(`${root}/lines`, 'dot.png', { width: 1, height: 1 });
    await writeImage(`${root}/lines`, 'tall.png', { width: 1, height: 65_535 });
    await writeImage(`${root}/lines`, 'wide.jpg', { width: 65_500, height: 1 });
    for (const [name, width, height] of [
      ['dot.png', 1, 1],
      ['tall.png', 1, 256],
      ['wide.jpg', 256, 1],
    ] as const) {
      expect(await sharp(await thumb(`/lines/${name}`)).metadata()).toMatchObject({ width, height });
    }
  });

  it('G1: 200 megapixels are the limit, by the header', async () => {
    await writeBytes(`${root}/limit`, 'over.png', pngClaiming(200_001, 1000));
    await writeBytes(`${root}/limit`, 'zero.png', pngClaiming(0, 1000));
    const codeOf = async (name: string): Promise<string | undefined> =>
      (await ask(server, 'thumb', { query: { path: `/limit/${name}` } })).problem?.error;
    expect(await codeOf('over.png')).toBe('too_large');
    expect(await codeOf('zero.png')).toBe('undecodable_image');
  });

  it('is as large and as good as the settings say, and made again when they change', async () => {
    const path = '/sizes/landscape.jpg';
    const usual = await thumb(path);
    const { workspace } = server;
    await server.stop();
    const other = await startServer({ root, workspace, args: ['--thumb-size', '400', '--thumb-quality', '20'] });
    const { bytes } = await ask(other, 'thumb', { query: { path } });
    await other.stop();
    server = await startServer({ root, workspace });
    expect((await sharp(bytes).metadata()).width).toBe(400);
    expect(bytes.equals(usual)).toBe(false);
    expect(existsSync(`${workspace}/thumbs${path}.thumbnail`)).toBe(true);
  });

  it('answers HEAD as it answers GET', async () => {
    const whole = await ask(server, 'thumb', { query: { path: '/sizes/small.jpg' } });
    const { status, headers, bytes } = await ask(server, 'thumb', {
      query: { path: '/sizes/small.jpg' },
      method: 'HEAD',
    });
    expect([status, bytes.length]).toEqual([200, 0]);
    for (const name of ['content-length', 'content-type', 'etag', 'cache-control']) {
      expect([name, headers[name]]).toEqual([name, whole.headers[name]]);
    }
  });
});
