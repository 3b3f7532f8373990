// The router comes half compiled: outside a build the rest is done when it is loaded.
import '@angular/compiler';
import { TakeOut } from '../../apps/web/src/app/compare/take-out.ts';
import { Address } from '../../apps/web/src/app/state/address.ts';
import { Announcements } from '../../apps/web/src/app/state/announcements.ts';
import { Comparison, type ComparisonParts } from '../../apps/web/src/app/state/comparison.ts';
import { Meant } from '../../apps/web/src/app/state/meant.ts';
import { FakeClock } from './support/fake-clock.ts';
import { itemRow } from './support/rows.ts';

const rows = Array.from({ length: 12 }, (_, at) => itemRow(`/${at}.jpg`));

class Bench {
  selected: number[] = [];
  focus = 0;
  total = rows.length;
  readonly wentTo: string[] = [];
  readonly written: string[] = [];
  readonly announcements = new Announcements(new FakeClock());
  readonly address = new Address(
    { write: (query) => this.written.push(query), back: () => this.written.push('back') },
    new FakeClock(),
  );
  private readonly shown = {
    windows: { ready: () => Promise.resolve(), item: (at: number) => rows[at] },
    total: this.total,
  };
  // Read as functions only; signals in a test would say no more.
  private readonly store = {
    shown: () => ({ ...this.shown, total: this.total }),
    focus: () => this.focus,
    focused: () => rows[this.focus],
    move: (to: number) => (this.focus = to),
    moveTo: (path: string) => Promise.resolve(this.wentTo.push(path) > 0),
  };
  private readonly once = this.store.shown();
  readonly comparison = new Comparison({
    address: this.address,
    store: { ...this.store, shown: () => Object.assign(this.once, { total: this.total }) },
    selection: { count: () => this.selected.length, first: (most: number) => this.selected.slice(0, most) },
    announcements: this.announcements,
  } as unknown as ComparisonParts);
  readonly meant = new Meant(this.comparison, this.store as never);
  readonly taking = new TakeOut(this.comparison, this.store, this.announcements);

  get says(): string | undefined {
    return this.announcements.current()?.text;
  }
}

describe('UI7: comparing', () => {
  test('what is selected is compared, and the address has it', async () => {
    const bench = new Bench();
    bench.selected = [2, 5, 9];
    await bench.comparison.start();
    expect(bench.comparison.paths()).toEqual(['/2.jpg', '/5.jpg', '/9.jpg']);
    expect(bench.written.at(-1)).toMatch(/compare=\/2.jpg\/\/5.jpg\/\/9.jpg$/);
    expect(bench.comparison.focused()).toBe(rows[2]);
  });

  test.each([
    [0, ['/0.jpg', '/1.jpg']],
    [11, ['/10.jpg', '/11.jpg']],
  ])('with fewer than two selected, the one at %i and its neighbour', async (focus, paths) => {
    const bench = new Bench();
    bench.selected = [4];
    bench.focus = focus;
    await bench.comparison.start();
    expect(bench.comparison.paths()).toEqual(paths);
  });

  test('of more than six the first six, and it is said', async () => {
    const bench = new Bench();
    bench.selected = rows.map((_, at) => at);
    await bench.comparison.start();
    expect(bench.comparison.paths()).toHaveLength(6);
    expect(bench.says).toBe('Six images fit side by side: these are the first of the 12 that are selected');
  });

  test('one image alone is compared with nothing', async () => {
    const bench = new Bench();
    bench.total = 1;
    await bench.comparison.start();
    expect(bench.comparison.isOpen()).toBe(false);
    expect(bench.says).toContain('nothing to compare');
  });

  test('keys and the inspector mean the active image, and the focused one afterwards', async () => {
    const bench = new Bench();
    bench.selected = [2, 5];
    bench.focus = 7;
    await bench.comparison.start();
    bench.meant.move(bench.meant.focus() + 1);
    expect(bench.meant.focused()).toBe(rows[5]);
    bench.meant.move(bench.meant.focus() + 1);
    expect(bench.meant.focused()).toBe(rows[5]);
    bench.comparison.show(null);
    expect(bench.meant.focused()).toBe(rows[7]);
    expect(bench.focus).toBe(7);
  });

  test('the one that is taken out is followed by the next, and the last one left is gone to', async () => {
    const bench = new Bench();
    bench.selected = [1, 2, 3, 4];
    await bench.comparison.start();
    bench.comparison.move(1);
    bench.taking.take('/2.jpg');
    expect(bench.comparison.active()).toBe('/3.jpg');
    bench.taking.take('/1.jpg');
    expect(bench.comparison.active()).toBe('/3.jpg');
    bench.comparison.move(1);
    bench.taking.take('/4.jpg');
    expect(bench.comparison.isOpen()).toBe(false);
    expect([bench.wentTo, bench.says]).toEqual([['/3.jpg'], '3.jpg is left']);
  });

  test('a row that is read again and is as it was draws nothing anew', async () => {
    const bench = new Bench();
    bench.selected = [1, 2];
    await bench.comparison.start();
    bench.comparison.note('/1.jpg', { ...itemRow('/1.jpg') });
    expect(bench.comparison.row('/1.jpg')).toBe(rows[1]);
    bench.comparison.note('/1.jpg', null);
    expect(bench.comparison.row('/1.jpg')).toBeNull();
    expect(bench.comparison.focused()).toBeUndefined();
  });
});
