import { mkdirSync } from 'node:fs';
import { indexed } from '../../support/gallery-state.ts';
import { Crowd } from '../../support/crowd.ts';
import type { StreamReader } from '../../support/event-stream.ts';
import { ask } from '../../support/http-client.ts';
import { writeMany } from '../../support/images.ts';
import { chooseSeed, isTorture, rounds, SeededRandom } from '../../support/seeded-random.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { Tab, toldNumbers, untilTold } from '../../support/tabs.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const seed = chooseSeed();
const root = tempFolder('gallery');
const scopes = Array.from({ length: 12 }, (_, at) => `/${at}`);
let server: TestServer;
let crowd: Crowd;

beforeAll(async () => {
  await writeMany(root, 1, { width: 8, height: 8 });
  for (const scope of scopes) mkdirSync(root + scope);
});
beforeEach(async () => {
  server = await startServer({ root, args: ['--workers', '1'] });
  await indexed(server, 1);
  crowd = new Crowd(server);
});
afterEach(async () => {
  crowd.close();
  await server.stop();
});

const diagnostics = async () => (await ask(server, 'presenceDiagnostics')).body;

/** Moments, in milliseconds, between two frames of one scope that are told too soon after each other. */
function tooSoon(reader: StreamReader): number[] {
  const latest = new Map<string, number>();
  const gaps = reader.all('presence').map(({ gallery_id, updated_at }) => {
    const [at, before] = [Date.parse(updated_at), latest.get(gallery_id) ?? 0];
    latest.set(gallery_id, at);
    return at - before;
  });
  // Two clocks are at work here, each rounded to milliseconds.
  return gaps.filter((gap) => gap < 245);
}

/** Frames that say of a scope what the one before said of it already. */
function repeated(reader: StreamReader): string[] {
  const latest = new Map<string, string>();
  return reader.all('presence').flatMap(({ gallery_id, viewing, editing }) => {
    const [numbers, before] = [`${viewing}/${editing}`, latest.get(gallery_id)];
    latest.set(gallery_id, numbers);
    return numbers === before ? [`${gallery_id} ${numbers}`] : [];
  });
}

function expectSane(reader: StreamReader): void {
  const all = reader.all('presence');
  expect(all.filter(({ viewing, editing }) => editing < 0 || editing > viewing)).toEqual([]);
  expect([tooSoon(reader), repeated(reader)]).toEqual([[], []]);
}

it(`C8, C9, PR9: fifty with a stream each are all told the truth soon, with seed ${seed}`, async () => {
  const random = new SeededRandom(seed);
  const tabs = await Promise.all(Array.from({ length: 50 }, () => Tab.in(server, random.pick(scopes))));
  const truth = (): Record<string, string> => {
    const counts = new Map<string, number>();
    for (const { scope } of tabs) counts.set(scope, (counts.get(scope) ?? 0) + 1);
    return Object.fromEntries([...counts].map(([scope, count]) => [scope, `${count}/0`]));
  };
  const converge = async (seconds = 5): Promise<void> => {
    const taken = await Promise.all(tabs.map(({ stream }) => untilTold(stream, truth(), seconds)));
    expect(Math.max(...taken)).toBeLessThan(seconds * 1000);
  };
  await converge();
  for (let round = 0; round < rounds(5, 100); round += 1) {
    await Promise.all(tabs.map(async (tab) => (random.chance(0.7) ? tab.move(random.pick(scopes)) : tab.beat())));
    await converge();
  }
  // Some load their page again.
  await Promise.all(
    tabs.slice(0, 10).map(async (tab) => {
      tab.stream.close();
      await tab.listen();
      await tab.join(random.pick(scopes));
    }),
  );
  await converge();
  const [leaving, crashing] = [tabs.splice(0, 10), tabs.splice(0, 10)];
  await Promise.all(leaving.map((tab) => tab.leave()));
  for (const tab of [...leaving, ...crashing]) tab.stream.close();
  // Those who leave are gone at once, the others with their streams: nobody is counted who is not there.
  await converge(10 + 5);
  expect(await diagnostics()).toMatchObject({
    active_clients: 30,
    connected_sse_clients: 30,
    dropped_slow_clients_total: 0,
  });
  for (const { stream } of tabs) expectSane(stream);
});

/** People of whom only the lease is kept. */
class People {
  readonly sessions: { readonly client_id: string; lease_id: string; scope: string }[] = [];
  joined = 0;

  constructor(private readonly random: SeededRandom) {}

