import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CsvRecords } from '../../../apps/api/src/sources/table/csv-records.ts';
import { openTable } from '../../../apps/api/src/sources/table/open-table.ts';
import { checkPages, rangeOf } from '../../../apps/api/src/sources/table/parquet-pages.ts';
import { TableError } from '../../../apps/api/src/sources/table/table-error.ts';
import { tableLimits } from '../../../apps/api/src/sources/table/table-limits.ts';
import type { TableFormat } from '../../../apps/api/src/sources/table/table-reader.ts';
import { withinTime } from '../../../apps/api/src/sources/table/within-time.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { formatOf, writeTable, type TableRow } from '../../support/tables.ts';
import { tempFolder } from '../../support/temp-folder.ts';

async function rowsOf(
  file: string,
  format: TableFormat = formatOf(file),
  wanted: (column: string) => boolean = () => true,
) {
  const reader = await openTable(file, format);
  const rows: unknown[] = [];
  try {
    for await (const { count, columns } of reader.chunks(wanted)) {
      for (let at = 0; at < count; at += 1)
        rows.push(Object.fromEntries([...columns].map(([name, cells]) => [name, cells[at]])));
    }
  } finally {
    await reader.close();
  }
  return { columns: reader.columns, rows };
}

function csv(text: string | Buffer): string {
  const file = join(tempFolder('table'), 'table.csv');
  writeFileSync(file, text);
  return file;
}

describe('rows of CSV', () => {
  const cut = (text: string, pieces = [text], delimiter = ','): string[][] => {
    const records = new CsvRecords(delimiter);
    return [...pieces.flatMap((piece) => records.push(piece)), ...records.end()];
  };

  it.each([
    ['lines that end in LF, CRLF and CR', 'a,b\nc,d\r\ne,f\rg,h', ['a|b', 'c|d', 'e|f', 'g|h']],
    ['quotes, and quotes in them', '"a ""b"", c",d\n', ['a "b", c|d']],
    ['line breaks in quotes', '"a\r\nb",c\n', ['a\r\nb|c']],
    ['empty cells, also the last', 'a,,\n,\n', ['a||', '|']],
    ['an empty cell at the end of the text', 'a,', ['a|']],
    ['empty lines, which are no rows', '\n\na\n\n', ['a']],
    ['a quote in the middle of a cell', '5" tall,b\n', ['5" tall|b']],
    ['text behind a closing quote', '"a"b,c\n', ['ab|c']],
  ])('SR6: reads %s, in whatever pieces they come', (_, text, expected) => {
    const joined = (rows: string[][]): string[] => rows.map((row) => row.join('|'));
    expect(joined(cut(text))).toEqual(expected);
    expect(joined(cut(text, text.split('')))).toEqual(expected);
    for (let at = 1; at < text.length; at += 1)
      expect(joined(cut(text, [text.slice(0, at), text.slice(at)]))).toEqual(expected);
  });

  it('SR6: gives random rows back, in random pieces', () => {
    const random = new SeededRandom();
    const cells = ['', 'a', '"', ',', '\n', '\r\n', 'ü 😀', '""', ' x '];
    const rows = Array.from({ length: 200 }, () =>
      Array.from({ length: 1 + random.below(4) }, () => cells[random.below(cells.length)] ?? '').concat('end'),
    );
    const text = rows.map((row) => `${row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(';')}\r\n`).join('');
    const pieces: string[] = [];
    for (let at = 0; at < text.length;) {
      const end = at + 1 + random.below(9);
      pieces.push(text.slice(at, end));
      at = end;
    }
    expect(cut(text, pieces, ';')).toEqual(rows);
  });

  it('I11: says at which row a quote is not closed', () => {
    expect(() => cut('a,b\n"c,d\n')).toThrow(new TableError('Row 2: a quote is opened and never closed.'));
  });
});

