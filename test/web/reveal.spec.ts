import { signal, type WritableSignal } from '@angular/core';
import { Reveal } from '../../apps/web/src/app/state/reveal.ts';
import { start, type Place } from '../../apps/web/src/app/state/place.ts';

/** A page that is here, and has these images in the list that is shown. */
class Bench {
  aimed: string | null = null;
  readonly reveal: Reveal;
  private readonly place: WritableSignal<Place>;

  constructor(place: Place, shown: readonly string[]) {
    this.place = signal(place);
    const store = {
      moveTo: (path: string) => Promise.resolve(shown.includes(path)),
      aim: (path: string) => {
        this.aimed = path;
      },
    };
    const go = (change: Partial<Place>): void => {
      this.place.update((before) => ({ ...before, ...change }));
    };
    this.reveal = new Reveal(store, { place: this.place, go });
  }

  async go(path: string): Promise<Place> {
    this.reveal.go(path);
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
