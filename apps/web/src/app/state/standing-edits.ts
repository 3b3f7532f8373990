import type { Scope } from '#contracts';
import type { Choice, Edit } from '../sync/edit.ts';
import { wordsFor } from './label-keys.ts';
import { personWords } from './person-words.ts';
import { countOf } from './quantities.ts';
import { countIn } from './ranges.ts';
import { refusalWords } from './refusal-words.ts';

/** An edit that this person has to decide about, in words. */
export interface StandingEdit {
  readonly id: string;
  /** Where it can be looked at; null when it is about many images, or about a gesture. */
  readonly path: string | null;
  readonly what: string;
  readonly why: string;
  /** What stands against each other, shortened. */
  readonly texts: readonly { readonly name: string; readonly says: string }[];
  readonly choices: readonly { readonly choice: Choice; readonly name: string }[];
}

/** So many letters of a text are enough to know it again. */
const SHOWN = 140;

const conflictChoices: StandingEdit['choices'] = [
  { choice: 'mine-again', name: 'Apply my changes again' },
  { choice: 'keep-theirs', name: 'Keep theirs' },
];
const refusedChoices: StandingEdit['choices'] = [
  { choice: 'mine-again', name: 'Try again' },
  { choice: 'drop', name: 'Discard my change' },
];

/** To ask once more may have another answer. A list that is gone stays gone: places in another are other images. */
export function canBeTriedAgain({ state, trouble }: Edit): boolean {
  return state === 'refused' && trouble?.code !== 'result_expired';
}

/** Each of them can be decided wherever one is: the image may be gone, and a change to many has no place of its own. */
export function standingEdit(edit: Edit): StandingEdit {
  const { id } = edit;
  const path = edit.kind === 'item' ? edit.path : null;
  if (edit.kind === 'item' && edit.state === 'conflict') {
    const by = personWords(edit.theirs?.updatedBy ?? 'server');
    const texts = [
      { name: 'Theirs', says: shortened(edit.theirs?.notes ?? '') },
      { name: 'Yours', says: shortened(edit.patch.set_notes ?? '') },
    ];
    const what = wordsFor(edit.patch);
    return { id, path, what, why: `${by} changed the notes, too.`, texts, choices: conflictChoices };
  }
  const choices = refusedChoices.filter(({ choice }) => choice !== 'mine-again' || canBeTriedAgain(edit));
  return { id, path, what: whatOf(edit), why: refusalWords(edit.trouble), texts: [], choices };
}

function whatOf(edit: Edit): string {
  if (edit.kind === 'undo') return 'Taking a change back';
  return edit.kind === 'item' ? wordsFor(edit.patch) : `${wordsFor(edit.patch)} on ${manyOf(edit.scope)}`;
}

function shortened(text: string): string {
  const letters = Array.from(text.trim());
  if (letters.length === 0) return '(empty)';
  return letters.length > SHOWN ? `${letters.slice(0, SHOWN - 1).join('')}…` : letters.join('');
}

function manyOf(scope: Scope): string {
  if ('query' in scope) return 'all that match';
  const count = 'paths' in scope ? scope.paths.length : countIn(scope.ranges);
  return countOf(count, 'image');
}
