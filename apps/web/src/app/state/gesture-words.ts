import type { Gesture, UndoAnswer } from '#contracts';
import { wordsFor } from '../state/label-keys.ts';
import { personWords } from '../state/person-words.ts';
import { nameOf } from '../state/place.ts';
import { countOf } from '../state/quantities.ts';

/** What somebody did, in few words, and on what. */
export function gestureWords(gesture: Gesture): string {
  return `${deedWords(gesture)} ${linkWord(gesture)} ${whereWords(gesture)}`;
}

/** One image by its name, many by their number. */
export function whereWords({ count, path, followed }: Gesture): string {
  if (followed) return followed.to === undefined ? countOf(followed.files, 'renamed file') : nameOf(followed.to);
  return path === undefined ? countOf(count, 'image') : nameOf(path);
}

/** Between the deed and the place. */
export function linkWord({ followed }: Gesture): string {
  if (!followed) return 'on';
  return followed.to === undefined ? 'with' : 'to';
}

export function deedWords({ kind, patch, metric_keys, followed }: Gesture): string {
  if (kind === 'follow')
    return followed?.from === undefined ? 'Labels went along' : `Label followed ${nameOf(followed.from)}`;
  if (kind === 'undo') return 'Took a change back';
  if (kind === 'import') return 'Imported labels';
  if (kind === 'metrics') return `Metrics ${(metric_keys ?? []).join(', ')}`;
  return patch === undefined ? 'A change' : wordsFor(patch);
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
