import { isWorthKeeping, type Label } from '../persistence/label.ts';
import { encodeCsv } from '../persistence/labels-file/csv.ts';
import { encodeNdjson } from '../persistence/labels-file/ndjson.ts';
import { encodeLabelsFile, type NewLabelsFileHeader } from '../persistence/labels-file/write-labels-file.ts';
import type { LabelEngine } from '../persistence/sql/label-engine.ts';

export const exportFormats = ['json', 'ndjson', 'csv'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Everything that people and jobs wrote, as of one moment, piece by piece. JSON is the form of labels.json. */
export function* exportLabels(engine: LabelEngine, format: ExportFormat, now: number): Generator<string> {
  // Not as a call: the pieces are taken one by one, long after this has returned.
  engine.db.exec('BEGIN');
  try {
    yield* encode(engine, format, now);
  } finally {
    engine.db.exec('ROLLBACK');
  }
}

function encode(engine: LabelEngine, format: ExportFormat, savedAt: number): Generator<string> {
  const labels = worthKeeping(engine);
  switch (format) {
    case 'json':
      return encodeLabelsFile(headerOf(engine, savedAt), labels);
    case 'ndjson':
      return encodeNdjson(labels);
    case 'csv':
      return encodeCsv(labels);
  }
}

function headerOf(engine: LabelEngine, savedAt: number): NewLabelsFileHeader {
  const [storeId, seq] = [engine.meta('store_id') ?? '', engine.counter('seq')];
  return { storeId, epoch: engine.latestEpoch(), seq, savedAt };
}

function* worthKeeping(engine: LabelEngine): Generator<Label> {
  for (const label of engine.labelsByPath()) if (isWorthKeeping(label)) yield label;
}
