import type { ExportPlan, RowEncoder } from './export-plan.ts';
import { ParquetRows } from './parquet-rows.ts';
import { CsvRows, JsonRows, NdjsonRows } from './text-encoders.ts';

export function encoderFor(plan: ExportPlan): RowEncoder {
  switch (plan.format) {
    case 'json':
      return new JsonRows(plan);
    case 'ndjson':
      return new NdjsonRows(plan);
    case 'csv':
      return new CsvRows(plan);
    case 'parquet':
      return new ParquetRows(plan);
  }
}
