import { isWorthKeeping } from '../persistence/label.ts';
import { columns, labelCells } from '../persistence/labels-file/csv.ts';
import { csvRow } from '../persistence/labels-file/csv-row.ts';
import { itemLine } from '../persistence/labels-file/item-line.ts';
import { ndjsonFields } from '../persistence/labels-file/ndjson.ts';
import { labelsFileEnd, labelsFileOpening } from '../persistence/labels-file/write-labels-file.ts';
import type { ExportedRow, ExportPlan, RowEncoder } from './export-plan.ts';

const utf8 = new TextEncoder();

/** The form of labels.json: of images without a label nothing is said. */
export class JsonRows implements RowEncoder {
  #separator = '';

  constructor(private readonly plan: ExportPlan) {}

  begin(): Uint8Array<ArrayBuffer> {
    return utf8.encode(labelsFileOpening(this.plan.header));
  }

  add(rows: readonly ExportedRow[]): Uint8Array<ArrayBuffer> {
    let text = '';
    for (const { label } of rows) {
      if (!isWorthKeeping(label)) continue;
      text += `${this.#separator}\n    ${itemLine(label)}`;
      this.#separator = ',';
    }
    return utf8.encode(text);
  }

  end(): Uint8Array<ArrayBuffer> {
    return utf8.encode(labelsFileEnd);
  }
}

/** One object a line, each of the fields under the name that it has in the API. */
export class NdjsonRows implements RowEncoder {
  constructor(private readonly plan: ExportPlan) {}

  begin(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(0);
  }

  add(rows: readonly ExportedRow[]): Uint8Array<ArrayBuffer> {
    let text = '';
    for (const row of rows) text += `${JSON.stringify(this.fieldsOf(row))}\n`;
    return utf8.encode(text);
  }

  end(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(0);
  }

  private fieldsOf({ label, width, height, size, given, categories }: ExportedRow): object {
    const named = this.plan.categories.flatMap((name, at) => {
      const value = categories[at];
      return value === undefined ? [] : [[name, value] as const];
    });
    return {
      ...ndjsonFields(label),
      width: width || null,
      height: height || null,
      size,
      source_metrics: given,
      categories: named.length === 0 ? undefined : Object.fromEntries(named),
    };
  }
}

/** A row of names, then one for each image. The first columns are those of every labels CSV. */
export class CsvRows implements RowEncoder {
  constructor(private readonly plan: ExportPlan) {}

  begin(): Uint8Array<ArrayBuffer> {
    const { metrics, categories } = this.plan;
    const own = [...columns, 'width', 'height', 'size'];
    const names = [...own, ...metrics.map(metricColumn), ...categories.map(categoryColumn)];
    return utf8.encode(`${csvRow(names)}\r\n`);
  }

  add(rows: readonly ExportedRow[]): Uint8Array<ArrayBuffer> {
    let text = '';
    for (const { label, width, height, size, numbers, categories } of rows) {
      text += `${labelCells(label)},${width === 0 ? '' : String(width)},${height === 0 ? '' : String(height)},${String(size)}`;
      // A number cannot be a formula, also where it is below zero.
      for (const number of numbers) text += Number.isNaN(number) ? ',' : `,${numberText(number)}`;
      if (categories.length > 0) text += `,${csvRow(categories.map((name) => name ?? ''))}`;
      text += '\r\n';
    }
    return utf8.encode(text);
  }

  end(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(0);
  }
}

export function metricColumn(name: string): string {
  return `metric:${name}`;
}

export function categoryColumn(name: string): string {
  return `category:${name}`;
}

function numberText(number: number): string {
  return Object.is(number, -0) ? '-0' : String(number);
}
