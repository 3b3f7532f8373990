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
