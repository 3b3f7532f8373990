import { writeFileSync } from 'node:fs';
import type { ImportFormat } from '#contracts';
import { readImport, type ImportBounds } from '../../../apps/api/src/persistence/labels-file/read-import.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const folder = tempFolder('imports');
const plenty = { importLabels: 100, importCharacters: 100_000 };

function fileOf(format: ImportFormat, notes: readonly string[]): string {
  const file = `${folder}/labels.${format}`;
  const items = notes.map((text, at) => ({ path: `${at}.jpg`, notes: text, metrics: { score: at } }));
  const texts: Record<ImportFormat, string> = {
    csv: `path,notes,metrics\n${items.map(({ path, notes: text }) => `${path},${text},"{""score"":1}"`).join('\n')}\n`,
    ndjson: items.map((item) => `${JSON.stringify(item)}\n`).join(''),
    json: JSON.stringify({ version: 1, items: Object.fromEntries(items.map(({ path, ...rest }) => [path, rest])) }),
  };
  writeFileSync(file, texts[format]);
  return file;
}

function read(format: ImportFormat, notes: readonly string[], bounds: ImportBounds): number {
  const file = fileOf(format, notes);
  // Not even whoever leaves out what cannot be taken gets a part of it.
  const ear = { refused: () => undefined, ignored: () => undefined };
  return [...readImport({ file, format, isTrusted: true }, ear, bounds)].length;
}

describe.each(['json', 'ndjson', 'csv'] as const)('EX5: a file as %s', (format) => {
  const notes = Array.from({ length: 10 }, () => 'x'.repeat(50));

  it('is read to its end where it is as large as may be', () => {
    expect(read(format, notes, { ...plenty, importLabels: 10 })).toBe(10);
    expect(read(format, notes, { ...plenty, importCharacters: 1000 })).toBe(10);
  });

  it('of too many labels cannot be read, in words', () => {
    expect(() => read(format, notes, { ...plenty, importLabels: 9 })).toThrow('9 labels at most');
  });

  it('of too long texts cannot be read, in words, and numbers count', () => {
    expect(() => read(format, notes, { ...plenty, importCharacters: 500 })).toThrow('at most: import it in parts');
    const short = notes.map(() => '');
    expect(() => read(format, short, { ...plenty, importCharacters: 150 })).toThrow('at most: import it in parts');
  });
});
