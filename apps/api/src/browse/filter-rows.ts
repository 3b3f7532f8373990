import type { WorkedLook } from '../activity/worked-sets.ts';
import type { RowLabels } from '../catalogue/row-labels.ts';
import { Breather } from '../shared/breather.ts';
import type { Condition } from './conditions/condition.ts';

const rowsAtOnce = 1024;
/** Writes that come while rows are looked at are followed so often in slices, after that in one go: they may never end. */
const passesMax = 4;
const never = -1;
const none: ReadonlySet<number> = new Set();

/**
 * Those rows for which all conditions hold, in their order, as of one moment. They are compiled anew after a write, and all
 * rows are decided anew when the source says something else of them.
 */
export async function filterRows(
  rows: Uint32Array,
  compile: () => Condition,
  labels: RowLabels,
  breather = new Breather(),
  activity?: WorkedLook,
): Promise<Uint32Array> {
  const { changes } = labels.table;
  const { values } = labels.catalogue;
  const decided = new Uint8Array(rows.length);
  let [seen, activitySeen] = [never, never];
  for (let pass = 1; ; pass += 1) {
    const [revision, valuesRevision] = [changes.revision, values.revision];
    await activity?.follow();
    const activityRevision = activity?.revision ?? 0;
    const moved = seen === never ? none : new Set(activity?.changedSince(activitySeen));
    await labels.link();
    const isWanted = compile();
    const decide = (from: number, to: number): void => {
      for (let at = from; at < to; at += 1) {
        const row = rows[at] ?? 0;
        const label = labels.labelOf(row);
        // Writes that came in between were seen on some rows and not on others: what they changed is decided again.
        if (seen === never || changes.hasChangedSince(label, seen) || moved.has(label))
          decided[at] = isWanted(row, label) ? 1 : 0;
      }
    };
    if (pass > passesMax) decide(0, rows.length);
    else await breather.through(rows.length, decide, rowsAtOnce);
    const areValuesSame = values.revision === valuesRevision;
    const isSameActivity = (activity?.revision ?? 0) === activityRevision;
    if ((changes.revision === revision && areValuesSame && isSameActivity) || pass > passesMax)
      return picked(rows, decided);
    [seen, activitySeen] = [areValuesSame ? revision : never, activityRevision];
  }
}

function picked(rows: Uint32Array, decided: Uint8Array): Uint32Array {
  const found = new Uint32Array(rows.length);
  let count = 0;
  for (let at = 0; at < rows.length; at += 1) {
    if (decided[at] === 1) {
      found[count] = rows[at] ?? 0;
      count += 1;
    }
  }
  return found.slice(0, count);
}
