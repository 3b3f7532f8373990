import { StreamReader } from '../../support/event-stream.ts';
import { healthOf, indexed } from '../../support/gallery-state.ts';
import { writeMany } from '../../support/images.ts';
import { patch } from '../../support/labels.ts';
import { LiveFollower } from '../../support/live-follower.ts';
import { manyBulkWrites } from '../../support/many-writes.ts';
import { RawStream } from '../../support/raw-stream.ts';
import { rounds, SeededRandom } from '../../support/seeded-random.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const items = 490;
/** An event with all of these paths has forty thousand characters: few of them fill what the system takes in. */
const longFolder = 'f'.repeat(60);
const paths = Array.from({ length: items }, (_, at) => `/${longFolder}/image-${String(at + 1).padStart(4, '0')}.jpg`);
const [path] = paths as [string];
/** Of writes after which a reader that does not read must have been given up: forty megabytes. */
const writesAtMost = 1000;
/** It is looked every so many writes how long a reader waits. */
const hearEvery = 4;
/** Nobody who reads waits longer for an event, on a machine that does other things too. */
const latencyMaxMs = 2000;
/** Half of it would be one copy for each of the stalled readers. */
const growthMax = 256 * 2 ** 20;

describe('readers that do not keep up', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(() => writeMany(`${root}/${longFolder}`, items, { width: 8, height: 8 }));
  beforeEach(async () => {
    server = await startServer({ root, args: ['--workers', '1'] });
    await indexed(server, items);
  });
  afterEach(() => server.kill());

  const dropped = async (): Promise<number> => (await healthOf(server)).presence.dropped_slow_clients_total;
  /** Large events, until so many readers were given up. Tells how many it took, and the longest that a reader waited. */
  const writeUntilDropped = async (
    count: number,
    reader?: StreamReader,
  ): Promise<{ writes: number; slowest: number }> => {
    let slowest = 0;
    for (let writes = 1; writes <= writesAtMost; writes += 1) {
      await manyBulkWrites(server, paths, 1);
      if (reader && writes % hearEvery === 0) slowest = Math.max(slowest, await patchAndHear(reader));
      if ((await dropped()) >= count) return { writes, slowest };
    }
    throw new Error('Nobody was given up.');
  };
  /** How long after its answer a write is told. */
  const patchAndHear = async (reader: StreamReader): Promise<number> => {
    const from = reader.frames.length;
    const { version } = (await patch(server, path, { set_notes: `heard after ${from}` })).body;
    const answered = performance.now();
    await waitFor(
      () =>
        reader.frames.slice(from).some(({ event, data }) => event === 'item-updated' && data.version === version) ||
        undefined,
      'an event of now',
      { everyMs: 1 },
    );
    return performance.now() - answered;
  };
  const allAfter = (reader: StreamReader, ids: readonly number[]): void => {
    expect(ids).toEqual(ids.map((_, at) => ids[0]! + at));
    expect(reader.resyncs).toEqual([]);
  };

  it('B13, ST8: who stops reading is given up, and told all of it later; others never notice', async () => {
    const other = await StreamReader.open(server);
    const victim = await StreamReader.open(server);
    await Promise.all([other.greeted(), victim.greeted()]);
    victim.stall();
    const { slowest } = await writeUntilDropped(1, other);
    expect(slowest).toBeLessThan(latencyMaxMs);
    expect([await dropped(), (await healthOf(server)).sse_clients]).toEqual([1, 1]);
    victim.readOn();
    await victim.closed();
    const again = await StreamReader.open(server, { cursor: victim.cursor });
    await again.until(({ eventIds }) => eventIds.at(-1) === other.eventIds.at(-1), 'all that it missed', 20);
    // The event in which it was cut is told again, and no other.
    allAfter(again, [...victim.eventIds, ...again.eventIds]);
    expect([...victim.events, ...again.events]).toEqual(other.events);
  });

  it('ST8: who reads nothing for 10 s is given up, also when little waits for it', async () => {
    // One after the other, so that each lies behind by less than the one before, until there is too much for the first.
    for (let opened = 0; (await dropped()) === 0; opened += 1) {
      expect(opened).toBeLessThan(writesAtMost);
      const reader = await StreamReader.open(server);
      await reader.greeted();
      reader.stall();
      await manyBulkWrites(server, paths, 8);
    }
    const tooFarBehind = await dropped();
    // Nothing more is written: whoever is given up now, is for the time that something has waited.
    await waitFor(async () => (await dropped()) > tooFarBehind || undefined, 'the next to be given up', {
      seconds: 20,
    });
  });

  it('B14, ST8: hundreds who stop reading cost little memory, and hold up nobody', async () => {
    const stalledCount = rounds(200, 500);
    const other = await StreamReader.open(server);
    await other.greeted();
    const stalled = await Promise.all(Array.from({ length: stalledCount }, () => RawStream.open(server)));
    for (const stream of stalled) stream.stall();
    const before = (await healthOf(server)).memory.rss_bytes;
    let most = before;
    const { slowest } = await writeUntilDropped(1, other);
    most = Math.max(most, (await healthOf(server)).memory.rss_bytes);
    const rest = await writeUntilDropped(stalledCount, other);
    most = Math.max(most, (await healthOf(server)).memory.rss_bytes);
    expect(most - before).toBeLessThan(growthMax);
    expect(Math.max(slowest, rest.slowest)).toBeLessThan(latencyMaxMs);
    expect([await dropped(), (await healthOf(server)).sse_clients]).toEqual([stalledCount, 1]);
    for (const stream of stalled) stream.close();
  });

  it('B15: who reads a little each moment is given up too, and told the rest later', async () => {
    const slow = await RawStream.open(server);
    slow.sip(1000);
    const { writes } = await writeUntilDropped(1);
    slow.readOn();
    await slow.until(({ isClosed }) => isClosed, 'the end of what was sent');
    const ids = [...slow.body.matchAll(/^event: .*\nid: (\S+)\ndata: .*\n\n/gm)].map(([, id]) => id!);
    expect(ids.length).toBeLessThan(writes);
    const again = await StreamReader.open(server, { cursor: ids.at(-1)! });
    const missed = writes - ids.length;
    await again.until(({ events }) => events.length >= missed, 'the rest', 20);
    allAfter(again, [...ids.map((id) => Number(id.split('.')[1])), ...again.eventIds]);
    expect(again.eventIds).toHaveLength(missed);
  });

  it('B34, B20: a tab that slept is right within five seconds of waking up', async () => {
    const follower = new LiveFollower(() => server, new SeededRandom(1));
    await follower.start();
    follower.reader!.stall();
    await writeUntilDropped(1);
    await patch(server, path, { set_notes: 'while it slept' });
    follower.reader!.readOn();
    expect(await follower.settled(5)).toEqual([]);
    expect([follower.resyncs, follower.disorder, follower.reconnects]).toEqual([0, [], 1]);
    await follower.stop();
  });

  it('B32: a server that stood still for a moment goes on with the same streams', async () => {
    const reader = await StreamReader.open(server);
    await reader.greeted();
    process.kill(server.pid, 'SIGSTOP');
    const writing = patch(server, path, { set_notes: 'written while it stood still' });
    // Standing still is a matter of time.
    const since = performance.now();
    await waitFor(() => performance.now() - since > 2000 || undefined, 'two seconds to pass');
    expect(reader.isClosed).toBe(false);
    process.kill(server.pid, 'SIGCONT');
    expect((await writing).status).toBe(200);
    await reader.until(({ events }) => events.length === 1, 'the event');
    expect([reader.isClosed, await dropped()]).toEqual([false, 0]);
  });
});
