import { readCompared, writeCompared } from '../../apps/web/src/app/state/compared-paths.ts';
import { SeededRandom } from '../support/seeded-random.ts';

describe('the images of a comparison in the address', () => {
  test('UI7: they read like paths, one after the other', () => {
    expect(writeCompared(['/a/b.jpg', '/c.jpg'])).toBe('/a/b.jpg//c.jpg');
    expect(readCompared('/a/b.jpg//c.jpg')).toEqual(['/a/b.jpg', '/c.jpg']);
  });

  test(`UI7: any paths survive (seed ${new SeededRandom().seed})`, () => {
    const random = new SeededRandom();
    const signs = ['a', '%', '&', ',', '|', '/x', ' ', '\n', '"', '日', '🦩', '.', '\\', '/y'];
    for (let turn = 0; turn < 300; turn++) {
      const paths = Array.from({ length: random.between(2, 6) }, (_, at) => {
        const name = Array.from({ length: random.between(1, 8) }, () => signs[random.between(0, signs.length - 1)]);
        return `/${at}${name.join('')}`;
      });
      expect(readCompared(writeCompared(paths))).toEqual(paths);
    }
  });

  test.each([null, '', '/', '/only.jpg', '/same.jpg//same.jpg', 'no//no', '////'])(
    'UI7: %j is no comparison, and opens nothing',
    (text) => {
      expect(readCompared(text)).toBeNull();
    },
  );

  test('UI7: of more than six the first six are compared', () => {
    const many = Array.from({ length: 9 }, (_, at) => `/${at}.jpg`);
    expect(readCompared(writeCompared(many))).toEqual(many.slice(0, 6));
  });
});