  async join(): Promise<void> {
    const [client_id, gallery_id] = [`person ${(this.joined += 1)}`, this.random.pick(scopes)];
    const { status, answer } = await crowd.post('/presence/join', { client_id, gallery_id });
    expect(status).toBe(200);
    this.sessions.push({ client_id, lease_id: answer.lease_id, scope: gallery_id });
  }

  async move(at = this.random.below(this.sessions.length)): Promise<void> {
    const session = this.sessions[at]!;
    const [from_gallery_id, to_gallery_id] = [session.scope, this.random.pick(scopes)];
    const { client_id, lease_id } = session;
    session.scope = to_gallery_id;
    const { status } = await crowd.post('/presence/move', { from_gallery_id, to_gallery_id, client_id, lease_id });
    expect(status).toBe(200);
  }

  async leave(): Promise<void> {
    const [session] = this.sessions.splice(this.random.below(this.sessions.length), 1);
    const { client_id, lease_id, scope } = session!;
    const { answer } = await crowd.post('/presence/leave', { client_id, lease_id, gallery_id: scope });
    expect(answer.removed).toBe(true);
  }

  counted(): Record<string, string> {
    const of = (scope: string): number => this.sessions.filter((session) => session.scope === scope).length;
    return Object.fromEntries(scopes.flatMap((scope) => (of(scope) > 0 ? [[scope, `${of(scope)}/0`]] : [])));
  }
}

it(`C13, PR1: hundreds move about, and at every sample the numbers add up to the leases, with seed ${seed}`, async () => {
  const random = new SeededRandom(seed);
  const people = new People(random);
  const observers = await Promise.all([new Tab(server).listen(), new Tab(server).listen()]);
  const count = rounds(300, 5000);
  await Promise.all(Array.from({ length: count }, () => people.join()));
  const until = performance.now() + (isTorture ? 300_000 : 5000);
  let samples = 0;
  while (performance.now() < until) {
    // While all only move, there is never one more nor one less.
    const moving = Promise.all(Array.from({ length: count }, (_, at) => people.move(at)));
    for (let times = 0; times < 3; times += 1)
      expect((await diagnostics()).active_clients).toBe(people.sessions.length);
    await moving;
    const leaving = random.below(count / 10);
    await Promise.all(Array.from({ length: leaving }, () => people.leave()));
    await Promise.all(Array.from({ length: leaving }, () => people.join()));
    // Once they stand still, everyone is told exactly where they are.
    await Promise.all(observers.map((observer) => untilTold(observer, people.counted())));
    for (const observer of observers) {
      const sum = Object.values(toldNumbers(observer)).reduce((total, told) => total + Number.parseInt(told, 10), 0);
      expect([sum, (await diagnostics()).active_clients]).toEqual([people.sessions.length, people.sessions.length]);
    }
    samples += 1;
  }
  expect(samples).toBeGreaterThan(2);
  for (const observer of observers) expectSane(observer);
  expect((await diagnostics()).invalid_lease_total).toBe(0);
});

it('C14, PR10: after 10,000 leases come refusals, and nobody else is any the worse', async () => {
  const observer = await new Tab(server).listen();
  const people = new People(new SeededRandom(seed));
  const bystander = new Tab(server);
  await bystander.join('/0');
  const flood = Promise.all(Array.from({ length: 9999 }, () => people.join()));
  for (let times = 0; times < 10; times += 1) {
    await bystander.move(scopes[times % 2]!);
    expect((await ask(server, 'folders')).status).toBe(200);
  }
  await flood;
  const { active_clients, active_scopes } = await diagnostics();
  expect([active_clients, active_scopes]).toEqual([10_000, scopes.length]);
  const refused = await Promise.all(
    Array.from({ length: 500 }, (_, at) => crowd.post('/presence/join', { client_id: `late ${at}`, gallery_id: '/0' })),
  );
  for (const { status, answer, retryAfter } of refused) {
    expect([status, answer.error, Number(retryAfter) > 0]).toEqual([429, 'too_many_sessions', true]);
  }
  await bystander.move('/5');
  await bystander.beat();
  await people.leave();
  await new Tab(server).join('/6');
  expect((await diagnostics()).active_clients).toBe(10_000);
  await observer.until((reader) => Object.keys(toldNumbers(reader)).length === scopes.length, 'all folders to be told');
  expect((await diagnostics()).dropped_slow_clients_total).toBe(0);
  expectSane(observer);
});
