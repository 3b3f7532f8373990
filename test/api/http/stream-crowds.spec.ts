import { healthOf, indexed } from '../../support/gallery-state.ts';
import { StreamReader, StreamRefused } from '../../support/event-stream.ts';
import { writeMany } from '../../support/images.ts';
import { patch } from '../../support/labels.ts';
import { LiveFollower } from '../../support/live-follower.ts';
import { manyWrites } from '../../support/many-writes.ts';
import { openFilesOf } from '../../support/processes.ts';
import { RawStream } from '../../support/raw-stream.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const seed = chooseSeed();
const items = 30;
const paths = Array.from({ length: items }, (_, at) => `/image-${String(at + 1).padStart(4, '0')}.jpg`);
const [path] = paths as [string];
const streamsMax = 2000;
/** No more than this at a time wait to be taken in. */
const atOnce = 100;
/** Of memory, after thousands of streams have come and gone: a stream of which ten kilobytes stay would be more. */
const growthMax = 32 * 2 ** 20;
/** Garbage is collected early, so that what grows is what is kept. */
const smallHeap = { NODE_OPTIONS: '--max-semi-space-size=4 --max-old-space-size=96' };

describe('many streams', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(() => writeMany(root, items, { width: 8, height: 8 }));
  afterEach(() => server.kill());

  const start = async (env: NodeJS.ProcessEnv = {}): Promise<void> => {
    server = await startServer({ root, env, args: ['--workers', '1'] });
    await indexed(server, items);
  };

  const streams = (count: number): Promise<unknown> =>
    waitFor(async () => (await healthOf(server)).sse_clients === count || undefined, `${count} streams`, {
      seconds: 20,
    });

  it(`B11, ST5: everyone who comes and goes while others write hears all, in order, once, seed ${seed}`, async () => {
    await start();
    const random = new SeededRandom(seed);
    const followers = Array.from({ length: rounds(50, 200) }, () => new LiveFollower(() => server, random));
    await Promise.all(followers.map((each) => each.start()));
    const state = { isOver: false };
    const writing = (async () => {
      while (!state.isOver) await manyWrites(server, paths, atOnce);
    })();
    const since = performance.now();
    const seconds = rounds(3, 60);
    const comings = (): number => followers.reduce((sum, { reconnects }) => sum + reconnects, 0);
    await waitFor(
      () => {
        random.pick(followers).drop();
        return (performance.now() - since > seconds * 1000 && comings() > followers.length) || undefined;
      },
      'the end of the coming and going',
      { seconds: seconds + 30, everyMs: 10 },
    );
    state.isOver = true;
    await writing;
    let count = 0;
    for (const follower of followers) {
      expect(await follower.settled()).toEqual([]);
      expect([follower.disorder, follower.resyncs, follower.complaints]).toEqual([[], 0, []]);
      count += follower.runs[0]!.ids.length;
      await follower.stop();
    }
    // Each heard every one of them.
    expect(count).toBe(followers.length * (await healthOf(server)).labels.acked_seq);
  });

  it('B27, ST10: two thousand at a time, then 503, and those that are there go on', async () => {
    await start();
    const open: RawStream[] = [];
    while (open.length < streamsMax)
      open.push(...(await Promise.all(Array.from({ length: atOnce }, () => RawStream.open(server)))));
    await streams(streamsMax);
    for (let turn = 0; turn < 3; turn += 1) {
      const refused: unknown = await StreamReader.open(server).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(StreamRefused);
      // Just seen.
      const { status, headers } = refused as StreamRefused;
      expect([status, headers['retry-after']]).toEqual([503, '10']);
    }
    await patch(server, path, { set_notes: 'for everyone' });
    await Promise.all(open.map((stream) => stream.until(({ text }) => text.includes('for everyone'), 'the event', 20)));
    open.pop()!.close();
    await streams(streamsMax - 1);
    open.push(await RawStream.open(server));
    expect((await healthOf(server)).presence.dropped_slow_clients_total).toBe(0);
    for (const stream of open) stream.close();
    await streams(0);
  });

  it(`B30, B31: nothing is left of those who come and go at any moment, seed ${seed}`, async () => {
    await start(smallHeap);
    const random = new SeededRandom(seed);
    const comeAndGo = async (count: number): Promise<void> => {
      let left = count;
      const work = async (): Promise<void> => {
        while ((left -= 1) >= 0) {
          const stream = RawStream.ask(server);
          const chance = random.next();
          // Before it is asked, before it is answered, and at any moment after.
          if (chance < 0.2) await new Promise((resolve) => setImmediate(resolve));
          else if (chance < 0.4) await stream.until(({ bytes }) => bytes > 0, 'the first byte', 20);
          else await stream.until(({ hasBegun }) => hasBegun, 'the stream to begin', 20);
          stream.close();
        }
      };
      await Promise.all(Array.from({ length: atOnce }, work));
      await streams(0);
    };
    await comeAndGo(2000);
    const files = openFilesOf(server.pid);
    const { rss_bytes } = (await healthOf(server)).memory;
    await comeAndGo(rounds(3000, 100_000));
    await waitFor(() => openFilesOf(server.pid) <= files + 2 || undefined, 'all connections to be closed');
    expect((await healthOf(server)).memory.rss_bytes - rss_bytes).toBeLessThan(growthMax);
    // And it works.
    const reader = await StreamReader.open(server);
    await patch(server, path, { set_notes: 'after all of them' });
    await reader.until(({ events }) => events.length === 1, 'an event');
    reader.close();
  });
});
