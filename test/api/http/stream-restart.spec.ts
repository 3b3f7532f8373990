import { runCli } from '../../support/cli.ts';
import { StreamReader } from '../../support/event-stream.ts';
import { writeMany } from '../../support/images.ts';
import { labelOf, labelsReady, patch } from '../../support/labels.ts';
import { LiveFollower } from '../../support/live-follower.ts';
import { manyWrites } from '../../support/many-writes.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const paths = Array.from({ length: 6 }, (_, at) => `/image-000${at + 1}.jpg`);
const [path, other] = paths as [string, string];

describe('a stream that goes on after a restart', () => {
  const root = tempFolder('gallery');
  let workspace: string;
  let server: TestServer;
  let followers: LiveFollower[] = [];

  beforeAll(() => writeMany(root, paths.length, { width: 8, height: 8 }));
  beforeEach(async () => {
    workspace = tempFolder('workspace');
    await start();
  });
  afterEach(async () => {
    await Promise.all(followers.map((each) => each.stop()));
    followers = [];
    await server.kill();
  });

  const start = async (...args: string[]): Promise<void> => {
    const place = args.includes('--no-write') ? null : workspace;
    server = await startServer({ root, workspace: place, args: ['--workers', '1', ...args] });
    await labelsReady(server);
  };
  const write = async (count: number): Promise<void> => {
    for (let turn = 0; turn < count; turn += 1) await manyWrites(server, [paths[turn % paths.length]!], 1);
  };
  const headNow = async (): Promise<string> => {
    const reader = await StreamReader.open(server);
    const { head } = await reader.greeted();
    reader.close();
    return head;
  };
  /** What is told from there up to now, and with which ids. */
  const toldFrom = async (cursor: string): Promise<StreamReader> => {
    const last = Number((await headNow()).split('.')[1]);
    const reader = await StreamReader.open(server, { cursor });
    await reader.greeted();
    const first = reader.resyncs.length > 0 ? last : Number(cursor.split('.')[1]);
    await reader.until(({ events }) => events.length >= last - first, 'everything up to now');
    reader.close();
    return reader;
  };
  const idsOf = (reader: StreamReader): string[] => reader.frames.flatMap(({ id }) => (id === undefined ? [] : [id]));
  const ends = [
    ['stopped', () => server.stop()],
    ['killed', () => server.kill()],
  ] as const;

  it.each(ends)('B8, ST3, ST4: a server that is %s goes on where it was, and tells what was missed', async (_, end) => {
    const before = await StreamReader.open(server);
    await before.greeted();
    await write(3);
    await before.until(({ events }) => events.length === 3, 'what is told before');
    before.close();
    await write(2);
    await end();
    await start();
    await write(2);
    const after = await toldFrom(before.cursor);
    expect(after.resyncs).toEqual([]);
    expect(after.eventIds).toEqual([4, 5, 6, 7]);
    const all = await toldFrom(idsOf(before)[0]!);
    expect(all.events.slice(0, 2)).toEqual(before.events.slice(1));
    // The epoch that wrote it, not the one that tells it.
    expect(idsOf(all)).toEqual([...idsOf(before).slice(1), ...idsOf(after)]);
    expect(new Set(idsOf(all).map((id) => id.split('.')[0])).size).toBe(2);
  });

  it.each(ends)(
    'B8: those who hear when it is %s in the middle of writes miss nothing, and hear nothing twice',
    async (_, end) => {
      const random = new SeededRandom(1);
      let isThere = true;
      followers = Array.from({ length: 5 }, () => new LiveFollower(() => (isThere ? server : undefined), random));
      await Promise.all(followers.map((each) => each.start()));
      for (let round = 0; round < 2; round += 1) {
        await waitFor(() => followers.every(({ reconnects }) => reconnects >= round) || undefined, 'all to be back');
        const writing = Promise.allSettled(paths.map((each) => manyWrites(server, [each], 40)));
        await followers[0]!.reader!.until(({ events }) => events.length > 5, 'some writes');
        await end();
        isThere = false;
        await writing;
        await start();
        isThere = true;
      }
      await write(1);
      for (const follower of followers) {
        expect(await follower.settled()).toEqual([]);
        expect([follower.disorder, follower.resyncs, follower.complaints]).toEqual([[], 0, []]);
        expect(follower.reconnects).toBeGreaterThanOrEqual(2);
      }
    },
  );

  it('ST3, ST4: after any number of restarts, every cursor that ever was is good, and no other', async () => {
    const first = await headNow();
    const heads = [first];
    // Also one in which nothing is written, and two that begin at the same number.
    for (const [turn, count] of [2, 0, 0, 3, 1].entries()) {
      await write(count);
      heads.push(await headNow());
      await (turn % 2 === 0 ? server.kill() : server.stop());
      await start();
      heads.push(await headNow());
    }
    await write(1);
    const ids = idsOf(await toldFrom(first));
    expect(ids.map((id) => Number(id.split('.')[1]))).toEqual([1, 2, 3, 4, 5, 6, 7]);
    // Where it is now is the same place under a name of now.
    for (const cursor of [...ids, ...heads]) {
      const reader = await toldFrom(cursor);
      expect([cursor, reader.resyncs]).toEqual([cursor, []]);
      expect([cursor, idsOf(reader)]).toEqual([cursor, ids.slice(Number(cursor.split('.')[1]))]);
    }
    const epochOf = (seq: number): string => ids[seq - 1]!.split('.')[0]!;
    const wrong = [
      [`${epochOf(1)}.3`, 'future'],
      [`${epochOf(4)}.1`, 'unknown_epoch'],
      [`${epochOf(3)}.6`, 'future'],
      [`${epochOf(6)}.7`, 'future'],
      [`${epochOf(7)}.4`, 'unknown_epoch'],
      [`${epochOf(7)}.8`, 'future'],
    ];
    for (const [cursor = '', reason] of wrong) {
      const reader = await toldFrom(cursor);
      expect([cursor, reader.resyncs.map((each) => each.reason)]).toEqual([cursor, [reason]]);
    }
  });

  it('B3: a small limit holds across a restart, to the number', async () => {
    const head = await headNow();
    await write(6);
    const ids = idsOf(await toldFrom(head));
    await server.stop();
    await start('--replay-limit', '4');
    const late = await toldFrom(ids[0]!);
    expect(late.resyncs).toEqual([{ reason: 'evicted', head: await headNow() }]);
    expect(late.events).toEqual([]);
    const inTime = await toldFrom(ids[1]!);
    expect([inTime.resyncs, inTime.eventIds]).toEqual([[], [3, 4, 5, 6]]);
    await server.stop();
    await start('--replay-limit', '0');
    expect((await toldFrom(ids[4]!)).resyncs).toMatchObject([{ reason: 'evicted' }]);
    const upToDate = await StreamReader.open(server, { cursor: ids[5]! });
    await upToDate.greeted();
    await write(2);
    await upToDate.until(({ events }) => events.length === 2, 'what comes');
    expect([upToDate.resyncs, upToDate.eventIds]).toEqual([[], [7, 8]]);
  });

  it('B9: on labels of its own a server knows no cursor of before, and has another name', async () => {
    await write(2);
    const reader = await StreamReader.open(server);
    const { head, store_id } = await reader.greeted();
    await server.stop();
    workspace = tempFolder('workspace');
    await start();
    await write(3);
    const after = await StreamReader.open(server, { cursor: head });
    expect((await after.greeted()).store_id).not.toBe(store_id);
    expect(after.resyncs).toMatchObject([{ reason: 'unknown_epoch' }]);
    expect(after.frames[0]!.event).toBe('resync');
  });

  it('B9, LB8: what is kept in memory only is gone with its server', async () => {
    await server.stop();
    await start('--no-write');
    await write(2);
    const head = await headNow();
    const reader = await toldFrom(head.replace(/\.\d+$/, '.0'));
    expect(reader.eventIds).toEqual([1, 2]);
    await server.stop();
    await start('--no-write');
    expect((await toldFrom(head)).resyncs).toMatchObject([{ reason: 'unknown_epoch' }]);
  });

  /** Puts back what was there before the last writes. */
  const restore = async (file: string): Promise<void> => {
    await server.kill();
    expect(await runCli(['restore', file, '--workspace', workspace])).toMatchObject({ code: 0, err: '' });
    await start();
  };
  const backUp = async (): Promise<string> => {
    const file = `${tempFolder('backup')}/labels.db`;
    expect(await runCli(['backup', file, '--workspace', workspace])).toMatchObject({ code: 0, err: '' });
    return file;
  };

  it('A29, ST4: after an older backup was put back, who saw more begins again', async () => {
    await write(2);
    const inBackup = await headNow();
    const file = await backUp();
    await write(3);
    const ofSameEpoch = await headNow();
    await server.stop();
    await start();
    await write(1);
    const ofLaterEpoch = await headNow();
    await restore(file);
    expect((await labelOf(server, path)).version).toBe(2);
    // As many writes as were lost: the same numbers, with other labels.
    await write(4);
    const head = await headNow();
    expect(head.split('.')[1]).toBe('6');
    // Also who had seen no more than the backup has: what it holds may be more than what it was told.
    for (const cursor of [inBackup, ofSameEpoch, ofLaterEpoch])
      expect((await toldFrom(cursor)).resyncs).toEqual([{ reason: 'unknown_epoch', head }]);
    // The line that began then is as good as any.
    await server.kill();
    await start();
    expect((await toldFrom(head)).resyncs).toEqual([]);
    expect((await toldFrom(inBackup)).resyncs).toMatchObject([{ reason: 'unknown_epoch' }]);
  });

  it('A29: a write on what was lost with the backup is a conflict', async () => {
    await write(1);
    const file = await backUp();
    await patch(server, other, { set_notes: 'lost' });
    const { version } = (await patch(server, other, { set_notes: 'lost, too' })).body;
    await restore(file);
    const refused = await patch(server, other, { set_star: 3 }, { base: version });
    expect(refused).toMatchObject({ status: 409, problem: { current: { version: 1, notes: '' } } });
  });

  it('A29, ST4: also who holds more than it was told, because it was about to hear of it, begins again', async () => {
    await write(1);
    const follower = new LiveFollower(() => server, new SeededRandom(1));
    followers = [follower];
    await follower.start();
    follower.reader!.stall();
    const file = await backUp();
    // Its own write was answered, so it holds it; the stream did not come to that.
    const { version, star, tags, notes } = (await patch(server, other, { set_notes: 'lost with the backup' })).body;
    follower.state.set(other, { version, star, tags, notes, metrics: {} });
    await restore(file);
    const again = await patch(server, other, { set_notes: 'of the same version' });
    expect(again.body.version).toBe(version);
    follower.drop();
    expect(await follower.settled(5)).toEqual([]);
    expect(follower.resyncs).toBe(1);
  });
});
