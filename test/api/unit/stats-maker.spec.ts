import { ActivityLog } from '../../../apps/api/src/activity/activity-log.ts';
import { ZoneClock } from '../../../apps/api/src/activity/zone-clock.ts';
import { StatsMaker, type StatsQuestion } from '../../../apps/api/src/stats/stats-maker.ts';

type Parts = ConstructorParameters<typeof StatsMaker>;

const question: StatsQuestion = {
  query: { path: '/', recursive: true, sort: { key: 'path', dir: 'asc' } },
  ...{ from: -Infinity, to: Infinity, zone: 'UTC', clock: new ZoneClock('UTC') },
};

/** A gallery without images, in which it is counted how often somebody counts; each count waits to be let through. */
function world() {
  const state = { acknowledged: 1, tree: 1, counts: 0, refusals: 0, abandoned: 0 };
  const gates: (() => void)[] = [];
  const facets = async (_: unknown, signal?: AbortSignal): Promise<object> => {
    state.counts += 1;
    await new Promise<void>((through, gone) => {
      gates.push(through);
      signal?.addEventListener('abort', () => {
        state.abandoned += 1;
        gone(signal.reason as Error);
      });
    });
    return { total: 0, stars: [], tags: { values: [], distinct: 0 }, labelled: { yes: 0, no: 0 }, partial: false, head: 'h' }; // prettier-ignore
  };
  const folder = {
    ...{ id: 1, dirs: [], unlisted: 0 },
    get treeRevision() {
      return state.tree;
    },
  };
  const maker = new StatsMaker(
    { rowsSoFar: () => Promise.resolve({ rows: new Uint32Array(0), isPartial: false }) } as unknown as Parts[0],
    { of: facets } as unknown as Parts[1],
    { folder: () => Promise.resolve(folder) } as unknown as Parts[2],
    {
      link: () => Promise.resolve(),
      table: { count: 0, revision: 0 },
      catalogue: { changes: { revision: 0 } },
    } as unknown as Parts[3],
    {
      log: new ActivityLog(),
      follow: () => Promise.resolve(),
      get acknowledged() {
        return state.acknowledged;
      },
    } as unknown as Parts[4],
    { count: () => Promise.resolve([]) } as unknown as Parts[5],
    { refusals: () => Promise.resolve([{ name: 'Hal', count: ++state.refusals, written: 0 }]) },
    { wall: () => Date.UTC(2026, 10, 21) },
  );
  const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
  const letThrough = async (): Promise<void> => {
    await turn();
    for (const through of gates.splice(0)) through();
  };
  return { state, maker, turn, letThrough };
}

describe('IT14: many who look at the same numbers', () => {
  test('have them counted once', async () => {
    const { state, maker, letThrough } = world();
    const all = Array.from({ length: 20 }, () => maker.of(question));
    await letThrough();
    const answers = await Promise.all(all);
    expect(state.counts).toBe(1);
    // What costs nothing is told each as of their own time.
    expect(new Set(answers.map(({ refused }) => refused.total)).size).toBe(20);
    const later = maker.of(question);
    await letThrough();
    await later;
    expect(state.counts).toBe(2);
  });

  test('are not told of another question, or of what was before they asked', async () => {
    const { state, maker, turn, letThrough } = world();
    const zone = 'Europe/Berlin';
    const questions: StatsQuestion[] = [
      question,
      { ...question, from: 0 },
      { ...question, to: 0 },
      { ...question, query: { ...question.query, text: 'sea' } },
      { ...question, zone, clock: new ZoneClock(zone) },
    ];
    const all = questions.map((each) => maker.of(each));
    await turn();
    state.acknowledged += 1;
    all.push(maker.of(question));
    await turn();
    state.tree += 1;
    all.push(maker.of(question));
    await letThrough();
    expect((await Promise.all(all)).map(({ tz }) => tz)).toEqual([...Array<string>(4).fill('UTC'), zone, 'UTC', 'UTC']);
    // The zone is only how the counts are put together.
    expect(state.counts).toBe(6);
  });

  test('leave one by one: the work goes on for the rest, and ends with the last', async () => {
    const { state, maker, turn, letThrough } = world();
    const leaving = [new AbortController(), new AbortController()];
    const gone = leaving.map(({ signal }) => maker.of(question, signal).catch(() => 'gone'));
    const stays = maker.of(question);
    await turn();
    for (const each of leaving) each.abort(new Error('left'));
    await letThrough();
    expect((await stays).tz).toBe('UTC');
    expect([state.counts, state.abandoned]).toEqual([1, 0]);
    await Promise.all(gone);
    const last = new AbortController();
    const alone = maker.of(question, last.signal);
    await turn();
    last.abort(new Error('left'));
    await expect(alone).rejects.toThrow('left');
    expect(state.abandoned).toBe(1);
  });
});
