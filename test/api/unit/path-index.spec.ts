import { PathIndex } from '../../../apps/api/src/shared/path-index.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';

const seed = chooseSeed();

function randomPath(random: SeededRandom): string {
  const segments = Array.from({ length: random.between(1, 4) }, () =>
    random.pick(['a', 'b', 'ä', '漢字', '😀', 'img', '\u0301', 'A']).repeat(random.between(1, 3)),
  );
  return `/${segments.join('/')}/${random.below(400)}.jpg`;
}

describe('the index of paths', () => {
  it(`agrees with a Map while it grows (seed ${seed})`, () => {
    const random = new SeededRandom(seed);
    const [index, model] = [new PathIndex(), new Map<string, number>()];
    for (let round = 0; round < rounds(40_000, 500_000); round += 1) {
      const path = randomPath(random);
      const expected = model.get(path);
      const isAsked = random.chance(0.3);
      const found = isAsked ? index.find(path) : index.add(path);
      // Compared here, and told only when it is wrong: an `expect` costs more than what is tried.
      if (found !== (expected ?? (isAsked ? 0 : model.size + 1))) expect([path, found]).toEqual([path, expected]);
      if (!isAsked) model.set(path, found);
    }
    expect(index.count).toBe(model.size);
    const wrong = [...model].filter(([path, id]) => index.find(path) !== id || index.pathOf(id) !== path);
    expect(wrong).toEqual([]);
  });

  it('has room reserved at any time, and keeps what it holds', () => {
    const index = new PathIndex();
    const paths = Array.from({ length: 3000 }, (_, at) => `/${at}.jpg`);
    for (const [at, path] of paths.entries()) {
      if (at % 700 === 0) index.reserve(at * 2 + 10);
      expect(index.add(path)).toBe(at + 1);
    }
    index.reserve(10);
    index.reserve(100_000);
    expect(paths.every((path, at) => index.find(path) === at + 1 && index.pathOf(at + 1) === path)).toBe(true);
    expect(index.count).toBe(3000);
  });

  it('takes the longest paths, and fills its blocks to their ends', () => {
    const index = new PathIndex();
    const paths = Array.from({ length: 300 }, (_, at) => `/${'ü'.repeat(2040)}${String(at).padStart(6, '0')}`);
    for (const path of paths) index.add(path);
    expect(paths.map((path) => index.find(path))).toEqual(paths.map((_, at) => at + 1));
    expect(paths.every((path, at) => index.pathOf(at + 1) === path)).toBe(true);
    expect(index.find(paths[0]!.slice(0, -1))).toBe(0);
  });

  it('PA2: tells names apart that only look the same', () => {
    const index = new PathIndex();
    const paths = ['/é.jpg', '/e\u0301.jpg', '/É.jpg', '/\ufeffé.jpg', '/é.jpg ', '/__proto__', '/'];
    expect(paths.map((path) => index.add(path))).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(paths.map((path) => index.add(path))).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('tells a path from those that begin with it', () => {
    const index = new PathIndex();
    const paths = Array.from({ length: 1000 }, (_, at) => `/${'a'.repeat(at)}`);
    for (const path of paths.toReversed()) index.add(path);
    expect(paths.map((path) => index.find(path))).toEqual(paths.map((_, at) => 1000 - at));
  });

  it('knows nothing at first', () => {
    expect(new PathIndex().find('/a.jpg')).toBe(0);
    expect(new PathIndex().count).toBe(0);
  });
});