describe('a table', () => {
  const rows: TableRow[] = Array.from({ length: 25 }, (_, at) => ({
    file: `a b/ü "${String(at)}".jpg`,
    score: at === 3 ? null : at / 4,
    kind: at % 2 === 0 ? 'even' : 'odd, really',
  }));

  it.each(['table.csv', 'table.ndjson', 'table.parquet'])('SR6: %s is read as it was written', async (name) => {
    const read = await rowsOf(writeTable(tempFolder('table'), name, rows));
    expect(read.columns).toEqual(['file', 'score', 'kind']);
    const expected = name.endsWith('csv')
      ? rows.map((row) => ({ ...row, score: row['score'] === null ? '' : String(row['score']) }))
      : rows;
    expect(read.rows.map((row) => ({ score: null, ...(row as object) }))).toEqual(expected);
  });

  it.each(['table.csv', 'table.ndjson', 'table.parquet'])('SR6: of %s only what is wanted is read', async (name) => {
    const file = writeTable(tempFolder('table'), name, rows);
    const read = await rowsOf(file, formatOf(name), (column) => column === 'kind');
    expect(read.rows).toEqual(rows.map(({ kind }) => ({ kind })));
  });

  it('SR6: takes a byte order mark for none, and semicolons or tabs where the header has these', async () => {
    expect((await rowsOf(csv('\ufefffile;"a,b"\r\nx.jpg;1'))).rows).toEqual([{ file: 'x.jpg', 'a,b': '1' }]);
    expect((await rowsOf(csv('file\tn\nx,y.jpg\t1\n'))).rows).toEqual([{ file: 'x,y.jpg', n: '1' }]);
  });

  it('SR6: a row that is too short has empty cells, one that is too long no more columns', async () => {
    expect((await rowsOf(csv('file,a\nx.jpg\ny.jpg,1,2\n'))).rows).toEqual([
      { file: 'x.jpg', a: '' },
      { file: 'y.jpg', a: '1' },
    ]);
  });

  it.each([
    ['an empty file', csv(''), 'csv', /is empty/],
    ['text in another encoding', csv(Buffer.from('\ufefffile\nx.jpg\n', 'utf16le')), 'csv', /UTF-8/],
    ['two columns of one name', csv('file,a,a\n'), 'csv', /Two columns .* "a"/],
    ['too many columns', csv(Array.from({ length: tableLimits.columns + 1 }, String).join()), 'csv', /1000 at most/],
    ['lines that are no JSON', csv('file,a\nx.jpg,1\n'), 'ndjson', /Line 1 is not a JSON object/],
    ['lines that are no objects', csv('[1]\n'), 'ndjson', /Line 1 is not a JSON object/],
    ['text that is no parquet', csv('file,a\nx.jpg,1\n'), 'parquet', /not a parquet file/],
    ['something that only begins and ends as parquet', csv('PAR1aaaaaaaaaaaaPAR1'), 'parquet', /not a parquet file/],
  ] as const)('I11: says what is wrong with %s', async (_, file, format, words) => {
    await expect(rowsOf(file, format)).rejects.toThrow(words);
    await expect(rowsOf(file, format)).rejects.toBeInstanceOf(TableError);
  });

  it('I11: a parquet file that is cut short, or says something else of itself, is refused in words', async () => {
    const file = writeTable(tempFolder('table'), 'table.parquet', rows);
    const bytes = Uint8Array.from(readFileSync(file));
    const frame = bytes.length - 8 - new DataView(bytes.buffer).getUint32(bytes.length - 8, true);
    const random = new SeededRandom();
    for (let turn = 0; turn < 200; turn += 1) {
      const broken = bytes.slice(0, turn % 4 === 0 ? random.below(bytes.length) : bytes.length);
      if (broken.length === bytes.length) broken[frame + random.below(bytes.length - frame)] = random.below(256);
      writeFileSync(file, broken);
      const failure: unknown = await rowsOf(file).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (failure !== undefined) expect(failure).toBeInstanceOf(TableError);
    }
  });

  it.each([
    ['is not named', {}, 40],
    ['is said to begin at 0, as some writers have it where there is none', { dictionary_page_offset: 0n }, 40],
    ['begins before the data', { dictionary_page_offset: 4n }, 4],
  ])('SR6: a column lies where its data is when its dictionary %s', async (_, dictionary, start) => {
    const { parquetMetadata } = await import('hyparquet');
    const bytes = readFileSync(writeTable(tempFolder('table'), 'table.parquet', rows));
    const { row_groups: groups } = parquetMetadata(Uint8Array.from(bytes).buffer);
    const column = groups[0]?.columns[0]?.meta_data;
    if (!column) throw new Error('The file has no column.');
    const said = { ...column, data_page_offset: 40n, total_compressed_size: 10n, ...dictionary };
    expect(rangeOf(said)).toEqual({ start, end: start + 10 });
  });

  it('I11: believes no page that says it is of a negative size, or of more rows than there are', () => {
    const page = (packed: number, values: number) => () => ({
      compressed_page_size: packed,
      uncompressed_page_size: 10,
      data_page_header: { num_values: values },
    });
    const walk = (packed: number, values: number) => (): void => {
      checkPages(new ArrayBuffer(100), 50, page(packed, values));
    };
    expect(walk(100, 50)).not.toThrow();
    for (const broken of [walk(-1, 0), walk(101, 50), walk(100, 51), walk(20, 11), walk(100, -1)])
      expect(broken).toThrow(TableError);
  });

  it('I11: what never ends is ended, and what fails says so', () => {
    const forever = (): never => {
      for (;;);
    };
    expect(() => withinTime(50, forever)).toThrow(TableError);
    expect(withinTime(10_000, () => 'done')).toBe('done');
    const own = new RangeError('of the work itself');
    expect(() =>
      withinTime(10_000, () => {
        throw own;
      }),
    ).toThrow(own);
  });
});
