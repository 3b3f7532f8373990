import type { AiPrompt, Metadata, Sidecar } from '#contracts';
import type { KnownDetails } from '../../apps/web/src/app/compare/compared-details.ts';
import { differencesOf, type Compared } from '../../apps/web/src/app/compare/difference.ts';
import { wordDifference } from '../../apps/web/src/app/compare/word-difference.ts';
import { itemRow } from './support/rows.ts';

function details(
  path: string,
  { prompt, exif = {} }: { prompt?: AiPrompt; exif?: Metadata['exif'] } = {},
): KnownDetails {
  const sidecar: Sidecar = {
    ...{ v: 1, path, tags: [], notes: '', star: null, version: 1, updated_at: '', updated_by: 'server' },
    exif: { width: 300, height: 200 },
  };
  const metadata: Metadata = { path, format: 'jpeg', width: 300, height: 200, exif, text: [] };
  return { sidecar, metadata: prompt === undefined ? metadata : { ...metadata, prompt } };
}

const prompt = (text: string, steps: number): AiPrompt => ({ program: 'comfyui', prompt: text, steps, raw: text });
const marksOf = (all: readonly Compared[]): Record<string, string> =>
  Object.fromEntries(
    differencesOf(all).map(({ name, cells }) => [
      name,
      cells
        .map(({ isKnown, isChanged, text }) => (isKnown ? (isChanged ? `≠${text ?? '—'}` : (text ?? '—')) : '?'))
        .join(' | '),
    ]),
  );

describe('UI7: the table of differences', () => {
  test('what is not as in the first is marked, what nobody knows is not', () => {
    const marks = marksOf([
      {
        row: itemRow('/a/1.jpg', { metrics: { score: 0.5 }, categories: { model: 'sdxl', split: '' } }),
        details: details('/a/1.jpg', { prompt: prompt('a hill', 20) }),
      },
      {
        row: itemRow('/a/2.png', {
          w: 600,
          type: 'image/png',
          size: 1000,
          metrics: { score: 0.5, blur: 2 },
          categories: { model: 'flux' },
        }),
        details: 'failed',
      },
      { row: itemRow('/b/3.jpg'), details: details('/b/3.jpg', { prompt: prompt('a hill', 30) }) },
      { row: null, details: undefined },
    ]);
    expect(marks['File date']).not.toContain('≠');
    expect(marks).toEqual({
      Folder: '/a | /a | ≠/b | ?',
      Dimensions: '300 × 200 | ≠600 × 200 | 300 × 200 | ?',
      Size: '1.00 KB | 1.00 KB | 1.00 KB | ?',
      Type: 'JPEG | ≠PNG | JPEG | ?',
      'File date': marks['File date'],
      Prompt: 'a hill | ? | a hill | ?',
      Program: 'ComfyUI | ? | ComfyUI | ?',
      Steps: '20 | ? | ≠30 | ?',
      model: 'sdxl | ≠flux | ≠— | ?',
      split: 'empty | ≠— | ≠— | ?',
      blur: '— | ≠2 | — | ?',
      score: '0.5 | 0.5 | ≠— | ?',
    });
  });

  test('UI30: numbers are those of the row, which is read again when jobs push some', () => {
    const known = details('/a.jpg');
    if (known === 'failed') throw new Error('They are there.');
    const older = { ...known, sidecar: { ...known.sidecar, metrics: { score: 1 } } };
    expect(marksOf([{ row: itemRow('/a.jpg', { metrics: { score: 2 } }), details: older }])).toMatchObject({
      score: '2',
    });
  });

  test('SR6: nothing is said of a file that nobody has looked at, and an empty one is empty', () => {
    const unknown = { size: 0, addedAt: '1970-01-01T00:00:00.000Z' };
    expect(marksOf([{ row: itemRow('/a.jpg', unknown), details: undefined }])).toEqual({
      ...{ Folder: '/', Dimensions: '300 × 200', Type: 'JPEG' },
    });
    expect(marksOf([{ row: itemRow('/a.jpg', { size: 0 }), details: undefined }])).toMatchObject({ Size: '0 bytes' });
  });

  test('a camera that only the second has is a difference; one that both have is none', () => {
    const exif = { Image: { Make: 'Acme', Model: 'One' } };
    const both = [1, 2].map((n) => ({ row: itemRow(`/${n}.jpg`), details: details('', { exif }) }));
    expect(differencesOf(both).filter(({ isDifferent }) => isDifferent)).toEqual([]);
    const one = [{ row: itemRow('/0.jpg'), details: details('') }, ...both.slice(1)];
    expect(
      differencesOf(one)
        .filter(({ isDifferent }) => isDifferent)
        .map(({ name }) => name),
    ).toEqual(['Camera']);
  });

  test('where the first is not known, the next one that is stands in for it', () => {
    const all = [
      { row: null, details: undefined },
      { row: itemRow('/a.jpg'), details: undefined },
      { row: itemRow('/b.jpg'), details: undefined },
    ];
    expect(differencesOf(all).filter(({ isDifferent }) => isDifferent)).toEqual([]);
  });
});

describe('UI7: words of a prompt', () => {
  const marked = (before: string, after: string): string =>
    wordDifference(before, after)
      .map(({ text, isNew }) => (isNew ? `[${text}]` : text))
      .join('');

  test('those that are new are marked, and nothing of the text is lost', () => {
    expect(marked('a red hill, at dawn, wide', 'a blue hill, at dusk')).toBe('a [blue ]hill, at [dusk]');
    expect(marked('same words', 'same words')).toBe('same words');
    expect(marked('', 'all of it')).toBe('[all of it]');
    expect(marked('a, b', 'a b')).toBe('a b');
  });

  test('a text of many thousand words is compared at once', () => {
    const long = Array.from({ length: 5000 }, (_, at) => `word${at % 7}`).join(' ');
    expect(marked(long, long)).toBe(long);
    expect(marked(long, `${long} more`)).toContain(' more]');
  });
});
