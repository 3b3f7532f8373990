import { hashOfFile } from './labels-file/hash-of-file.ts';
import { openLabelsFile } from './labels-file/read-labels-file.ts';
import type { LabelEngine } from './sql/label-engine.ts';

/**
 * A store without anything in it takes over what labels.json holds, with versions and all: this is how labels move to
 * another machine. It goes on as the same store where the file says which that was.
 */
export function adoptLabelsFile(engine: LabelEngine, file: string, now: number): number {
  const hash = hashOfFile(file);
  const reader = openLabelsFile(file);
  try {
    const { storeId, seq } = reader.header;
    if (storeId !== null) engine.setMeta('store_id', storeId);
    let count = 0;
    for (const label of reader.entries()) {
      count += 1;
      // A date to come would stand above every later change.
      engine.saveLabel({ ...label, updatedAt: Math.min(label.updatedAt, now), id: count, seq: 0 });
    }
    engine.setCounter('label', count);
    engine.setCounter('seq', seq ?? 0);
    noteMerged(engine, file, hash);
    return count;
  } finally {
    reader.close();
  }
}

/** What is in the file is in the store now, whoever made it: it may be written over, unless it is another one already. */
export function noteMerged(engine: LabelEngine, file: string, hashBefore: string): void {
  if (hashOfFile(file) === hashBefore) engine.setMeta('merged_labels_file', hashBefore);
}
