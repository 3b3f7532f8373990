import type { ImportFormat } from '#contracts';
import { noteMerged } from '../persistence/adopt-labels-file.ts';
import { ImportExamination } from '../persistence/import-examination.ts';
import { importFile } from '../persistence/import-file.ts';
import type { Findings, ImportCounts, ImportWish } from '../persistence/import-wish.ts';
import { hashOfFile } from '../persistence/labels-file/hash-of-file.ts';
import type { LabelEngine } from '../persistence/sql/label-engine.ts';

export type Imported = ImportCounts & {
  /** What to undo; null when nothing changed. */ readonly gestureId: string | null;
};

/** Takes a file in, all of it or nothing. */
export function importLabels(engine: LabelEngine, wish: ImportWish, now: number): Imported {
  return engine.transaction(() => {
    const hash = hashOfFile(wish.file);
    const { accepted, ...counts } = importFile(engine, { at: now, actor: 'import', client: '' }, wish);
    noteMerged(engine, wish.file, hash);
    return { ...counts, gestureId: accepted?.gestureId ?? null };
  });
}

/** What that would do. */
export function examineLabels(engine: LabelEngine, { file, format }: ImportWish, now: number): Findings {
  const examination = new ImportExamination(engine, { file, format, isTrusted: true }, now);
  for (;;) {
    const { findings } = examination.page();
    if (findings) return findings;
  }
}

/** Here by the name; over the network by the type that whoever sends it says. */
export function formatByName(file: string): ImportFormat {
  if (file.endsWith('.csv')) return 'csv';
  return /\.(?:ndjson|jsonl)$/.test(file) ? 'ndjson' : 'json';
}
