import type { BrowseQuery, Filter } from '#contracts';
import { DriftCounter } from '../../../apps/api/src/browse/drift.ts';
import { FrozenResults, type FrozenResult } from '../../../apps/api/src/browse/frozen-results.ts';
import type { LabelBook } from '../../../apps/api/src/persistence/label-book.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { RandomGallery } from '../../support/random-gallery.ts';
import { randomQuery } from '../../support/random-queries.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';

const seed = chooseSeed();
// Of the book only what is asked here: that all labels have been read.
const book = { loaded: () => Promise.resolve() } as unknown as LabelBook;

async function frozen(gallery: RandomGallery, query: BrowseQuery): Promise<FrozenResult> {
  const found = await gallery.rowFinder.find(gallery.catalogue.folder(query.path)!, query);
  return new FrozenResults(new FakeClock()).keep('question', found);
}

/** By rows: a file that comes back is the same item, one in another folder of the same name is not. */
async function expectedOf(gallery: RandomGallery, { query, rows }: FrozenResult): Promise<object> {
  const now = new Set((await frozen(gallery, query)).rows);
  const then = new Set(rows);
  return {
    no_longer_match: [...then].filter((row) => !now.has(row)).length,
    newly_match: [...now].filter((row) => !then.has(row)).length,
  };
}

describe('the drift of a result', () => {
  it(`BR15: is what comparing it with a new one says, at any time (seed ${seed})`, async () => {
    const random = new SeededRandom(seed);
    const seen: object[] = [];
    for (let round = 0; round < rounds(10, 300); round += 1) {
      const gallery = new RandomGallery(random);
      const counter = new DriftCounter(gallery.labels, book, gallery.worked);
      for (let step = 0; step < 20; step += 1) await gallery.step();
      const results: FrozenResult[] = [];
      for (let turn = 0; turn < 6; turn += 1) results.push(await frozen(gallery, randomQuery(random)));
      for (let step = 0; step < 40; step += 1) {
        await gallery.step();
        if (random.chance(0.5)) continue;
        const result = random.pick(results);
        const expected = await expectedOf(gallery, result);
        expect({ query: result.query, ...(await counter.of(result)) }).toEqual({ query: result.query, ...expected });
        seen.push(expected);
      }
    }
    expect(new Set(seen.map((drift) => JSON.stringify(drift))).size).toBeGreaterThan(10);
  });

  it('BR15: is none again when everything is as it was', async () => {
    const gallery = new RandomGallery(new SeededRandom(3));
    gallery.changeFiles('/c');
    const query: BrowseQuery = {
      path: '/',
      recursive: true,
      filters: { and: [{ stars: { in: [5] } }] },
      sort: { key: 'name', dir: 'asc' },
    };
    const counter = new DriftCounter(gallery.labels, book, gallery.worked);
    const result = await frozen(gallery, query);
    await gallery.write(200, () => ({ star: 5 }));
    const { newly_match } = await counter.of(result);
    expect(newly_match).toBeGreaterThan(0);
    await gallery.write(200, () => ({ star: null }));
    expect(await counter.of(result)).toEqual({ no_longer_match: 0, newly_match: 0 });
  });

  it.each<[string, Filter]>([
    ['a category', { category: { key: 'model', in: ['x'] } }],
    ['not a category', { not: { category: { key: 'model', in: ['x'] } } }],
    ['a number', { or: [{ metric: { key: 'given', min: 1 } }] }],
  ])('BR15, BR18: follows columns of the source that decide what belongs to it: %s', async (_, filter) => {
    const gallery = new RandomGallery(new SeededRandom(8));
    gallery.changeFiles('/c');
    const { values } = gallery.catalogue;
    const rows = gallery.catalogue.rowsOf(gallery.catalogue.root, true);
    expect(rows.length).toBeGreaterThan(1);
    const query: BrowseQuery = {
      ...{ path: '/', recursive: true, sort: { key: 'name', dir: 'asc' } },
      filters: { and: [filter] },
    };
    const counter = new DriftCounter(gallery.labels, book, gallery.worked);
    const result = await frozen(gallery, query);
    expect(await counter.of(result)).toEqual({ no_longer_match: 0, newly_match: 0 });
    values.setCategory(
      'model',
      ['x', 'y'],
      rows,
      Uint8Array.from(rows, (__, at) => at % 2),
    );
    values.setMetric(
      'given',
      rows,
      Float64Array.from(rows, (__, at) => at % 2),
    );
    const drift = await counter.of(result);
    expect(drift).toEqual(await expectedOf(gallery, result));
    expect(drift.no_longer_match + drift.newly_match).toBeGreaterThan(0);
    // And back again: nothing is added up.
    values.setCategory('model', [], rows, new Uint8Array(0));
    values.setMetric('given', rows, new Float64Array(0));
    expect(await counter.of(result)).toEqual({ no_longer_match: 0, newly_match: 0 });
  });

  it('BR15: looks at what has changed, and at nothing else', async () => {
    const gallery = new RandomGallery(new SeededRandom(4));
    for (let step = 0; step < 40; step += 1) await gallery.step();
    const query: BrowseQuery = {
      path: '/',
      recursive: true,
      filters: { and: [{ labelled: { is: true } }] },
      sort: { key: 'name', dir: 'asc' },
    };
    const counter = new DriftCounter(gallery.labels, book, gallery.worked);
    const result = await frozen(gallery, query);
    await counter.of(result);
    const looks = jest.spyOn(gallery.table, 'isLabelled');
    await gallery.write(1);
    looks.mockClear();
    await counter.of(result);
    expect(looks.mock.calls.length).toBeLessThanOrEqual(1);
    // It has nothing to do with the question.
    gallery.takeColumn('model');
    await counter.of(result);
    expect(looks.mock.calls.length).toBeLessThanOrEqual(1);
  });
});
