import { bitFlipped } from '../../support/hostile-images.ts';
import { healthOf, indexed } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { imageBytes, writeBytes, type Format } from '../../support/images.ts';
import { rssMegabytes } from '../../support/processes.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const seed = chooseSeed();
const formats: Format[] = ['jpeg', 'png', 'webp', 'gif', 'avif'];

describe(`G3: pictures with a few bits turned over or cut off, seed ${seed}`, () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    await writeBytes(root, 'whole.jpg', await imageBytes());
    server = await startServer({ root, args: ['--no-watch'] });
    await indexed(server, 1);
  });

  it.each(formats)('%s: shown or refused, and everything goes on', async (format) => {
    const random = new SeededRandom(seed + formats.indexOf(format));
    const whole = await imageBytes({ format, exif: { Make: 'Maker' }, orientation: 6 });
    const count = rounds(40, 10_000);
    const before = rssMegabytes(server.pid);
    for (let first = 0; first < count; first += 40) {
      const folder = `/${format}-${first}`;
      for (let number = 0; number < 40; number += 1) {
        const flipped = bitFlipped(whole, random.between(1, 8), random);
        const bytes = random.chance(0.3) ? flipped.subarray(0, random.between(1, flipped.length)) : flipped;
        await writeBytes(`${root}${folder}`, `${number}.jpg`, bytes);
      }
      const { items } = (await ask(server, 'folders', { query: { path: folder } })).body;
      await Promise.all(
        items.map(async ({ path }) => {
          const thumb = await ask(server, 'thumb', { query: { path } });
          expect([path, [200, 422].includes(thumb.status)]).toEqual([path, true]);
          expect([200, 422]).toContain((await ask(server, 'metadata', { query: { path } })).status);
          expect([200, 415]).toContain((await ask(server, 'file', { query: { path } })).status);
          // One answer, one opinion: what was refused once is refused again.
          expect((await ask(server, 'thumb', { query: { path } })).status).toBe(thumb.status);
        }),
      );
    }
    expect((await ask(server, 'thumb', { query: { path: '/whole.jpg' } })).status).toBe(200);
    expect((await healthOf(server)).ok).toBe(true);
    expect(rssMegabytes(server.pid) - before).toBeLessThan(150);
  });
});
