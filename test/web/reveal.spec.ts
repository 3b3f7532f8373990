import { signal, type WritableSignal } from '@angular/core';
import { Reveal } from '../../apps/web/src/app/state/reveal.ts';
import { imageLink, start, type Place } from '../../apps/web/src/app/state/place.ts';

/** A page that is here, and has these images in the list that is shown. */
class Bench {
  aimed: string | null = null;
  isElsewhere = false;
  readonly visited: string[] = [];
  readonly moved: string[] = [];
  readonly reveal: Reveal;
  private readonly place: WritableSignal<Place>;

  constructor(place: Place, shown: readonly string[]) {
    this.place = signal(place);
    const store = {
      moveTo: (path: string) => {
        this.moved.push(path);
        return Promise.resolve(shown.includes(path));
      },
      aim: (path: string) => {
        this.aimed = path;
      },
    };
    const go = (change: Partial<Place>): void => {
      this.place.update((before) => ({ ...before, ...change }));
    };
    const isElsewhere = (): boolean => this.isElsewhere;
    const visit = (link: string): void => void this.visited.push(link);
    const pages = {
      visit,
      get isElsewhere(): boolean {
        return isElsewhere();
      },
    };
    this.reveal = new Reveal(store, { place: this.place, go }, pages);
  }

  async go(path: string, how: 'go' | 'open' = 'go'): Promise<Place> {
    this.reveal[how](path);
    await Promise.resolve();
    await Promise.resolve();
    return this.place();
  }
}

const narrowed: Place = {
  ...start,
  path: '/a',
  text: 'beach',
  sort: { key: 'relevance', dir: 'asc' },
  chips: [{ filter: { stars: { in: [5] } }, isOff: false }],
};

describe('UI18: revealing an image', () => {
  test('that is not shown goes to its folder, without conditions and without a search that may hide it', async () => {
    const bench = new Bench(narrowed, []);
    expect(await bench.go('/b/x.jpg')).toEqual({ ...narrowed, path: '/b', text: '', sort: start.sort, chips: [] });
    expect(bench.aimed).toBe('/b/x.jpg');
  });

  test('keeps an order that has nothing to do with a search', async () => {
    const sort = { key: 'size', dir: 'desc' } as const;
    expect((await new Bench({ ...narrowed, sort }, []).go('/b/x.jpg')).sort).toEqual(sort);
  });

  test('that is shown changes nothing about what is asked, and leads out of a comparison', async () => {
    const compare = ['/a/1.jpg', '/a/2.jpg'];
    const bench = new Bench({ ...narrowed, compare }, ['/a/x.jpg']);
    expect(await bench.go('/a/x.jpg')).toEqual({ ...narrowed, compare: null });
    expect((await bench.go('/b/y.jpg')).compare).toBeNull();
  });
});

describe('UI15: going to an image that a change of one’s own waits for', () => {
  test('shows it in the grid where it is there, else open, whatever hides it', async () => {
    const bench = new Bench(narrowed, ['/a/x.jpg']);
    expect(await bench.go('/a/x.jpg', 'open')).toEqual(narrowed);
    expect(await bench.go('/b/y.jpg', 'open')).toEqual({ ...narrowed, path: '/b', image: '/b/y.jpg' });
    expect(bench.visited).toEqual([]);
  });
});

describe.each(['go', 'open'] as const)('UI15, UI24: from another page of the application, by %s', (how) => {
  test.each([['/a/x.jpg'], ['/b/y.jpg']])(
    '%s leads to its address, whatever list the gallery had last',
    async (path) => {
      const bench = new Bench(narrowed, ['/a/x.jpg']);
      bench.isElsewhere = true;
      expect(await bench.go(path, how)).toEqual(narrowed);
      expect(bench.visited).toEqual([imageLink(path)]);
      expect([bench.moved, bench.aimed]).toEqual([[], null]);
    },
  );
});
