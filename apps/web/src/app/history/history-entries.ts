import type { Gesture } from '#contracts';
import { deedWords, gestureWords, linkWord, whereWords } from '../state/gesture-words.ts';
import { foldGestures } from '../state/history-folds.ts';
import { parentOf } from '../state/place.ts';
import { visibleText } from '../ui/visible-text.ts';

/** One line of a list of gestures: one of them, or a text that was written piece by piece. */
export interface HistoryEntry {
  /** That of its first piece: it stays when more is written. */
  readonly id: string;
  /** The newest first. */
  readonly gestures: readonly Gesture[];
  readonly latest: Gesture;
  readonly first: Gesture;
  readonly by: string;
  /** Of the newest. */
  readonly at: string;
  readonly deed: string;
  readonly link: string;
  readonly where: string;
  /** The one image, where it is one. */
  readonly path: string | undefined;
  /** Where that lies, unless it is right in the gallery. */
  readonly folder: string;
  readonly says: string;
}

/** The lines of a list, the newest first. */
export function entriesOf(gestures: readonly Gesture[]): HistoryEntry[] {
  return foldGestures(gestures).flatMap((run) => {
    const [latest, first] = [run[0], run.at(-1)];
    if (latest === undefined || first === undefined) return [];
    const deed = run.length > 1 ? 'Wrote the notes' : deedWords(latest);
    const [link, where] = [linkWord(latest), whereWords(latest)];
    const path = latest.path ?? latest.followed?.to;
    return [
      {
        ...{ id: first.gesture_id, gestures: run, latest, first, by: latest.updated_by, at: latest.at, link },
        deed: visibleText(deed),
        where: visibleText(where),
        path,
        folder: path === undefined || parentOf(path) === '/' ? '' : visibleText(parentOf(path).slice(1)),
        says: visibleText(run.length > 1 ? `${deed} ${link} ${where}` : gestureWords(latest)),
      },
    ];
  });
}
