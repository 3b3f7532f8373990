import type { Gesture, Operation } from '#contracts';
import { foldTexts, type TextTrace } from './text-folds.ts';

/** Of a list of gestures, the newest first: what one person wrote on one image piece by piece is one run. */
export function foldGestures(gestures: readonly Gesture[]): (readonly Gesture[])[] {
  return foldTexts(gestures, ({ kind, patch, path, version, updated_by: by, at }) => {
    const image = path === undefined || version === undefined ? null : { path, version };
    const fields = Object.keys(patch ?? {});
    const mayBeAnything = kind === 'undo' || kind === 'import' || kind === 'follow';
    return { image, by, at, text: textIn(kind === 'edit', fields, 'set_notes', mayBeAnything) };
  });
}

/** The same of the operations of one image. */
export function foldOperations(operations: readonly Operation[]): (readonly Operation[])[] {
  return foldTexts(operations, ({ kind, changes, path, version, updated_by: by, at }) => {
    const fields = Object.keys(changes);
    const text = textIn(kind === 'edit', fields, 'notes', changes.followed !== undefined);
    return { image: { path, version }, by, at, text };
  });
}

function textIn(isEdit: boolean, fields: readonly string[], text: string, mayBeAnything: boolean): TextTrace['text'] {
  if (isEdit && fields.length === 1 && fields[0] === text) return 'piece';
  return mayBeAnything || fields.includes(text) ? 'other' : 'none';
}
