import type { EditTrouble, ItemEdit } from '../sync/edit.ts';
import type { Entry } from './label-entries.ts';
import { isRetried } from './open-edits.ts';

/** How it stands with what this person did to one item, the most pressing first. */
export type SaveState = 'conflict' | 'refused' | 'waiting' | 'saving' | 'saved' | 'idle';

/** An edit that stands still, or waits, and why. */
export interface Trouble {
  readonly edit: ItemEdit;
  readonly trouble: EditTrouble | null;
}

/** What else of this person is on its way to the item, and how it goes with everything that is. */
export interface Traffic {
  /** An edit to many, or an undo, that has not arrived. */
  readonly isUnder: boolean;
  /** Something was tried in vain: whatever waits, waits for that. */
  readonly isHeldUp: () => boolean;
}

export function saveStateIn({ edits, isSaved }: Entry, { isUnder, isHeldUp }: Traffic): SaveState {
  const states = edits.map(({ state }) => state);
  if (states.includes('conflict')) return 'conflict';
  if (states.includes('refused')) return 'refused';
  if (edits.some(isRetried)) return 'waiting';
  if (edits.length > 0 || isUnder) return isHeldUp() ? 'waiting' : 'saving';
  return isSaved ? 'saved' : 'idle';
}

export function troubleIn({ edits }: Entry): Trouble | null {
  const edit =
    edits.find(({ state }) => state === 'conflict') ??
    edits.find(({ state }) => state === 'refused') ??
    edits.find(({ trouble }) => trouble !== null);
  return edit === undefined ? null : { edit, trouble: edit.trouble };
}
