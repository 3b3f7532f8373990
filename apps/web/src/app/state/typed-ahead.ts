import type { KeyPress } from './key-map.ts';

/** What of a key press tells whether it is text. */
type Typed = Pick<KeyPress, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'> & {
  readonly isComposing: boolean;
  getModifierState(key: string): boolean;
};

type Field = HTMLInputElement | HTMLTextAreaElement;

/** What somebody types for a field that they have asked for, and that is not there yet. */
export class TypedAhead {
  private keys: string[] | null = null;

  /** A field was asked for. What was typed for another is not for this one. */
  begin(): void {
    this.keys = [];
  }

  /** It is not waited for any more: somebody has gone elsewhere. */
  end(): void {
    this.keys = null;
  }

  /** Takes a key for the field. False for one that is no text, and when no field is waited for. */
  take(press: Typed): boolean {
    if (this.keys === null || !isForField(press)) return false;
    this.keys.push(press.key);
    return true;
  }

  /** The field has the keyboard, and gets what was typed before as if it had been typed there. */
  give(field: Field): void {
    const keys = this.keys ?? [];
    this.keys = null;
    for (const key of keys) {
      if (key === 'Enter') enter(field);
      else if (key === 'Backspace') type(field, '', 1);
      else type(field, key);
    }
  }
}

/** A character, with AltGr as well; and what ends or mends a text. */
function isForField(press: Typed): boolean {
  const { key, isComposing } = press;
  if (isComposing) return false;
  if (key === 'Enter' || key === 'Backspace') return true;
  const isChord = (press.ctrlKey || press.metaKey || press.altKey) && !press.getModifierState('AltGraph');
  return Array.from(key).length === 1 && !isChord;
}

function enter(field: Field): void {
  const isFree = field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
  if (isFree) field.form?.requestSubmit();
}

/** What is marked is replaced; else what stands before the caret goes, as much of it as is said. */
function type(field: Field, text: string, back = 0): void {
  const [start, end] = [field.selectionStart ?? field.value.length, field.selectionEnd ?? field.value.length];
  const first = start === end ? Math.max(0, start - back) : start;
  const isTooLong = field.maxLength >= 0 && field.value.length - (end - first) + text.length > field.maxLength;
  if (isTooLong) return;
  field.setRangeText(text, first, end, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}
