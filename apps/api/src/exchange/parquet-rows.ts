import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { categoryColumn, metricColumn } from './text-encoders.ts';
import type { ExportedRow, ExportPlan, RowEncoder } from './export-plan.ts';

/** A group is held in memory while it is made; with fewer rows in it, readers of a few columns have more to look up. */
const rowsInGroup = 16_384;

type Column = { readonly schema: readonly SchemaElement[]; readonly valueOf: (row: ExportedRow) => unknown };

const text = { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const;
const [required, optional] = [{ repetition_type: 'REQUIRED' }, { repetition_type: 'OPTIONAL' }] as const;

/** Columns of types. What is not known or was never written is null. */
export class ParquetRows implements RowEncoder {
  readonly #bytes = new ByteWriter();
  readonly #writer: ParquetWriter;
  readonly #columns: readonly Column[];
  readonly #rows: ExportedRow[] = [];

  constructor(
    plan: ExportPlan,
    private readonly groupSize = rowsInGroup,
  ) {
    this.#columns = columnsOf(plan);
    const schema = [
      { name: 'schema', num_children: this.#columns.length },
      ...this.#columns.flatMap(({ schema }) => schema),
    ];
    this.#writer = new ParquetWriter({ writer: this.#bytes, schema, createdBy: 'lenslet' });
  }

  begin(): Uint8Array<ArrayBuffer> {
    return this.taken();
  }

  add(rows: readonly ExportedRow[]): Uint8Array<ArrayBuffer> {
    // Pushed one by one: a call takes only so many arguments.
    for (const row of rows) this.#rows.push(row);
    while (this.#rows.length >= this.groupSize) this.write(this.#rows.splice(0, this.groupSize));
    return this.taken();
  }

  end(): Uint8Array<ArrayBuffer> {
    if (this.#rows.length > 0) this.write(this.#rows.splice(0));
    void this.#writer.finish();
    return this.taken();
  }

  private write(rows: readonly ExportedRow[]): void {
    const columnData = this.#columns.map(({ schema, valueOf }) => ({
      name: schema[0]?.name ?? '',
      data: rows.map(valueOf),
    }));
    void this.#writer.write({ columnData, rowGroupSize: rows.length });
  }

  /** Where they stand in the file is counted by the offset, which stays. */
  private taken(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.#bytes.getBuffer());
    this.#bytes.index = 0;
    return bytes;
  }
}

function columnsOf({ metrics, categories, hasFiles }: ExportPlan): Column[] {
  const number = (name: string, valueOf: Column['valueOf']): Column => ({
    schema: [{ name, type: 'INT32', ...optional }],
    valueOf,
  });
  const words = (name: string, valueOf: Column['valueOf']): Column => ({
    schema: [{ name, ...text, ...optional }],
    valueOf,
  });
  return [
    { schema: [{ name: 'path', ...text, ...required }], valueOf: ({ label }) => label.path },
    number('star', ({ label }) => label.star),
    {
      schema: [
        { name: 'tags', converted_type: 'LIST', num_children: 1, ...required },
        { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
        { name: 'element', ...text, ...required },
      ],
      valueOf: ({ label }) => label.tags,
    },
    { schema: [{ name: 'notes', ...text, ...required }], valueOf: ({ label }) => label.notes },
    { schema: [{ name: 'version', type: 'INT32', ...required }], valueOf: ({ label }) => label.version },
    {
      schema: [{ name: 'updated_at', type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', ...optional }],
      valueOf: ({ label }) => (label.updatedAt === 0 ? null : new Date(label.updatedAt)),
    },
    words('updated_by', ({ label }) => label.updatedBy || null),
    ...(hasFiles
      ? [
          number('width', ({ width }) => width || null),
          number('height', ({ height }) => height || null),
          {
            schema: [{ name: 'size', type: 'INT64', ...required } as const],
            valueOf: ({ size }: ExportedRow) => BigInt(size),
          },
        ]
      : []),
    ...metrics.map((name, at): Column => ({
      schema: [{ name: metricColumn(name), type: 'DOUBLE', ...optional }],
      valueOf: ({ numbers }) => (Number.isNaN(numbers[at]) ? null : numbers[at]),
    })),
    ...categories.map((name, at) => words(categoryColumn(name), (row) => row.categories[at] ?? null)),
  ];
}
