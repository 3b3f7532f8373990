import type { Gesture, UndoAnswer } from '#contracts';
import { wordsFor } from '../state/label-keys.ts';
import { personWords } from '../state/person-words.ts';
import { countOf } from '../ui/quantities.ts';

/** What somebody did, in few words. */
export function gestureWords({ kind, count, patch, metric_keys }: Gesture): string {
  const where = ` on ${countOf(count, 'image')}`;
  if (kind === 'undo') return `Took a change back${where}`;
  if (kind === 'import') return `Imported labels${where}`;
  if (kind === 'metrics') return `Metrics ${(metric_keys ?? []).join(', ')}${where}`;
  return `${patch === undefined ? 'A change' : wordsFor(patch)}${where}`;
}

/** What taking it back would do. */
export function undoWords({ reverted, skipped, truncated }: UndoAnswer): string {
  const people = [...new Set(skipped.map(({ by }) => personWords(by)))];
  const stays =
    skipped.length === 0
      ? ''
      : ` What ${people.length === 1 ? (people[0] ?? '') : 'others'} changed since stays as it is ` +
        `(${truncated === true ? 'more than ' : ''}${countOf(skipped.length, 'field')}).`;
  if (reverted === 0) return `There is nothing left of it to take back.${stays}`;
  return `This takes it back on ${countOf(reverted, 'image')}.${stays}`;
}
