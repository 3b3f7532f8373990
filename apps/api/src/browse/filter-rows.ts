import type { RowLabels } from '../catalogue/row-labels.ts';
import { Breather } from '../shared/breather.ts';
import type { Condition } from './conditions/condition.ts';

const rowsBetweenLooks = 4096;

/** Those rows for which all conditions hold, in their order. They are compiled anew after a write. */
export async function filterRows(
  rows: Uint32Array,
  compile: () => Condition,
  labels: RowLabels,
  signal?: AbortSignal,
): Promise<Uint32Array> {
  await labels.link();
  const { changes } = labels.table;
  const { revision } = changes;
  const decided = new Uint8Array(rows.length);
  const isWanted = compile();
  const breather = new Breather(signal);
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] ?? 0;
    decided[at] = isWanted(row, labels.labelOf(row)) ? 1 : 0;
    if (at % rowsBetweenLooks === 0 && breather.isDue()) await breather.breathe();
  }
  if (changes.revision !== revision) {
    // Writes that came in between were seen on some rows and not on others: what they changed is decided again, at once.
    await labels.link();
    const isWantedNow = compile();
    for (let at = 0; at < rows.length; at += 1) {
      const row = rows[at] ?? 0;
      const label = labels.labelOf(row);
      if (changes.hasChangedSince(label, revision)) decided[at] = isWantedNow(row, label) ? 1 : 0;
    }
  }
  return rows.filter((_, at) => decided[at] === 1);
}
