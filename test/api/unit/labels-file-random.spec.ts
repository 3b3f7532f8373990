import { readFileSync } from 'node:fs';
import { LabelsFileError } from '../../../apps/api/src/persistence/labels-file/labels-file-error.ts';
import { openLabelsFile } from '../../../apps/api/src/persistence/labels-file/read-labels-file.ts';
import { writeLabelsFile } from '../../../apps/api/src/persistence/labels-file/write-labels-file.ts';
import { isWorthKeeping } from '../../../apps/api/src/persistence/label.ts';
import { expectWellTyped, fileWith, randomLabels, readAll } from '../../support/labels-file-samples.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const seed = chooseSeed();
const header = { storeId: 'store "1"', seq: 2 ** 53 - 1, savedAt: 1_769_196_315_000 };
const folder = tempFolder('labels-random');
const file = `${folder}/labels.json`;

/** What became of these bytes: refused, or read as labels that keep every promise. */
function outcomeOf(content: Uint8Array, chunk?: number): 'refused' | 'read' {
  try {
    for (const label of readAll(fileWith(folder, content), chunk).labels) expectWellTyped(label);
    return 'read';
  } catch (error) {
    if (error instanceof LabelsFileError) return 'refused';
    throw error;
  }
}

describe(`LB5: labels.json, with seed ${seed}`, () => {
  it('gives back exactly what was written, whatever the chunks it is read in', () => {
    const random = new SeededRandom(seed);
    for (let round = 0; round < rounds(30, 2000); round += 1) {
      const labels = randomLabels(random, random.below(12));
      const written = writeLabelsFile(file, header, labels);
      const kept = labels.filter(isWorthKeeping);
      expect(written).toMatchObject({ bytes: readFileSync(file).length, items: kept.length });
      for (const chunk of [1, 2, 3, random.between(4, 100), undefined]) {
        expect(readAll(file, chunk)).toEqual({ header, labels: kept });
      }
    }
  });

  it('is the same JSON that everybody else reads', () => {
    const labels = randomLabels(new SeededRandom(seed), 200);
    writeLabelsFile(file, header, labels);
    const parsed = JSON.parse(readFileSync(file, 'utf8')) as { items: Record<string, { notes: string }> };
    for (const { path, notes } of labels.filter(isWorthKeeping)) expect(parsed.items[path.slice(1)]?.notes).toBe(notes);
    expect(Object.keys(parsed)).toEqual(['version', 'store_id', 'seq', 'saved_at', 'items']);
  });

  it('D6: is refused when it was cut short, at every byte', () => {
    writeLabelsFile(file, header, randomLabels(new SeededRandom(seed), 12));
    const whole = readFileSync(file);
    expect(outcomeOf(whole)).toBe('read');
    // The line feed behind the last bracket may be missing.
    for (let length = 0; length < whole.length - 1; length += 1) {
      expect([length, outcomeOf(whole.subarray(0, length), 64)]).toEqual([length, 'refused']);
    }
  });

  it('D6: with wrong bytes in it is refused, or read as labels that are well formed, the same in all chunks', () => {
    const random = new SeededRandom(seed);
    const outcomes = { refused: 0, read: 0 };
    for (let round = 0; round < rounds(600, 50_000); round += 1) {
      if (round % 100 === 0) writeLabelsFile(file, header, randomLabels(random, 6));
      else writeLabelsFile(file, header, randomLabels(random, 2));
      const content = readFileSync(file);
      for (let wrong = random.between(1, 3); wrong > 0; wrong -= 1) {
        const at = random.below(content.length);
        content[at] = random.chance(0.5) ? random.below(256) : random.pick([...Buffer.from('{}[]":,\\u0 9-e')]);
      }
      const outcome = outcomeOf(content);
      expect([round, outcomeOf(content, random.between(1, 9))]).toEqual([round, outcome]);
      outcomes[outcome] += 1;
    }
    expect(Math.min(outcomes.refused, outcomes.read)).toBeGreaterThan(0);
  });

  it('tells the same place of a fault whatever the chunks', () => {
    const random = new SeededRandom(seed);
    writeLabelsFile(file, header, randomLabels(random, 20));
    const whole = readFileSync(file);
    for (let round = 0; round < rounds(100, 2000); round += 1) {
      const content = Buffer.from(whole);
      content[random.below(content.length)] = random.pick([...Buffer.from('{}[]":,')]);
      fileWith(folder, content);
      const [first, ...others] = [undefined, 1, 7, 50].map(errorWith);
      for (const other of others) expect(other).toEqual(first);
    }
  });
});

function errorWith(chunk: number | undefined): string {
  try {
    openLabelsFile(file, chunk).close();
    return '';
  } catch (error) {
    return String(error);
  }
}
