import type { BrowseQuery, FacetsAnswer, Filter, Star } from '#contracts';
import { FacetCount } from '../../../apps/api/src/browse/facets/facet-count.ts';
import { Histogram } from '../../../apps/api/src/browse/facets/histogram.ts';
import { Catalogue } from '../../../apps/api/src/catalogue/catalogue.ts';
import { RowLabels } from '../../../apps/api/src/catalogue/row-labels.ts';
import { Finder } from '../../../apps/api/src/finder/finder.ts';
import { columnsOf } from '../../../apps/api/src/persistence/label-columns.ts';
import { defaultLabel } from '../../../apps/api/src/persistence/label.ts';
import { LabelTable } from '../../../apps/api/src/persistence/label-table.ts';
import { packListing } from '../../../apps/api/src/sources/listing.ts';
import { noActivity } from '../../support/no-activity.ts';
import { naiveFacets, naiveFolders } from '../../support/naive-facets.ts';
import { RandomGallery } from '../../support/random-gallery.ts';
import { randomQuery } from '../../support/random-queries.ts';
import { labelled, World } from '../../support/search-world.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';

const seed = chooseSeed();
const everything: BrowseQuery = { path: '/', recursive: true, sort: { key: 'name', dir: 'asc' } };
const where = (...and: Filter[]): BrowseQuery => ({ ...everything, filters: { and } });

function countOf(gallery: RandomGallery, query: BrowseQuery): FacetCount {
  return new FacetCount(gallery.catalogue.folder(query.path)!, query, gallery.labels, gallery.finder, gallery.worked);
}

function expectedOf(gallery: RandomGallery, query: BrowseQuery): Omit<FacetsAnswer, 'partial' | 'head'> {
  return { ...naiveFacets(gallery.items, query), folders: naiveFolders(gallery.items, query) };
}

const list = (catalogue: Catalogue, numbers: Iterable<number>): void => {
  const files = Array.from(numbers, (number) => ({
    key: `${String(number).padStart(5, '0')}.jpg`,
    ...{ type: number % 3, size: number, mtime: number, inode: number },
  }));
  catalogue.applyListing(catalogue.root, packListing(1, [], files));
};
const star = (table: LabelTable, numbers: readonly number[], value: Star): void => {
  const labels = numbers.map((number) => ({
    ...defaultLabel(`/${String(number).padStart(5, '0')}.jpg`),
    ...{ version: 2, star: value, tags: [`t${String(value)}`], updatedBy: 'ann', metrics: { score: value ?? 0 } },
  }));
  void table.apply([columnsOf(labels)]);
};

describe('facets', () => {
  it(`BR16: are those of counting item by item, at any time (seed ${seed})`, async () => {
    const random = new SeededRandom(seed);
    for (let round = 0; round < rounds(10, 300); round += 1) {
      const gallery = new RandomGallery(random);
      for (let step = 0; step < 20; step += 1) await gallery.step();
      const queries = Array.from({ length: 6 }, () => randomQuery(random));
      // A folder that goes takes its counts along: whoever asks for the one that came instead begins anew.
      const counts = new Map<BrowseQuery, { folder: unknown; count: FacetCount }>();
      for (let step = 0; step < 40; step += 1) {
        await gallery.step();
        if (random.chance(0.4)) continue;
        const query = random.pick(queries);
        const folder = gallery.catalogue.folder(query.path);
        const kept = counts.get(query);
        const count = kept?.folder === folder ? kept!.count : countOf(gallery, query);
        counts.set(query, { folder, count });
        expect({ query, ...(await count.answer()) }).toEqual({ query, ...expectedOf(gallery, query) });
      }
    }
  });

  it('BR16: leave out the own condition of each, and no other', async () => {
    const gallery = new RandomGallery(new SeededRandom(5));
    for (let step = 0; step < 60; step += 1) await gallery.step();
    const [stars, tags]: Filter[] = [{ stars: { in: [1, 2] } }, { tags: { any: ['a'] } }];
    const all = await countOf(gallery, where(stars!, tags!)).answer();
    expect(all.stars).toEqual((await countOf(gallery, where(tags!)).answer()).stars);
    expect(all.tags).toEqual((await countOf(gallery, where(stars!)).answer()).tags);
    expect(all.stars).not.toEqual((await countOf(gallery, where(stars!, tags!, { not: { or: [] } })).answer()).tags);
    // Inside of another condition it is nobody's own.
    const inside = await countOf(gallery, where({ or: [stars!] }, tags!)).answer();
    expect(inside.stars.filter(({ count }) => count > 0).every(({ star }) => star === 1 || star === 2)).toBe(true);
  });

  it('BR16: cost what one label costs after one label has changed', async () => {
    const gallery = new RandomGallery(new SeededRandom(6));
    for (let step = 0; step < 60; step += 1) await gallery.step();
    const count = countOf(gallery, where({ labelled: { is: true } }));
    await count.answer();
    await gallery.write(1, () => ({ star: 3 }));
    const looks = jest.spyOn(gallery.table, 'stateOf');
    const answer = await count.answer();
    expect(looks.mock.calls.length).toBeLessThanOrEqual(2);
    expect(answer).toEqual(expectedOf(gallery, where({ labelled: { is: true } })));
  });

  it('BR16: are counted anew after a write too large to be followed, and are right after it', async () => {
    const gallery = new RandomGallery(new SeededRandom(7));
    for (let step = 0; step < 30; step += 1) await gallery.step();
    const count = countOf(gallery, everything);
    await count.answer();
    await gallery.write(1, () => ({ star: 2 }));
    const others = Array.from({ length: 3000 }, (_, at) => ({ ...defaultLabel(`/elsewhere/${at}.jpg`), version: 2 }));
    await gallery.table.apply([columnsOf(others)]);
    await gallery.write(1, () => ({ star: 4 }));
    expect(await count.answer()).toEqual(expectedOf(gallery, everything));
  });
});

