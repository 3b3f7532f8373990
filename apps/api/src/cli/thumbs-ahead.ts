import type { Catalogue, Row } from '../catalogue/catalogue.ts';
import { itemFlags } from '../catalogue/item-flags.ts';
import { whyUnseen } from '../catalogue/why-unseen.ts';
import type { Clock } from '../shared/clock.ts';
import type { Prepared, ThumbMaker } from '../thumbs/thumb-maker.ts';
import type { FirstFailures } from './first-failures.ts';
import type { IndexOutcome } from './index-outcome.ts';
import type { WorkProgress } from './work-progress.ts';
import { WorkRate } from './work-rate.ts';

type Counts = { -readonly [Name in 'made' | 'found' | 'broken' | 'unread' | 'unkept']: IndexOutcome[Name] };

/** What is there already is only looked at, and what other servers have is left to whoever wants to see it. */
export async function makeThumbs(
  catalogue: Catalogue,
  thumbs: Pick<ThumbMaker, 'prepare'>,
  atOnce: number,
  clock: Clock,
  progress: Pick<WorkProgress, 'tell'>,
  failures: FirstFailures,
): Promise<Counts> {
  const rows = catalogue.rowsOf(catalogue.root, true).filter((row) => !catalogue.isRemote(row));
  const rate = new WorkRate(clock);
  const counts: Counts = { made: 0, found: 0, broken: 0, unread: 0, unkept: 0 };
  let [next, done] = [0, 0];
  const work = async (): Promise<void> => {
    for (let row = rows[next++]; row !== undefined; row = rows[next++]) {
      const became = becameOf(catalogue, row, await thumbs.prepare(row, 'background'));
      done += 1;
      counts[became] += 1;
      const why = whyFailed(catalogue, row, became);
      if (why !== undefined) failures.add(catalogue.pathOf(row), why);
      if (done % 25 !== 0 && done !== rows.length) continue;
      const perSecond = rate.of(counts.made + counts.unkept);
      progress.tell({ what: 'Thumbnails', done, total: rows.length, perSecond, failed: counts.broken });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return counts;
}

function becameOf(catalogue: Catalogue, row: Row, prepared: Prepared): keyof Counts {
  if (catalogue.problemOf(row)) return 'broken';
  if (prepared === 'unmade' || !catalogue.has(row, itemFlags.headerKnown)) return 'unread';
  return prepared === 'kept' ? 'made' : prepared;
}

function whyFailed(catalogue: Catalogue, row: Row, became: keyof Counts): string | undefined {
  if (became === 'unread') return 'the storage did not answer';
  return became === 'unkept' ? 'its thumbnail could not be kept' : whyUnseen(catalogue, row);
}
