import { hashPath, partOf } from '../../../apps/api/src/shared/hash-path.ts';
import { naivePart } from '../../support/naive-part.ts';
import { SeededRandom } from '../../support/seeded-random.ts';

const count = 10_000;
const number = (at: number, digits: number): string => String(at).padStart(digits, '0');

/** As galleries name their images. */
const namings: readonly [string, (at: number) => string][] = [
  ['counted', (at) => `/holiday/IMG_${number(at, 5)}.jpg`],
  ['counted by two', (at) => `/a/${String(at * 2)}.png`],
  ['in many folders', (at) => `/group-${number(at % 100, 3)}/${number(Math.floor(at / 100), 4)}.webp`],
  ['of one letter more each', (at) => `/写真/${'é'.repeat(at % 50)}${String(at)}.jpg`],
];

describe('parts of a gallery', () => {
  it.each([
    ['/a/1.jpg', 0x4fb56e17],
    ['/holiday/beach.jpg', 0x6195f79d],
    ['/写真/é 1.jpg', 0xc3527efa],
  ])('BR20: go by a hash that is the same for ever: %s', (path, hash) => {
    expect(hashPath(path)).toBe(hash);
  });

  it('BR20: are those of the definition, whatever the letters', () => {
    const random = new SeededRandom(5);
    for (let turn = 0; turn < 500; turn += 1) {
      const letters = Array.from({ length: random.below(30) }, () => random.pick(['a', '/', '0', 'é', '写', '😀', '\u{10ffe4}'])); // prettier-ignore
      const [path, of] = [`/${letters.join('')}`, random.between(1, 100)];
      expect([path, of, partOf(hashPath(path), of)]).toEqual([path, of, naivePart(path, of)]);
    }
  });

  it.each(namings)('BR20: are about equal, of ten thousand paths %s', (_, pathOf) => {
    for (const parts of [2, 3, 8, 20]) {
      const counts = Array.from({ length: parts }, () => 0);
      for (let at = 0; at < count; at += 1) counts[partOf(hashPath(pathOf(at)), parts) - 1]! += 1;
      const farthest = Math.max(...counts.map((each) => Math.abs(each - count / parts)));
      expect({ parts, isEqual: farthest < count * 0.015 }).toEqual({ parts, isEqual: true });
    }
  });
});
