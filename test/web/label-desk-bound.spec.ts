import { itemUpdated, known, make, row } from './support/desk-world.ts';

test('UI13: what is told of images far away is let go of when it is very much, once the rows in sight were read again', () => {
  const { desk } = make();
  desk.hearFrame(itemUpdated({ ...known, version: 4, star: 4 }));
  for (let at = 0; at < 21_000; at++) desk.hearFrame(itemUpdated({ ...known, path: `/far/${String(at)}.jpg` }));
  expect(desk.staleCount()).toBe(1);
  expect([desk.size > 20_000, desk.of(row).star]).toEqual([true, 4]);
  desk.noteReadAgain();
  // Signals of groups stay; there are 1,024 of them at most.
  expect(desk.size).toBeLessThan(3000);
  expect(desk.of({ ...row, version: 4, star: 4 }).star).toBe(4);
  desk.hearFrame(itemUpdated({ ...known, version: 5, star: 5 }));
  expect([desk.of(row).star, desk.staleCount()]).toEqual([5, 1]);
});
