import type { Edit, ItemEdit } from './edit.ts';

/** Of the notes, and of nothing else. Stars and tags are gestures, each to be undone by itself; a text grows as it is typed. */
export function isPlainNotes(edit: Edit): edit is ItemEdit {
  if (edit.kind !== 'item') return false;
  const { set_notes, ...rest } = edit.patch;
  return set_notes !== undefined && Object.keys(rest).length === 0;
}

/** The newer text was typed in the same tab, or over the older one: nobody loses what they have not read. */
export function goesOnFrom(newer: ItemEdit, older: ItemEdit): boolean {
  return newer.clientId === older.clientId || newer.seen.notes === older.patch.set_notes;
}

/** The newer text in the place of the older one, under the older one's key, which the server has never seen. */
export function mergedNotes(older: ItemEdit, newer: ItemEdit): ItemEdit {
  // Who typed on saw what was there by then.
  const isLater = newer.base.version > older.base.version;
  return {
    ...older,
    patch: newer.patch,
    ...(isLater ? { base: newer.base, seen: newer.seen } : {}),
  };
}

/** What is left of a gesture whose notes were given up; null when that is nothing. */
export function withoutNotes(edit: ItemEdit): ItemEdit | null {
  const patch = { ...edit.patch };
  delete patch.set_notes;
  return Object.keys(patch).length === 0 ? null : { ...edit, patch };
}