describe.each([everything, { ...everything, text: 'tag:t' }])('facets that are being counted %#', (query) => {
  it.each<[string, (catalogue: Catalogue, table: LabelTable) => void]>([
    ['labels on items that were counted, and on others', (_, table) => star(table, [3, 1900], 5)],
    ['labels that go', (_, table) => star(table, [7, 1950], null)],
    ['files that come', (catalogue) => list(catalogue, Array(2100).keys())],
    ['more files than are counted at once', (catalogue) => list(catalogue, Array(9000).keys())],
    ['files that go', (catalogue) => list(catalogue, [...Array(2000).keys()].slice(5, -5))],
    ['both', (catalogue, table) => (list(catalogue, [...Array(2100).keys()].slice(5)), star(table, [3, 2050], 2))],
  ])('BR16: are of one moment, whatever happens in between: %s', async (_, change) => {
    const [catalogue, table] = [new Catalogue(), new LabelTable()];
    const labels = new RowLabels(catalogue, table);
    list(catalogue, Array(2000).keys());
    star(table, [1, 7, 9, 1000, 1950], 1);
    await labels.link();
    const finder = new Finder(catalogue, labels);
    const labelOf = labels.labelOf.bind(labels);
    const state = { isSlow: true, hasChanged: false };
    jest.spyOn(labels, 'labelOf').mockImplementation((row) => {
      // The rows before the second look take so long that the loop turns.
      for (const until = performance.now() + 12; state.isSlow && row === 500 && performance.now() < until;);
      return labelOf(row);
    });
    const counting = new FacetCount(catalogue.root, query, labels, finder, noActivity).answer();
    setImmediate(() => {
      change(catalogue, table);
      state.hasChanged = true;
    });
    const seenBefore = state.hasChanged;
    const answer = await counting;
    expect([seenBefore, state.hasChanged]).toEqual([false, true]);
    state.isSlow = false;
    expect(answer).toEqual(await new FacetCount(catalogue.root, query, labels, finder, noActivity).answer());
  });
});

describe('facets that have been counted', () => {
  it('BR16: follow a folder that was replaced, and its labels with it', async () => {
    const world = new World();
    world.list('/a', ['1.jpg', '2.jpg']);
    await world.write(labelled('/a/1.jpg', { star: 1, tags: ['old'] }));
    const count = new FacetCount(world.catalogue.root, everything, world.links, world.finder, noActivity);
    await count.answer();
    world.catalogue.removeFolder(world.catalogue.makeFolder('/a'));
    world.list('/a', ['1.jpg']);
    await world.links.link();
    await world.write(labelled('/a/1.jpg', { star: 2, tags: ['new'] }));
    const { total, stars, tags } = await count.answer();
    const given = stars.filter(({ count: many }) => many > 0);
    expect([total, given, tags.values]).toEqual([1, [{ star: 2, count: 1 }], [{ tag: 'new', count: 1 }]]);
  });

  it.each([everything, { ...everything, text: '1' }])(
    'BR16: take in more files than are counted at once %#',
    async (query) => {
      const [catalogue, table] = [new Catalogue(), new LabelTable()];
      const labels = new RowLabels(catalogue, table);
      const finder = new Finder(catalogue, labels);
      list(catalogue, Array(500).keys());
      star(table, [1, 7, 6000], 1);
      const count = new FacetCount(catalogue.root, query, labels, finder, noActivity);
      await count.answer();
      list(catalogue, Array(9000).keys());
      const counting = count.answer();
      star(table, [1, 6001], 2);
      expect(await counting).toEqual(await new FacetCount(catalogue.root, query, labels, finder, noActivity).answer());
      list(catalogue, [...Array(9000).keys()].slice(3000));
      expect(await count.answer()).toEqual(
        await new FacetCount(catalogue.root, query, labels, finder, noActivity).answer(),
      );
    },
  );
});

describe('a histogram', () => {
  const of = (...numbers: number[]): Histogram => new Histogram((look) => numbers.forEach((number) => look(number)));

  it('BR16: has its ends in its outer bins', () => {
    const { min, max, count, bins } = of(-1, 0, 1, 1).facet('key')!;
    expect({ min, max, count, first: bins[0], middle: bins[20], last: bins[39] }).toEqual({
      ...{ min: -1, max: 1, count: 4 },
      ...{ first: 1, middle: 1, last: 2 },
    });
  });

  it('holds numbers that are all the same, and the largest there are', () => {
    expect(of(0.1, 0.1).facet('key')!.bins[0]).toBe(2);
    const { bins } = of(-Number.MAX_VALUE, 0, Number.MAX_VALUE).facet('key')!;
    expect([bins[0], bins[20], bins[39]]).toEqual([1, 1, 1]);
  });

  it('is stale once an end moves, and not before', () => {
    const histogram = of(1, 1, 2, 3);
    histogram.change(1, -1);
    histogram.change(2.5, 1);
    expect(histogram.isStale).toBe(false);
    expect(histogram.facet('key')).toMatchObject({ count: 4, min: 1, max: 3 });
    histogram.change(1, -1);
    expect(histogram.isStale).toBe(true);
    const other = of(1, 2);
    other.change(2.1, 1);
    expect(other.isStale).toBe(true);
  });
});
