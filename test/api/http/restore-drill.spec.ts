import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Gesture } from '#contracts';
import { runCli } from '../../support/cli.ts';
import { StreamReader } from '../../support/event-stream.ts';
import { healthOf, indexed } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { writeMany } from '../../support/images.ts';
import { LabelAudit } from '../../support/label-audit.ts';
import { LabelClients, type Accepted, type SentWrite } from '../../support/label-clients.ts';
import { hashOf, labelSnapshot } from '../../support/label-snapshot.ts';
import { bulk, freshKey, gesturesOf, labelOf, labelsReady, patch, undo, writeHeaders } from '../../support/labels.ts';
import { readLabelsFile, type LabelsFile } from '../../support/labels-file.ts';
import { LiveFollower } from '../../support/live-follower.ts';
import { readOnlyView } from '../../support/read-only-folder.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { canMount } from '../../support/small-disk.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { TokenHolders } from '../../support/token-holders.ts';
import { waitFor } from '../../support/wait-for.ts';

const seed = chooseSeed();
const itMounted = canMount() ? it : it.skip;
const count = 20;
const paths = Array.from({ length: count }, (_, turn) => `/image-${String(turn + 1).padStart(4, '0')}.jpg`);
const [one, two] = paths as [string, string];
/** The clients write to all others. */
const shared = paths.slice(2);

interface Place {
  readonly root: string;
  /** Where the server itself would choose for null. */
  readonly workspace: string | null;
}

const start = async ({ root, workspace }: Place, args: readonly string[] = []): Promise<TestServer> => {
  const server = await startServer({ root, workspace, args: ['--workers', '1', '--flush-interval', '1', ...args] });
  await indexed(server, count);
  await labelsReady(server);
  return server;
};

const folderOf = ({ root, workspace }: Place): string => workspace ?? `${root}/.lenslet`;

async function run({ root, workspace }: Place, ...[command = '', ...words]: string[]): Promise<string> {
  const where = workspace === null ? [] : ['--workspace', workspace];
  const ended = await runCli([command, root, ...words, ...where]);
  expect(ended).toMatchObject({ code: 0, err: '' });
  return ended.out;
}

const backUp = async (place: Place): Promise<string> => {
  const file = `${tempFolder('backup')}/labels.db`;
  await run(place, 'backup', file);
  return file;
};

const exported = async (place: Place): Promise<string[]> => [
  await run(place, 'export', '--format', 'ndjson'),
  await run(place, 'export', '--format', 'csv'),
];

/** In the form of labels.json, the head of which tells when it was written. */
const itemsOf = async (place: Place): Promise<object> =>
  (JSON.parse(await run(place, 'export', '--format', 'json')) as LabelsFile).items;

const ackedBy = async (server: TestServer): Promise<number> => (await healthOf(server)).labels.acked_seq;

/** A29, K11, LB11: what a backup taken under load holds is what had been acknowledged up to some moment of its taking. */
async function expectPrefix(
  file: string,
  root: string,
  writes: ReadonlyMap<string, SentWrite>,
  all: readonly Gesture[],
  [least, most]: readonly [number, number],
): Promise<void> {
  const elsewhere = { root, workspace: tempFolder('elsewhere') };
  await run(elsewhere, 'restore', file);
  const server = await start(elsewhere);
  const seq = await ackedBy(server);
  expect([seq >= least, seq <= most, seq < all.at(-1)!.seq]).toEqual([true, true, true]);
  expect(await gesturesOf(server)).toEqual(all.filter((gesture) => gesture.seq <= seq));
  // What came later is, for whoever looks into the backup, as if it had never been answered.
  const seqOf = new Map(all.map((gesture) => [gesture.gesture_id, gesture.seq]));
  const isLater = ({ outcome, answer }: SentWrite): boolean =>
    outcome === 'accepted' && (seqOf.get((answer!.body as Accepted).gesture_id ?? '') ?? 0) > seq;
  const late = [...writes.values()].filter(isLater);
  const known = new Map([...writes].map(([id, write]) => [id, isLater(write) ? unanswered(write) : write]));
  const audit = new LabelAudit(paths);
  expect(await audit.check(server, known)).toEqual([]);
  expect(late.filter(({ id }) => audit.applied.has(id))).toEqual([]);
  expect([late.length > 0, audit.applied.size > 0]).toEqual([true, true]);
  expect(await server.stop()).toBe(0);
}

