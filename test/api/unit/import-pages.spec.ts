import { writeFileSync } from 'node:fs';
import { limits, type ImportFormat } from '#contracts';
import { ImportExamination } from '../../../apps/api/src/persistence/import-examination.ts';
import type { Findings } from '../../../apps/api/src/persistence/import-wish.ts';
import type { LabelEngine } from '../../../apps/api/src/persistence/sql/label-engine.ts';
import { noon } from '../../support/store-writes.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const folder = tempFolder('imports');
const pageEntries = 2000;
// A store in which nobody has written anything.
const engine = { label: () => undefined, snapshot: <T>(read: () => T) => read() } as unknown as LabelEngine;

function looked(format: ImportFormat, content: string): { pages: number; findings: Findings } {
  const file = `${folder}/labels.${format}`;
  writeFileSync(file, content);
  const examination = new ImportExamination(engine, { file, format, isTrusted: true }, noon);
  for (let pages = 1; ; pages += 1) {
    const { findings } = examination.page();
    if (findings) return { pages, findings };
  }
}

function fileOf(format: ImportFormat, stars: readonly unknown[]): string {
  const items = stars.map((star, at) => [`/${String(at)}.jpg`, { star }] as const);
  if (format === 'json')
    return `{"version":1,"items":{${items.map((item) => `"${item[0]}":${JSON.stringify(item[1])}`).join(',\n')}}}`;
  if (format === 'ndjson') return items.map(([path, rest]) => JSON.stringify({ path, ...rest })).join('\n');
  return ['path,star', ...items.map(([path, { star }]) => `${path},${String(star)}`)].join('\n');
}

describe('EX9: a page of a file that is looked through', () => {
  it.each(['json', 'ndjson', 'csv'] as const)('ends after so many entries of %s, taken or not', (format) => {
    const count = 3 * pageEntries;
    const { pages, findings } = looked(
      format,
      fileOf(
        format,
        Array.from({ length: count }, () => 4.5),
      ),
    );
    expect(pages).toBe(4);
    expect(findings.refused.count).toBe(count);
    expect(findings.refused.lines.slice(-1)).toEqual([expect.objectContaining({ line: format === 'csv' ? 101 : 100 })]);
  });

  it('also where they are no JSON, or empty rows', () => {
    const stars = Array.from({ length: 2 * pageEntries }, (_, at) => (at % 50 === 0 ? 4.5 : 4));
    const broken = fileOf('ndjson', stars).replaceAll('"star":4.5', 'star');
    expect(looked('ndjson', broken)).toMatchObject({ pages: 3, findings: { refused: { count: 80 }, read: 3920 } });
    expect(looked('csv', `path\n${'\n'.repeat(2 * pageEntries)}/a.jpg\n`)).toMatchObject({
      pages: 3,
      findings: { read: 1 },
    });
  });

  it('counts lines right over many windows', () => {
    const notes = 'x'.repeat(2000);
    const rows = Array.from(
      { length: 3000 },
      (_, at) => `/${String(at)}.jpg,${at % 40 === 7 ? '9' : '3'},"${notes}\n"`,
    );
    const { findings } = looked('csv', `path,star,notes\n${rows.join('\n')}\n`);
    expect(findings.refused.lines.map(({ line }) => line)).toEqual(
      Array.from({ length: 75 }, (_, at) => 2 + 2 * (40 * at + 7)),
    );
  });

  it('EX5: tells what ended the reading, however much was refused before', () => {
    const { findings } = looked(
      'csv',
      `${fileOf(
        'csv',
        Array.from({ length: 500 }, () => 4.5),
      )}\n/z.jpg,"3\n`,
    );
    expect(findings.refused).toMatchObject({ count: 501, is_cut_short: true });
    expect(findings.refused.lines).toHaveLength(limits.importListed);
    expect(findings.refused.lines.at(-1)).toEqual({
      line: 502,
      reason: expect.stringContaining('never closed') as string,
    });
  });
});
