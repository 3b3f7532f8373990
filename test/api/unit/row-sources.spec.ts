import { RowSources } from '../../../apps/api/src/catalogue/row-sources.ts';
import { packTexts } from '../../../apps/api/src/sources/packed-texts.ts';
import { SeededRandom } from '../../support/seeded-random.ts';

describe('SR6: where the images of a table come from', () => {
  const random = new SeededRandom();

  it(`stays right, and takes no more memory, however often it changes (seed ${String(random.seed)})`, () => {
    const [folders, inEach] = [20, 100];
    const sources = new RowSources();
    const known = new Map<number, string | undefined>();
    const wrong = (): number[] => [...known].filter(([row, text]) => sources.of(row) !== text).map(([row]) => row);
    for (let turn = 0; turn < 2000; turn += 1) {
      const folder = random.below(folders);
      const rows = Uint32Array.from({ length: inEach }, (_, at) => folder * inEach + at);
      const isElsewhere = random.below(10) > 0;
      const texts = Array.from(rows, (row) =>
        random.below(4) === 0
          ? (known.get(row) ?? 'ü')
          : `https://host/${'s'.repeat(random.below(600))}${String(turn)}`,
      );
      sources.take(rows, isElsewhere ? packTexts(texts) : undefined);
      rows.forEach((row, at) => known.set(row, isElsewhere ? texts[at] : undefined));
      if (turn % 100 === 0) expect(wrong()).toEqual([]);
    }
    expect(wrong()).toEqual([]);
    const used = [...known.values()].reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0);
    expect(sources.bytes()).toBeLessThan(2 * used + 6 * 2 ** 20);
  });
});