const unanswered = (write: SentWrite): SentWrite => ({ ...write, outcome: 'in doubt' });

describe('a restore after everything was lost', () => {
  const gallery = tempFolder('gallery');
  let followers: LiveFollower[] = [];

  beforeAll(() => writeMany(gallery, count, { width: 8, height: 8 }));
  afterEach(async () => {
    await Promise.all(followers.map((each) => each.stop()));
    followers = [];
  });

  async function drill(place: Place): Promise<void> {
    let server: TestServer | undefined = await start(place);
    const first = server;
    const random = new SeededRandom(seed);
    followers = [1, 2].map(() => new LiveFollower(() => server, new SeededRandom(random.below(1e9))));
    await Promise.all(followers.map((each) => each.start()));

    // People work while the first backup is taken.
    const clients = new LabelClients(random, { name: 'people', size: 6, paths: shared });
    let isOver = false;
    const working = clients.work(first, () => isOver);
    const enough = rounds(60, 2000);
    await waitFor(async () => (await ackedBy(first)) > enough, 'the work to be under way');
    const least = await ackedBy(first);
    const underLoad = await backUp(place);
    const most = await ackedBy(first);
    await waitFor(async () => (await ackedBy(first)) > most + enough, 'the work to go on');
    isOver = true;
    await working;
    expect(clients.complaints).toEqual([]);
    const madeByCrowd = await gesturesOf(first);

    // A quiet moment: this is what is to come back.
    await patch(first, one, { set_notes: 'in the backup' });
    const gesture = (await bulk(first, { scope: { paths: [one, two] }, patch: { set_star: 5, add_tags: ['held'] } }))
      .body.gesture_id!;
    const query = { path: '/', recursive: true, sort: { key: 'path', dir: 'asc' } } as const;
    await ask(first, 'replaceViews', {
      body: { views: [{ id: 'mine', name: 'My view', query }] },
      headers: writeHeaders({ base: (await ask(first, 'views')).body.version, by: 'Ada' }),
    });
    const held = { key: freshKey(), body: { set_notes: 'with a key that the backup knows' } };
    const answered = await patch(first, two, held.body, held);
    const before = {
      hash: hashOf(await labelSnapshot(first, paths)),
      exported: await exported(place),
      items: await itemsOf(place),
    };
    const seq = await ackedBy(first);
    const reader = await StreamReader.open(first);
    const { head: headOfBackup } = await reader.greeted();
    const file = await backUp(place);
    // K11: it is one file that stands for itself, wherever it is carried.
    expect(['-wal', '-shm', '-journal'].filter((ending) => existsSync(file + ending))).toEqual([]);
    writeFileSync(`${tempFolder('carried')}/labels.db`, readFileSync(file));

    // These are lost, and their authors were told that they are kept: until the disk was.
    const lost = { key: freshKey(), body: { set_notes: 'lost' } };
    const lostAnswer = await patch(first, one, lost.body, lost);
    for (const path of shared) await patch(first, path, { set_notes: 'lost', add_tags: ['lost'] });
    await reader.until(({ events }) => events.length === shared.length + 1, 'the last events');
    await Promise.all(followers.map(async (each) => expect(await each.settled()).toEqual([])));
    const resyncs = followers.map((each) => each.resyncs);

    await first.kill();
    server = undefined;
    rmSync(folderOf(place), { recursive: true });
    const said = await run(place, 'restore', file);
    expect(said).toContain('The labels are those of');
    server = await start(place);
    const second = server;

    // Everything is as it was at the moment of the backup, to the last field.
    expect(await ackedBy(second)).toBe(seq);
    expect(hashOf(await labelSnapshot(second, paths))).toBe(before.hash);
    expect(await exported(place)).toEqual(before.exported);
    expect((await healthOf(second)).labels.state).toBe('ok');

    // labels.json comes again by itself, and holds the same.
    const written = await waitFor(
      () => existsSync(`${folderOf(place)}/labels.json`) && readLabelsFile(folderOf(place)),
      'labels.json to be written',
    );
    expect(written.seq).toBe(seq);
    expect(hashOf(written.items)).toBe(hashOf(before.items));

    // Those who were there are told to ask again, whatever they had heard, and hold what is there now.
    await Promise.all(followers.map(async (each) => expect(await each.settled()).toEqual([])));
    expect(followers.map((each) => each.resyncs)).toEqual(resyncs.map((each) => each + 1));
    for (const cursor of [headOfBackup, reader.cursor]) {
      const again = await StreamReader.open(second, { cursor });
      const { head } = await again.greeted();
      expect(again.frames[0]).toMatchObject({ event: 'resync', data: { reason: 'unknown_epoch', head } });
      expect([head.split('.')[0] === cursor.split('.')[0], head.split('.')[1]]).toEqual([false, String(seq)]);
      again.close();
    }

    // A key that the backup holds is answered from memory; one that it does not is a new request.
    const replayed = await patch(second, two, held.body, held);
    expect([replayed.headers['idempotency-replayed'], replayed.body]).toEqual(['true', answered.body]);
    const anew = await patch(second, one, lost.body, lost);
    expect(anew.headers).not.toHaveProperty('idempotency-replayed');
    expect(anew.body).toMatchObject({ version: lostAnswer.body.version, notes: 'lost' });
    expect(anew.body.gesture_id).not.toBe(lostAnswer.body.gesture_id);
    expect(await ackedBy(second)).toBe(seq + 1);
    expect((await undo(second, gesture)).body.reverted).toBe(2);
    expect(await labelOf(second, two)).toMatchObject({ star: null, tags: [] });
    await Promise.all(followers.map(async (each) => expect(await each.settled()).toEqual([])));
    expect(followers.flatMap((each) => [...each.complaints, ...each.disorder])).toEqual([]);
    await Promise.all(followers.map((each) => each.stop()));
    expect(await second.stop()).toBe(0);

    await expectPrefix(underLoad, place.root, clients.writes, madeByCrowd, [least, most]);
  }

  it(`A29, K11, LB11: gives back the moment of the backup, and tells everyone, seed ${seed}`, async () => {
    await drill({ root: gallery, workspace: null });
  });

  itMounted('A29, K11, LB11: does so for images that can only be read, with the workspace elsewhere', async () => {
    const root = readOnlyView(gallery);
    expect(() => writeFileSync(`${root}/file`, '')).toThrow('EROFS');
    await drill({ root, workspace: tempFolder('workspace') });
  });

  it('K11, SC2: tokens outlive the workspace, cookies do not: people sign in again', async () => {
    const people = new TokenHolders();
    const token = await people.add('ada', 'labeller');
    const place = { root: gallery, workspace: tempFolder('workspace') };
    const options = ['--token-file', people.file];
    const begin = async (...more: string[]): Promise<TestServer> => {
      const server = await startServer({ ...place, args: [...options, ...more] });
      await waitFor(
        async () => (await ask(server, 'health', { headers: people.headersOf('ada') })).body.labels.state !== 'loading',
        'the labels to be read',
      );
      return server;
    };
    const signIn = async (at: TestServer): Promise<string> =>
      (await ask(at, 'signIn', { body: { token } })).headers['set-cookie']![0]!.split(';')[0]!;
    const statusFor = async (at: TestServer, cookie: string): Promise<number> =>
      (await ask(at, 'me', { headers: { cookie } })).status;
    let server = await begin();
    const cookie = await signIn(server);
    expect(await statusFor(server, cookie)).toBe(200);
    const key = readFileSync(`${place.workspace}/session.key`);
    const file = await backUp(place);
    const { port } = new URL(server.url);
    await server.kill();
    rmSync(place.workspace, { recursive: true });
    await run(place, 'restore', file);
    // At the same address the browser sends the same cookie.
    server = await begin('--port', port);
    expect(await statusFor(server, cookie)).toBe(401);
    const again = await signIn(server);
    expect(await statusFor(server, again)).toBe(200);
    expect(readFileSync(`${place.workspace}/session.key`).equals(key)).toBe(false);
    expect(await server.stop()).toBe(0);
  });
});
