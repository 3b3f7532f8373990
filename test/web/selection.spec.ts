import type { ItemRow } from '#contracts';
import { ResultWindows } from '../../apps/web/src/app/state/result-windows.ts';
import { countIn, has, withRange, withoutRange, type Ranges } from '../../apps/web/src/app/state/ranges.ts';
import { Selection } from '../../apps/web/src/app/state/selection.ts';
import type { Shown } from '../../apps/web/src/app/state/gallery-store.ts';
import { SeededRandom, chooseSeed } from '../support/seeded-random.ts';
import { FakeClock, settled } from './support/fake-clock.ts';
import { itemRow } from './support/rows.ts';

const seed = chooseSeed();

test(`ranges are what a set of places would be, seed ${seed}`, () => {
  const random = new SeededRandom(seed);
  let ranges: Ranges = [];
  const naive = new Set<number>();
  for (let step = 0; step < 3000; step += 1) {
    const from = random.between(0, 60);
    const to = random.between(from, 60);
    const isAdded = random.between(0, 1) === 1;
    ranges = (isAdded ? withRange : withoutRange)(ranges, [from, to]);
    for (let place = from; place < to; place += 1) naive[isAdded ? 'add' : 'delete'](place);
    expect(countIn(ranges)).toBe(naive.size);
    for (let place = 0; place < 60; place += 1) expect(has(ranges, place)).toBe(naive.has(place));
    // Disjoint, in order, never touching.
    ranges.forEach(([first, last], at) => {
      expect(last).toBeGreaterThan(first);
      expect(first).toBeGreaterThan(ranges[at - 1]?.[1] ?? -1);
    });
  }
});

function selectionOf(total: number, loaded = total) {
  const known = (from: number, to: number) =>
    Array.from({ length: Math.max(0, Math.min(to, loaded) - from) }, (_, at) => ({ path: `/${from + at}.jpg` }));
  // The part of it that a selection looks at.
  const item = (place: number) => known(place, place + 1)[0];
  const shown = { result: 'r1', total, windows: { known, item, want: () => undefined } } as unknown as Shown;
  let current: Shown | null = shown;
  return {
    selection: new Selection({ shown: () => current } as never),
    replace: (next: Shown | null) => (current = next),
    shown,
  };
}

describe('UI8, UI9: a selection', () => {
  test('UI12: lets go of an image that is gone, and of no other', () => {
    const { selection } = selectionOf(100);
    selection.toggle(3);
    selection.extend(3, 6);
    selection.drop('/4.jpg');
    selection.drop('/50.jpg');
    expect([3, 4, 5, 6].map((place) => selection.has(place))).toEqual([true, false, true, true]);
  });

  test('grows and shrinks while a range is extended, and begins anew elsewhere', () => {
    const { selection } = selectionOf(100);
    selection.toggle(10);
    selection.extend(10, 11);
    selection.extend(11, 20);
    expect(selection.count()).toBe(11);
    selection.extend(20, 12);
    expect([selection.count(), selection.has(12), selection.has(13)]).toEqual([3, true, false]);
    selection.extend(12, 8);
    expect([selection.count(), selection.has(8), selection.has(12)]).toEqual([3, true, false]);
    selection.toggle(50);
    selection.extend(50, 52);
    expect(selection.count()).toBe(6);
  });

  test('names its images when they are few and here, and else means places, which the server knows', () => {
    const few = selectionOf(1000, 200).selection;
    few.toggle(3);
    few.extend(3, 5);
    expect(few.selected()).toMatchObject({ count: 3, scope: { paths: ['/3.jpg', '/4.jpg', '/5.jpg'] } });
    const far = selectionOf(1000, 200).selection;
    far.toggle(3);
    far.extend(3, 999);
    expect(far.selected()).toMatchObject({ count: 997, scope: { result: 'r1', ranges: [[3, 1000]] } });
    const all = selectionOf(1_000_000, 200).selection;
    all.all();
    expect(all.selected()).toMatchObject({ count: 1_000_000, scope: { result: 'r1', ranges: [[0, 1_000_000]] } });
  });

  test('that is not all here is fetched at once, so that it can be named whatever becomes of the result', async () => {
    const fetched: number[] = [];
    const fetch = (offset: number, limit: number): Promise<ItemRow[]> => {
      fetched.push(offset);
      return Promise.resolve(Array.from({ length: limit }, (_, at) => itemRow(`/${offset + at}.jpg`)));
    };
    const windowsOf = (total: number): ResultWindows =>
      new ResultWindows(total, fetch, () => undefined, new FakeClock());
    const selectionIn = (windows: ResultWindows): Selection =>
      new Selection({ shown: () => ({ result: 'r1', total: windows.total, windows }) } as never);
    const few = selectionIn(windowsOf(5000));
    few.all();
    expect(few.selected()?.scope).toEqual({ result: 'r1', ranges: [[0, 5000]] });
    await settled();
    expect(few.selected()?.scope).toEqual({ paths: Array.from({ length: 5000 }, (_, at) => `/${at}.jpg`) });
    fetched.length = 0;
    const windows = windowsOf(1_000_000);
    const many = selectionIn(windows);
    many.all();
    await settled();
    expect(fetched).toEqual([]);
    many.clear();
    many.toggle(10);
    many.toggle(900_000);
    await settled();
    expect(many.selected()?.scope).toEqual({ paths: ['/10.jpg', '/900000.jpg'] });
    // What was changed is read again: also what is selected out of sight.
    await windows.reread();
    expect(many.selected()?.scope).toEqual({ paths: ['/10.jpg', '/900000.jpg'] });
  });

  test('is of one result: in another its places mean other images', () => {
    const { selection, shown } = selectionOf(10);
    selection.all();
    expect(selection.clear()).toBe(true);
    expect([selection.selected(), selection.clear()]).toEqual([null, false]);
    selection.toggle(1);
    const other = new Selection({ shown: () => ({ ...shown, result: 'r2' }) } as never);
    expect(other.selected()).toBeNull();
  });
});
