import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { noCode, type BuiltColumn } from '../../../apps/api/src/sources/table/column-builder.ts';
import { readTableValues } from '../../../apps/api/src/sources/table/read-table.ts';
import { tableLocation } from '../../support/places.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const fixtures = join(__dirname, '../../fixtures/parquet');

/** What a row has in a column: a number, a name, or null for nothing. */
function cellsOf(column: BuiltColumn | undefined): (number | string | null)[] | undefined {
  if (column?.kind === 'metric') return [...column.values].map((number) => (Number.isNaN(number) ? null : number));
  return column && [...column.codes].map((code) => (code === noCode ? null : (column.names[code] ?? '?')));
}

/** In the fixtures every third cell is empty. */
const cells = <Cell>(cell: (at: number) => Cell): (Cell | null)[] =>
  Array.from({ length: 12 }, (_, at) => (at % 3 === 2 ? null : cell(at)));

const expected: Readonly<Record<string, (number | string | null)[]>> = {
  int32: cells((at) => at - 5),
  // Beyond 2^53 a number is the nearest that there is.
  int64: cells((at) => 2 ** 60 + at),
  uint64: cells((at) => Number(2n ** 64n - 1n - BigInt(at))),
  int8: cells((at) => 0 - at),
  float16: cells((at) => at / 2),
  float32: cells((at) => at / 4),
  float64: cells((at) => (at === 0 ? null : at / 8)),
  decimal: cells((at) => at + 0.25),
  'decimal long': cells((at) => -at - 0.5),
  'time of day': cells((at) => at),
  span: cells((at) => at),
  'a.b': cells((at) => at),
  flag: cells((at) => String(at % 2 === 0)),
  day: cells((at) => `2026-01-0${String(1 + (at % 2))}T00:00:00.000Z`),
  time: cells((at) => `2026-01-01T1${String(2 + (at % 2))}:00:00.000Z`),
  nanoseconds: cells(() => '2001-09-09T01:46:40.000Z'),
  text: cells((at) => `text ${String(at % 2)}`),
  'large text': cells((at) => `ü ${String(at % 2)}`),
  coded: cells((at) => `code ${String(at % 2)}`),
  json: cells((at) => (at % 2 === 1 ? '{"a": 1}' : 'no json')),
  uuid: cells((at) => '00000000-0000-0000-0000-000000000000'.replaceAll('00', at % 2 === 1 ? '01' : '00')),
};
const leftOut = ['list', 'record', 'map', '__proto__', 'constructor', 'long', 'nothing'];

describe('SR6: a parquet file of another writer', () => {
  it.each(['v1-dictionary-snappy', 'v2-plain-zstd', 'v2-delta-lz4'])(
    'has numbers and categories, or names what is left out: %s',
    async (name) => {
      const read = await readTableValues(tableLocation(join(fixtures, `${name}.parquet`), fixtures));
      expect(Object.fromEntries([...read.columns].map(([key, column]) => [key, cellsOf(column)]))).toEqual(expected);
      expect(read.leftOut.first.map(({ name }) => name).sort()).toEqual([...leftOut].sort());
    },
  );

  it('has its other columns where the library knows nothing of one', async () => {
    const folder = tempFolder('table');
    const data = [1, 2].map((byte) => new Uint8Array(12).fill(byte));
    const bytes = parquetWriteBuffer({
      columnData: [
        { name: 'file', data: ['1.jpg', '2.jpg'] },
        { name: 'span', data },
        { name: 'score', data: [1, 2] },
      ],
      schema: [
        { name: 'root', num_children: 3 },
        { name: 'file', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
        ...[
          { name: 'span', type: 'FIXED_LEN_BYTE_ARRAY', type_length: 12, converted_type: 'INTERVAL' } as const,
          { name: 'score', type: 'INT32' } as const,
        ].map((element) => ({ ...element, repetition_type: 'REQUIRED' as const })),
      ],
    });
    writeFileSync(join(folder, 'table.parquet'), Buffer.from(bytes));
    const read = await readTableValues(tableLocation(join(folder, 'table.parquet'), folder));
    expect([[...read.columns.keys()], read.leftOut]).toEqual([
      ['score'],
      { count: 1, first: [{ name: 'span', why: 'it holds lists, records or bytes' }] },
    ]);
  });
});
