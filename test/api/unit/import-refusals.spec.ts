import { writeFileSync } from 'node:fs';
import type { ImportFormat } from '#contracts';
import { LabelsFileError } from '../../../apps/api/src/persistence/labels-file/labels-file-error.ts';
import { readImport } from '../../../apps/api/src/persistence/labels-file/read-import.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const folder = tempFolder('imports');
const mebibyte = 1024 * 1024;

interface Reading {
  readonly paths: readonly string[];
  readonly refused: readonly { line: number; reason: string }[];
  /** Of what ended it before its time. */
  readonly end?: { line: number; reason: string };
}

/** As whoever leaves out what cannot be taken has it. */
function readingOf(format: ImportFormat, content: string | Uint8Array): Reading {
  const file = `${folder}/labels.${format}`;
  writeFileSync(file, content);
  const paths: string[] = [];
  const refused: { line: number; reason: string }[] = [];
  const ear = {
    refused: ({ line, reason }: LabelsFileError) => void refused.push({ line, reason }),
    ignored: () => undefined,
  };
  try {
    for (const found of readImport({ file, format, isTrusted: true }, ear)) if (found) paths.push(found.label.path);
    return { paths, refused };
  } catch (error) {
    if (!(error instanceof LabelsFileError)) throw error;
    return { paths, refused, end: { line: error.line, reason: error.reason } };
  }
}

describe.each(['ndjson', 'csv'] as const)('EX6: nothing is read behind what cannot be read of %s', (format) => {
  const lineOf = (at: number, notes: string): string =>
    format === 'csv' ? `/${String(at)}.jpg,${notes}\n` : `{"path":"/${String(at)}.jpg","notes":"${notes}"}\n`;
  const opening = format === 'csv' ? 'path,notes\n' : '';

  it('because it is not UTF-8', () => {
    const lines = Array.from({ length: 3000 }, (_, at) => lineOf(at, at === 2000 ? 'caf?' : 'x'.repeat(1000)));
    const content = Buffer.from(opening + lines.join(''));
    const wrong = content.indexOf('caf?') + 3;
    expect(wrong).toBeGreaterThan(mebibyte);
    content[wrong] = 0xe9;
    const { paths, refused, end } = readingOf(format, content);
    expect(end?.reason).toContain('not valid UTF-8');
    expect([paths.includes('/2001.jpg'), refused]).toEqual([false, []]);
  });

  it('because one entry is too long', () => {
    const { paths, refused, end } = readingOf(
      format,
      opening + lineOf(0, 'a') + lineOf(1, 'x'.repeat(65 * mebibyte)) + lineOf(2, 'b'),
    );
    expect(end).toEqual({ line: format === 'csv' ? 3 : 2, reason: expect.stringContaining('longer than') as string });
    expect([paths, refused]).toEqual([['/0.jpg'], []]);
  });
});

describe('EX5: a CSV row that cannot be taken', () => {
  const stray = ['/a,5" disk', '/b,ok', '/c,7" disk', '/d,fine'];

  it.each([',', ';', '\t'])('takes no other with it because of a stray quote, with %j between cells', (between) => {
    const content = ['path,notes', ...stray, '"/e","""5"" disk"'].join('\n').replaceAll(',', between);
    const { paths, refused, end } = readingOf('csv', content);
    expect([paths, refused.map(({ line }) => line), end]).toEqual([['/b', '/d', '/e'], [2, 4], undefined]);
  });

  it('nor does one in the names of columns, whatever stands between them', () => {
    for (const names of ['path,5" disks', 'path;5" disks', '5" disks\tpath']) {
      const { refused, end } = readingOf('csv', `${names}\n/a,b\n`);
      expect([refused, end]).toEqual([[], { line: 1, reason: expect.stringContaining('in quotes') as string }]);
    }
    const { paths } = readingOf('csv', 'path;"my ""own"";\nname"\n/a;1\n');
    expect(paths).toEqual(['/a']);
  });

  it('may have a quote behind one that is closed, which is a mistake of that row', () => {
    const { paths, refused } = readingOf('csv', 'path,notes\n/a,"x"y"\n/b,"x"" y"\n/c,"x" "\n/d,""\n');
    expect([paths, refused.map(({ line }) => line)]).toEqual([
      ['/b', '/d'],
      [2, 4],
    ]);
  });

  it('ends the reading where a quote may have taken rows with it', () => {
    const { paths, refused, end } = readingOf('csv', 'path,notes\n/a,x\n/b,"5 disk\n/c,ok\n/d,"7" disk\n/e,ok\n');
    expect([paths, refused]).toEqual([['/a'], []]);
    expect(end).toEqual({ line: 3, reason: expect.stringContaining('Behind a closing quote') as string });
  });

  it('has only as many cells made as there may be', () => {
    const many = 2_000_000;
    const { paths, refused } = readingOf('csv', `path,star\n/a,1\n${','.repeat(many)}\n/b,1,\n/c,1\n`);
    expect(paths).toEqual(['/a', '/c']);
    expect(refused).toEqual([
      { line: 3, reason: 'The row has more than 3 cells.' },
      { line: 4, reason: 'The row has 3 cells, and there are 2 columns.' },
    ]);
    const { end } = readingOf('csv', `path${','.repeat(many)}\n/a\n`);
    expect(end).toEqual({ line: 1, reason: 'The row has more than 100000 cells.' });
  });
});
