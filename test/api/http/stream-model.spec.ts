import { setTimeout as pause } from 'node:timers/promises';
import { runCli } from '../../support/cli.ts';
import { writeMany } from '../../support/images.ts';
import { LabelClients } from '../../support/label-clients.ts';
import { labelsReady } from '../../support/labels.ts';
import { LiveFollower } from '../../support/live-follower.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const seed = chooseSeed();
const items = 30;
const paths = Array.from({ length: items }, (_, at) => `/image-${String(at + 1).padStart(4, '0')}.jpg`);
const followerCount = 6;
const writerCount = 8;
/** In each round so many writes are accepted, between these. */
const [writesMin, writesMax] = [60, 300];

describe('everyone who follows the rules of the stream', () => {
  const root = tempFolder('gallery');
  const workspace = tempFolder('workspace');
  let server: TestServer | undefined;
  const followers: LiveFollower[] = [];

  beforeAll(() => writeMany(root, items, { width: 8, height: 8 }));
  afterAll(async () => {
    await Promise.all(followers.map((each) => each.stop()));
    await server?.kill();
  });

  const start = async (): Promise<TestServer> => {
    const started = await startServer({ root, workspace, args: ['--workers', '1'] });
    await labelsReady(started);
    return (server = started);
  };
  const follow = async (random: SeededRandom): Promise<void> => {
    const follower = new LiveFollower(() => server, random);
    followers.push(follower);
    await follower.start();
  };

  /** Networks fail, tabs are put to sleep and wake up, until it is over. */
  const disturb = async (random: SeededRandom, isOver: () => boolean): Promise<void> => {
    while (!isOver()) {
      const follower = random.pick(followers);
      const chance = random.next();
      if (chance < 0.4) follower.drop();
      else if (chance < 0.6) follower.reader?.stall();
      else follower.reader?.readOn();
      // Moments between writes are what this is about.
      await pause(random.between(0, 30));
    }
    for (const { reader } of followers) reader?.readOn();
  };

  /** Everyone writes while everything fails that can, and in the end the server, in one way or the other. */
  const round = async (
    name: string,
    random: SeededRandom,
    end: (server: TestServer) => Promise<unknown>,
  ): Promise<void> => {
    const clients = new LabelClients(random, { name, size: writerCount, paths });
    const running = server!;
    let left = random.between(writesMin, writesMax);
    clients.onAccepted = () => (left -= 1);
    const isOver = (): boolean => left <= 0;
    // Some go on writing while it ends.
    const ending = { isDone: false };
    const writing = clients.work(running, () => ending.isDone);
    const disturbing = disturb(random, isOver);
    await waitFor(() => isOver() || undefined, 'the writes of a round', { seconds: 30, everyMs: 1 });
    if (random.chance(0.5)) await follow(random);
    await end(running);
    ending.isDone = true;
    await Promise.all([writing, disturbing]);
    expect(clients.complaints).toEqual([]);
  };

  const expectAllRight = async (round: number): Promise<void> => {
    for (const [turn, follower] of followers.entries()) {
      const told = { round, turn, differences: await follower.settled() };
      expect(told).toEqual({ round, turn, differences: [] });
      expect({ turn, disorder: follower.disorder }).toEqual({ turn, disorder: [] });
      expect({ turn, complaints: follower.complaints }).toEqual({ turn, complaints: [] });
    }
  };
  const ways: readonly ((server: TestServer) => Promise<unknown>)[] = [
    (running) => running.kill(),
    (running) => running.stop(),
    // It goes on.
    () => Promise.resolve(),
  ];

  it(`ST5, B8, B11, B20, A29: holds the exact state of the server, whatever happens, seed ${seed}`, async () => {
    const random = new SeededRandom(seed);
    await start();
    for (let turn = 0; turn < followerCount; turn += 1) await follow(random);
    const count = rounds(6, 150);
    for (let turn = 0; turn < count; turn += 1) {
      const way = ways[turn % ways.length]!;
      const before = server;
      await round(`round ${turn}`, random, async (running) => {
        await way(running);
        if (way !== ways[2]) server = undefined;
      });
      server ??= await start();
      if (server !== before && random.chance(0.5)) await follow(random);
      await expectAllRight(turn);
      // Late readers take the places of the first.
      for (const follower of followers.splice(0, followers.length - followerCount)) await follower.stop();
    }
    // Nobody was told to begin again: no cursor went bad.
    expect(followers.map(({ resyncs }) => resyncs)).toEqual(followers.map(() => 0));

    // A29: and once more, with a backup put back in the middle.
    const file = `${tempFolder('backup')}/labels.db`;
    await round('before the backup', random, () => Promise.resolve());
    expect(await runCli(['backup', file, '--workspace', workspace])).toMatchObject({ code: 0 });
    await round('lost', random, async (running) => {
      await running.kill();
      server = undefined;
    });
    expect(await runCli(['restore', file, '--workspace', workspace])).toMatchObject({ code: 0 });
    const fromBefore = [...followers];
    await start();
    await round('after the backup', random, () => Promise.resolve());
    await expectAllRight(count);
    // One that was cut off before it heard so is told again.
    expect(fromBefore.filter(({ resyncs }) => resyncs === 0)).toEqual([]);
    // They were disturbed, or this was about nothing.
    const total = followers.reduce((sum, { reconnects }) => sum + reconnects, 0);
    expect(total).toBeGreaterThan(followerCount * 2);
  });
});
