import type { ExportFormat } from '#contracts';
import { isWithin, type GalleryPath } from '../shared/gallery-path.ts';
import { isWorthKeeping, type Label } from '../persistence/label.ts';
import { encodeCsv } from '../persistence/labels-file/csv.ts';
import { encodeNdjson } from '../persistence/labels-file/ndjson.ts';
import { encodeLabelsFile, type NewLabelsFileHeader } from '../persistence/labels-file/write-labels-file.ts';
import type { LabelEngine } from '../persistence/sql/label-engine.ts';
import type { ExportedRow, ExportPlan } from './export-plan.ts';
import { ParquetRows } from './parquet-rows.ts';

export interface LabelsWanted {
  readonly format: ExportFormat;
  /** With all that is below it. */
  readonly folder: GalleryPath;
}

const rowsAtOnce = 1024;

/** Everything that people and jobs wrote, as of one moment, piece by piece. JSON is the form of labels.json. */
export function* exportLabels(engine: LabelEngine, wanted: LabelsWanted, now: number): Generator<string | Uint8Array> {
  // Not as a call: the pieces are taken one by one, long after this has returned.
  engine.db.exec('BEGIN');
  try {
    yield* encode(engine, wanted, now);
  } finally {
    engine.db.exec('ROLLBACK');
  }
}

function encode(engine: LabelEngine, wanted: LabelsWanted, savedAt: number): Generator<string | Uint8Array> {
  const labels = worthKeeping(engine, wanted.folder);
  switch (wanted.format) {
    case 'json':
      return encodeLabelsFile(headerOf(engine, savedAt), labels);
    case 'ndjson':
      return encodeNdjson(labels);
    case 'csv':
      return encodeCsv(labels);
    case 'parquet':
      return encodeParquet(labels, {
        ...{ format: 'parquet', onlyLabelled: false, header: headerOf(engine, savedAt), hasFiles: false },
        // Columns are named before the first row: the labels are read twice, in one transaction.
        ...{ metrics: metricNames(worthKeeping(engine, wanted.folder)), categories: [] },
      });
  }
}

function* encodeParquet(labels: Iterable<Label>, plan: ExportPlan): Generator<Uint8Array> {
  const encoder = new ParquetRows(plan);
  yield encoder.begin();
  let rows: ExportedRow[] = [];
  for (const label of labels) {
    const numbers = plan.metrics.map((name) => {
      const value = label.metrics?.[name];
      return typeof value === 'number' ? value : NaN;
    });
    rows.push({ label, numbers, width: 0, height: 0, size: 0, given: undefined, categories: [] });
    if (rows.length < rowsAtOnce) continue;
    yield encoder.add(rows);
    rows = [];
  }
  yield encoder.add(rows);
  yield encoder.end();
}

function metricNames(labels: Iterable<Label>): string[] {
  const names = new Set<string>();
  for (const { metrics } of labels) for (const name in metrics) names.add(name);
  return [...names].sort();
}

function headerOf(engine: LabelEngine, savedAt: number): NewLabelsFileHeader {
  const [storeId, seq] = [engine.meta('store_id') ?? '', engine.counter('seq')];
  return { storeId, epoch: engine.latestEpoch(), seq, savedAt };
}

function* worthKeeping(engine: LabelEngine, folder: GalleryPath): Generator<Label> {
  for (const label of engine.labelsByPath()) if (isWithin(label.path, folder) && isWorthKeeping(label)) yield label;
}
