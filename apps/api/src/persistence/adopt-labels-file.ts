import { hashOfFile } from './labels-file/hash-of-file.ts';
import { openLabelsFile } from './labels-file/read-labels-file.ts';
import type { LabelEngine } from './sql/label-engine.ts';

/**
 * A store without anything in it takes over what labels.json holds, with versions and all: this is how labels move to
 * another machine. It goes on as the same store where the file says which that was.
 */
export function adoptLabelsFile(engine: LabelEngine, file: string): number {
  const reader = openLabelsFile(file);
  try {
    const { storeId, seq } = reader.header;
    if (storeId !== null) engine.setMeta('store_id', storeId);
    let count = 0;
    for (const label of reader.entries()) {
      count += 1;
      engine.saveLabel({ ...label, id: count, seq: 0 });
    }
    engine.setCounter('label', count);
    engine.setCounter('seq', seq ?? 0);
    // Whoever made it: what is in it is here now, so it may be written over.
    engine.setMeta('merged_labels_file', hashOfFile(file));
    return count;
  } finally {
    reader.close();
  }
}
