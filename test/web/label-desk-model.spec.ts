import { computed } from '@angular/core';
import { chooseSeed, rounds, SeededRandom } from '../support/seeded-random.ts';
import { DeskWorld, itemUpdated, known, make, resync, row } from './support/desk-world.ts';
import { itemRow } from './support/rows.ts';

describe('everything at once', () => {
  const seed = chooseSeed();
  test(`UI10: nothing of one's own ever flickers, and in the end the page shows what the server has (seed ${seed})`, () => {
    for (let round = 0; round < rounds(400, 20_000); round++) {
      const world = new DeskWorld(['/a.jpg', '/b.jpg', '/c.jpg'], new SeededRandom(seed + round));
      const look = (): void => {
        for (const [path, tags] of world.mine) {
          const lost = tags.filter((tag) => !world.painted(path).tags.includes(tag));
          if (lost.length > 0) throw new Error(`${lost.join()} of ${path} flickered, seed ${seed + round}`);
        }
      };
      for (let step = 0; step < 60; step++) {
        world.step();
        look();
      }
      world.calmDown();
      look();
      if (world.isBusy()) throw new Error(`no calm, seed ${seed + round}`);
      for (const path of world.paths) {
        const { star, tags, notes } = world.gallery.label(path);
        const shown = world.painted(path);
        const both = { shown: { star: shown.star, tags: new Set(shown.tags), notes: shown.notes }, round };
        expect(both).toEqual({ shown: { star, tags: new Set(tags), notes }, round });
      }
      expect(world.desk.sums()).toEqual({ unsent: 0, retrying: 0, standing: 0 });
    }
  });
});

describe('very many', () => {
  test('UI1: looking at a million rows leaves little behind', () => {
    const { desk } = make();
    for (let at = 0; at < 1_000_000; at++) desk.of({ ...row, path: `/folder/${at}.jpg` });
    expect(desk.size).toBeLessThan(2000);
  });

  test('UI5: whoever looks at an image is told of the first word about it, and after all was forgotten', () => {
    const { desk } = make();
    const star = computed(() => desk.of(row).star);
    expect(star()).toBe(1);
    for (let at = 0; at < 5000; at++) desk.of({ ...row, path: `/folder/${at}.jpg` });
    desk.hearFrame(itemUpdated({ ...known, version: 4, star: 2 }));
    expect(star()).toBe(2);
    desk.hearFrame(resync);
    desk.noteReadAgain();
    expect(star()).toBe(1);
    desk.hearFrame(itemUpdated({ ...known, version: 2, star: 5 }));
    desk.hearFrame(itemUpdated({ ...known, version: 4, star: 2 }));
    expect(star()).toBe(2);
  });

  test('UI5: also when nothing was left of an edit before', () => {
    const { desk } = make();
    const star = computed(() => desk.of(row).star);
    const edit = desk.write(row, { set_star: 4 });
    desk.hearOutbox({ kind: 'gone', id: edit?.id ?? '', outcome: { kind: 'dropped', label: null } });
    expect(star()).toBe(1);
    desk.hearFrame(resync);
    desk.noteReadAgain();
    desk.hearFrame(itemUpdated({ ...known, version: 4, star: 2 }));
    expect(star()).toBe(2);
  });

  test('UI5: an edit is drawn on its own tile, and on next to no other', () => {
    const { desk } = make();
    let drawn = 0;
    const tiles = Array.from({ length: 400 }, (_, at) => {
      const its = itemRow(`/folder/${at}.jpg`);
      return { its, label: computed(() => ((drawn += 1), desk.of(its))) };
    });
    const draw = (): void => tiles.forEach(({ label }) => label());
    draw();
    drawn = 0;
    for (const { its } of tiles) {
      desk.write(its, { set_star: 4 });
      draw();
    }
    expect(drawn).toBeLessThan(3 * 400);
  });

  test('UI10: the ten-thousandth edit in the queue costs what the first did', () => {
    const { desk, sent } = make();
    const badge = computed(() => [desk.sums(), desk.oldest(), desk.standing().length]);
    const add = (from: number, count: number): number => {
      const start = performance.now();
      for (let at = from; at < from + count; at++) {
        desk.write(itemRow(`/f/${at}.jpg`), { set_star: 3 });
        badge();
      }
      return performance.now() - start;
    };
    // Warm first. The medians of slices: a pause of the machine must not count.
    add(0, 2000);
    const median = (from: number): number =>
      Array.from({ length: 9 }, (_, i) => add(from + i * 200, 200)).sort((a, b) => a - b)[4] ?? 0;
    const early = median(2000);
    add(4000, 26_000);
    expect(median(30_000)).toBeLessThan(early * 6 + 5);
    expect(badge()[0]).toEqual({ unsent: sent.length, retrying: 0, standing: 0 });
    expect(badge()[1]).toBe(1001);
  });
});
