import type { BrowseQuery } from '#contracts';
import { FacetBook } from '../../../apps/api/src/browse/facets/facet-book.ts';
import type { Indexer } from '../../../apps/api/src/catalogue/indexer.ts';
import type { LabelBook } from '../../../apps/api/src/persistence/label-book.ts';
import { noActivity } from '../../support/no-activity.ts';
import { labelled, World } from '../../support/search-world.ts';

const query: BrowseQuery = { path: '/', recursive: true, sort: { key: 'name', dir: 'asc' } };
const left = new Error('left');
const items = 5000;

describe('facets that nobody waits for any more', () => {
  let world: World;
  let book: FacetBook;
  let looks = 0;

  beforeEach(async () => {
    world = new World();
    world.list('/a', Array.from({ length: items }, (_, at) => `${String(at)}.jpg`)); // prettier-ignore
    await world.write(labelled('/a/1.jpg', { star: 1, tags: ['sea'] }));
    await world.links.link();
    looks = 0;
    const labelOf = world.links.labelOf.bind(world.links);
    jest.spyOn(world.links, 'labelOf').mockImplementation((row) => {
      looks += 1;
      // So slow that the loop turns many times before all are counted.
      for (const until = performance.now() + 0.02; performance.now() < until;);
      return labelOf(row);
    });
    // As much of both as is asked for.
    const indexer = { folder: () => Promise.resolve(world.catalogue.root) } as unknown as Indexer;
    const labels = { loaded: () => Promise.resolve(), cursor: 'e.1' } as unknown as LabelBook;
    book = new FacetBook(indexer, world.links, labels, world.finder, noActivity);
  });

  /** Leaves as soon as some has been counted. */
  const leaveSoon = async (...leavers: AbortController[]): Promise<void> => {
    while (looks === 0) await new Promise((resolve) => setImmediate(resolve));
    for (const leaver of leavers) leaver.abort(left);
  };

  it('BR16: are not counted to the end', async () => {
    const [one, other] = [new AbortController(), new AbortController()];
    const asked = [one, other].map(({ signal }) => book.of(query, signal));
    const ends = Promise.allSettled(asked);
    await leaveSoon(one, other);
    expect(await ends).toEqual([1, 2].map(() => ({ status: 'rejected', reason: left })));
    expect(looks).toBeLessThan(items);
  });

  it('BR16: are counted on for one who stays', async () => {
    const one = new AbortController();
    const asked = [book.of(query, one.signal), book.of(query)];
    await leaveSoon(one);
    expect((await asked[1]!).total).toBe(items);
  });

  it('BR16: are right for who asks in the moment in which others leave', async () => {
    const one = new AbortController();
    const ends = Promise.allSettled([book.of(query, one.signal)]);
    await leaveSoon(one);
    const { total, labelled: of, tags } = await book.of(query);
    expect([total, of, tags.values]).toEqual([items, { yes: 1, no: items - 1 }, [{ tag: 'sea', count: 1 }]]);
    expect((await ends)[0].status).toBe('rejected');
  });
});
