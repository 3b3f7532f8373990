import { noteMerged } from '../persistence/adopt-labels-file.ts';
import { decodeCsv } from '../persistence/labels-file/csv.ts';
import { hashOfFile } from '../persistence/labels-file/hash-of-file.ts';
import { decodeNdjson } from '../persistence/labels-file/ndjson.ts';
import { openLabelsFile } from '../persistence/labels-file/read-labels-file.ts';
import { mergeLabels, type Merged } from '../persistence/merge-labels.ts';
import type { LabelEngine } from '../persistence/sql/label-engine.ts';

/** Merges a file into the labels, all of it or nothing. A dry run does all the work and keeps none of it. */
export function importLabels(engine: LabelEngine, file: string, now: number, isDryRun: boolean): Merged {
  const work = (): Merged => {
    const hash = hashOfFile(file);
    const merged = mergeFrom(engine, file, now);
    noteMerged(engine, file, hash);
    return merged;
  };
  return isDryRun ? engine.snapshot(work) : engine.transaction(work);
}

function mergeFrom(engine: LabelEngine, file: string, now: number): Merged {
  if (file.endsWith('.csv')) return mergeLabels(engine, decodeCsv(file), now);
  if (/\.(?:ndjson|jsonl)$/.test(file)) return mergeLabels(engine, decodeNdjson(file), now);
  const reader = openLabelsFile(file);
  try {
    return mergeLabels(engine, reader.entries(), now);
  } finally {
    reader.close();
  }
}
