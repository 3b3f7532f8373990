import type { EditTrouble, ItemEdit } from '../sync/edit.ts';
import type { Entry } from './label-entries.ts';

/** How it stands with what this person did to one item, the most pressing first. */
export type SaveState = 'conflict' | 'refused' | 'waiting' | 'saving' | 'saved' | 'idle';

/** An edit that stands still, or waits, and why. */
export interface Trouble {
  readonly edit: ItemEdit;
  readonly trouble: EditTrouble | null;
}

export function saveStateIn({ edits, isSaved }: Entry): SaveState {
  const states = edits.map(({ state }) => state);
  if (states.includes('conflict')) return 'conflict';
  if (states.includes('refused')) return 'refused';
  if (edits.some(({ state, tries }) => state === 'waiting' && tries > 0)) return 'waiting';
  if (edits.length > 0) return 'saving';
  return isSaved ? 'saved' : 'idle';
}

export function troubleIn({ edits }: Entry): Trouble | null {
  const edit =
    edits.find(({ state }) => state === 'conflict') ??
    edits.find(({ state }) => state === 'refused') ??
    edits.find(({ trouble }) => trouble !== null);
  return edit === undefined ? null : { edit, trouble: edit.trouble };
}
