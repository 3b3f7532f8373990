import { readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { writeMany } from '../../support/images.ts';
import { LabelAudit } from '../../support/label-audit.ts';
import { LabelClients, type Accepted, type SentWrite } from '../../support/label-clients.ts';
import { labelsReady } from '../../support/labels.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const seed = chooseSeed();
const paths = Array.from({ length: 40 }, (_, turn) => `/image-${String(turn + 1).padStart(4, '0')}.jpg`);

/** In the middle of what 32 clients write, at a moment that the seed chooses. */
async function killAtWork(server: TestServer, clients: LabelClients, random: SeededRandom): Promise<void> {
  if (random.chance(0.5)) {
    // At once after an answer: what it told of must be on disk by then, not a moment later.
    let left = random.between(1, 300);
    clients.onAccepted = () => {
      if ((left -= 1) === 0) process.kill(server.pid, 'SIGKILL');
    };
    await clients.work(server);
    await server.ended();
    return;
  }
  const working = clients.work(server);
  // On a busy machine the first answer takes a while; without one there would be nothing to lose.
  await waitFor(
    () => [...clients.writes.values()].some(({ outcome }) => outcome === 'accepted'),
    'the first write to be accepted',
    { everyMs: 1 },
  );
  // The one thing here that is a matter of time: a moment is what the test is about.
  await pause(random.between(0, 680));
  if (random.chance(0.4)) {
    // D17: asked to end, and not given the time to.
    process.kill(server.pid, 'SIGTERM');
    await pause(random.between(0, 100));
  }
  await server.kill();
  await working;
}

describe('a server that is killed while many write', () => {
  const root = tempFolder('gallery');
  const args = ['--flush-interval', '1', '--workers', '1'];

  beforeAll(() => writeMany(root, paths.length, { width: 8, height: 8 }));

  it(`D1, D14, D17, A19, A20, LB3: loses nothing that it acknowledged, does nothing twice or by half, seed ${seed}`, async () => {
    const random = new SeededRandom(seed);
    const audit = new LabelAudit(paths);
    const done = new Map<string, SentWrite>();
    const doubts = { applied: 0, notApplied: 0 };
    let server = await startServer({ root, args });
    const { workspace } = server;
    for (let round = 0; round < rounds(20, 200); round += 1) {
      const clients = new LabelClients(random, { name: `round ${round}`, size: 32, paths });
      await killAtWork(server, clients, random);
      expect(clients.complaints).toEqual([]);
      // D14: the lock of the one that was killed is no obstacle.
      server = await startServer({ root, workspace, args });
      await labelsReady(server);
      for (const write of clients.writes.values()) done.set(write.id, write);
      const told = { round, complaints: await audit.check(server, done) };
      expect(told).toEqual({ round, complaints: [] });
      expect([...clients.writes.values()].some(({ outcome }) => outcome === 'accepted')).toBe(true);
      // Those in doubt ask once more, and then again.
      for (const write of [...clients.writes.values()].filter(({ outcome }) => outcome === 'in doubt')) {
        const gesture = audit.applied.get(write.id);
        doubts[gesture ? 'applied' : 'notApplied'] += 1;
        expect(await clients.send(server, write)).toBe(true);
        const { answer } = write;
        const isReplayed = answer!.headers['idempotency-replayed'] === 'true';
        if (gesture) {
          expect([write.id, answer!.status, isReplayed]).toEqual([write.id, 200, true]);
          expect((answer!.body as Accepted).gesture_id).toBe(gesture.gesture_id);
        }
        if (write.outcome !== 'accepted') continue;
        const { gesture_id } = answer!.body as Accepted;
        if (!gesture && gesture_id) expect([write.id, isReplayed]).toEqual([write.id, false]);
        const first = answer!.bytes.toString();
        await clients.send(server, write);
        expect(write.answer!.bytes.toString()).toBe(first);
      }
      expect(clients.complaints).toEqual([]);
    }
    // Once more from the very beginning, and after an end in peace.
    expect(await server.stop()).toBe(0);
    server = await startServer({ root, workspace, args });
    await labelsReady(server);
    expect(await new LabelAudit(paths).check(server, done)).toEqual([]);
    expect(await server.stop()).toBe(0);
    expect(doubts.applied + doubts.notApplied).toBeGreaterThan(0);
    // K10: what half a thousand interrupted writes leave behind is what one server leaves behind.
    const left = readdirSync(workspace).filter((name) => !['index', 'thumbs'].includes(name));
    expect(left.filter((name) => !/^(labels\.db(-wal|-shm)?|server\.lock|labels\.json)$/.test(name))).toEqual([]);
  });
});
