import { columnsOf, type LabelColumns } from '../../../apps/api/src/persistence/label-columns.ts';
import { defaultLabel, isLabelled, type Label } from '../../../apps/api/src/persistence/label.ts';
import { LabelTable, type Changed } from '../../../apps/api/src/persistence/label-table.ts';
import { randomLabel } from '../../support/random-labels.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';

const seed = chooseSeed();

function chunksOf(labels: readonly Label[], size: number): LabelColumns[] {
  return Array.from({ length: Math.ceil(labels.length / size) }, (_, at) =>
    columnsOf(labels.slice(at * size, (at + 1) * size)),
  );
}

function countsIn(model: Iterable<Label>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { tags } of model) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return counts;
}

function pathsOf(table: LabelTable, { flags }: Changed): string[] {
  return [...flags.entries()].flatMap(([id, flag]) => (flag === 1 ? [table.pathOf(id)] : []));
}

/** What could be seen in each turn of the loop before the work was done. */
async function seenDuring(work: Promise<void>, look: () => unknown): Promise<string[]> {
  const seen: string[] = [];
  const state = { isDone: false };
  const ending = work.then(() => (state.isDone = true));
  for (;;) {
    const found = JSON.stringify(look());
    await new Promise((resolve) => setImmediate(resolve));
    // Whatever was found in the turn in which it ended may be the new state.
    if (state.isDone) break;
    seen.push(found);
  }
  await ending;
  return seen;
}

describe('the table of labels', () => {
  it(`agrees with a Map of labels (seed ${seed})`, async () => {
    const random = new SeededRandom(seed);
    const [table, model] = [new LabelTable(), new Map<string, Label>()];
    for (let round = 0; round < rounds(300, 5000); round += 1) {
      const count = random.chance(0.5) ? 1 : random.below(60);
      const paths = new Set(Array.from({ length: count }, () => `/${random.below(3000)}.jpg`));
      const labels = [...paths].map((path) => randomLabel(random, path, (model.get(path)?.version ?? 1) + 1));
      if (random.chance(0.05)) table.reserve(random.below(5000));
      await table.apply(chunksOf(labels, random.between(1, 20)));
      for (const label of labels) model.set(label.path, label);
      for (const label of labels) expect(table.read(label.path)).toEqual(label);
      expect(table.labelled).toBe([...model.values()].filter(isLabelled).length);
      expect(table.read(`/${round} unknown.jpg`)).toBeUndefined();
    }
    expect(table.count).toBe(model.size);
    expect(new Map(table.tagCounts().map(({ tag, count }) => [tag, count]))).toEqual(countsIn(model.values()));
    const isCute = table.tagFilter((tags) => tags.includes('cute'));
    for (const label of model.values()) {
      const id = table.find(label.path);
      expect({ path: table.pathOf(id), ...table.at(id) }).toEqual(label);
      expect([table.starOf(id), table.isLabelled(id)]).toEqual([label.star, isLabelled(label)]);
      expect(isCute(id)).toBe(label.tags.includes('cute'));
    }
  });

  it('takes 0 for the label that nobody wrote', () => {
    const table = new LabelTable();
    expect(table.find('/a.jpg')).toBe(0);
    expect([table.starOf(0), table.isLabelled(0), table.tagFilter((tags) => tags.length === 0)(0)]).toEqual([
      null,
      false,
      true,
    ]);
  });

  it('takes over a single label at once, so that small writes never wait', () => {
    const table = new LabelTable();
    const random = new SeededRandom(1);
    const label = randomLabel(random, '/a.jpg');
    expect(table.apply([columnsOf([label])])).toBeUndefined();
    expect(table.read('/a.jpg')).toEqual(label);
  });

  it('IT9: shows a large write all at once, however long it takes to be prepared', async () => {
    const table = new LabelTable();
    const old = { ...randomLabel(new SeededRandom(2), '/5.jpg'), star: 1 as const, tags: ['old'], notes: '' };
    void table.apply([columnsOf([old])]);
    const labels = Array.from({ length: 120_000 }, (_, at) => ({
      ...{ path: `/${at}.jpg`, version: 7, star: 5 as const, tags: ['new', `t${at % 4}`], notes: '' },
      ...{ metrics: undefined, updatedAt: 1, updatedBy: 'bob' },
    }));
    const view = (): unknown => ({
      read: [0, 5, 4096, 60_000, 119_999].map((at) => table.read(`/${at}.jpg`)),
      counts: [table.labelled, table.revision, table.changedCount],
      stars: table.starOf(table.numberOf('/60000.jpg')),
      matching: table.tagFilter((tags) => tags.includes('new'))(table.numberOf('/60000.jpg')),
    });
    const before = view();
    const seen = await seenDuring(table.apply(chunksOf(labels, 1024))!, view);
    // The loop has turned meanwhile; else this test would have seen nothing.
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.find((state) => state !== JSON.stringify(before))).toBeUndefined();
    expect(table.labelled).toBe(120_000);
    expect(table.read('/60000.jpg')).toEqual(labels[60_000]);
  });

  it('IT9: counts the tags of a large write once it is seen, and not while it is prepared', async () => {
    const table = new LabelTable();
    const labels = Array.from({ length: 60_000 }, (_, at) => ({ ...defaultLabel(`/${at}.jpg`), tags: ['new'] }));
    const seen = await seenDuring(table.apply(chunksOf(labels, 1024))!, () => table.tagCounts());
    expect(seen.find((counts) => counts !== '[]')).toBeUndefined();
    expect(table.tagCounts()).toEqual([{ tag: 'new', count: 60_000 }]);
  });

  it('LB6: tells which labels have changed since it was last asked', () => {
    const table = new LabelTable();
    const random = new SeededRandom(3);
    const apply = (path: string): void => void table.apply([columnsOf([randomLabel(random, path)])]);
    apply('/a.jpg');
    apply('/b.jpg');
    apply('/a.jpg');
    expect(table.changedCount).toBe(2);
    const taken = table.takeChanged();
    expect(pathsOf(table, taken)).toEqual(['/a.jpg', '/b.jpg']);
    expect(taken.count).toBe(2);
    expect(table.changedCount).toBe(0);
    apply('/c.jpg');
    apply('/a.jpg');
    table.returnChanged(taken);
    expect(table.changedCount).toBe(3);
    expect(pathsOf(table, table.takeChanged())).toEqual(['/a.jpg', '/b.jpg', '/c.jpg']);
  });

  it('LB6: takes back what has changed also when it has grown since', async () => {
    const table = new LabelTable();
    const random = new SeededRandom(5);
    const paths = Array.from({ length: 5000 }, (_, at) => `/${at}.jpg`);
    await table.apply([columnsOf(paths.slice(0, 10).map((path) => randomLabel(random, path)))]);
    const taken = table.takeChanged();
    await table.apply([columnsOf(paths.slice(5).map((path) => randomLabel(random, path)))]);
    table.returnChanged(taken);
    expect(table.changedCount).toBe(5000);
    expect(new Set(pathsOf(table, table.takeChanged()))).toEqual(new Set(paths));
  });

  it('grows its revision with every write', async () => {
    const table = new LabelTable();
    const random = new SeededRandom(4);
    const revisions = [table.revision];
    for (const paths of [['/a.jpg'], ['/b.jpg', '/c.jpg'], ['/a.jpg']]) {
      await table.apply([columnsOf(paths.map((path) => randomLabel(random, path)))]);
      revisions.push(table.revision);
    }
    expect(revisions).toEqual([0, 1, 2, 3].map((grown) => revisions[0]! + grown));
  });
});
