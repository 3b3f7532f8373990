import { StreamReader } from '../../support/event-stream.ts';
import { healthOf, indexed } from '../../support/gallery-state.ts';
import { writeMany } from '../../support/images.ts';
import { patch } from '../../support/labels.ts';
import { LiveFollower } from '../../support/live-follower.ts';
import { manyWrites } from '../../support/many-writes.ts';
import { OddProxy } from '../../support/odd-proxy.ts';
import { openFilesOf } from '../../support/processes.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const seed = chooseSeed();
const paths = Array.from({ length: 8 }, (_, at) => `/image-000${at + 1}.jpg`);
const [path] = paths as [string];

describe('a stream with something between client and server', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(() => writeMany(root, paths.length, { width: 8, height: 8 }));
  afterEach(() => server.kill());

  const start = async (...args: string[]): Promise<void> => {
    server = await startServer({ root, args: ['--workers', '1', ...args] });
    await indexed(server, paths.length);
  };
  const streams = async (count: number): Promise<void> => {
    await waitFor(async () => (await healthOf(server)).sse_clients === count || undefined, `${count} streams`, {
      seconds: 15,
    });
  };

  it('B16: a peer that vanished without a word is given up with the life of its stream, and nothing is left', async () => {
    await start('--stream-lifetime', '3');
    const before = openFilesOf(server.pid);
    const proxy = await OddProxy.open(server);
    const readers = await Promise.all(Array.from({ length: 10 }, () => StreamReader.open(proxy)));
    await Promise.all(readers.map((reader) => reader.greeted()));
    proxy.swallow();
    for (const reader of readers) reader.close();
    // It cannot know yet.
    expect((await healthOf(server)).sse_clients).toBe(readers.length);
    await streams(0);
    await waitFor(() => openFilesOf(server.pid) <= before || undefined, 'its connections to be closed');
    proxy.close();
  });

  it(`B17, B20: what is cut in the middle of an event is told again, once, seed ${seed}`, async () => {
    await start();
    const random = new SeededRandom(seed);
    const proxy = await OddProxy.open(server, { cutAfterBytes: () => random.between(1, 6000) });
    const follower = new LiveFollower(() => proxy, random);
    await follower.start();
    const count = rounds(300, 10_000);
    await manyWrites(server, paths, count);
    expect(await follower.settled()).toEqual([]);
    const [run] = follower.runs;
    expect([follower.resyncs, follower.disorder, follower.complaints]).toEqual([0, [], []]);
    expect(run!.ids).toHaveLength(count);
    expect(proxy.cuts.inside).toBeGreaterThan(5);
    await follower.stop();
    proxy.close();
  });

  it('B19: a proxy that ends idle connections does not end a stream on which nothing happens', async () => {
    const idleMs = 4000;
    await start('--stream-heartbeat', '1');
    const proxy = await OddProxy.open(server, { idleMs });
    const reader = await StreamReader.open(proxy);
    await reader.until(({ heartbeats }) => heartbeats.length === 6, 'signs of life', 15);
    await patch(server, path, { set_notes: 'after a while' });
    await reader.until(({ events }) => events.length === 1, 'an event on the same stream');
    expect([reader.isClosed, proxy.idle]).toEqual([false, 0]);
    reader.close();
    proxy.close();
    await server.kill();
    // With fewer signs of life it does, or this was about nothing.
    await start('--stream-heartbeat', '30');
    const eager = await OddProxy.open(server, { idleMs });
    const quiet = await StreamReader.open(eager);
    await quiet.closed();
    expect(eager.idle).toBe(1);
  });
});
