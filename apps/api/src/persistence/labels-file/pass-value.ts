import { limits } from '#contracts';
import type { FileWindow } from './file-window.ts';

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;

/**
 * Moves past one JSON value without reading it: texts, escapes and brackets tell where it ends, and whether it is
 * correct inside is left to `JSON.parse`. Answers how many fields the objects in it have, each counted as often as it
 * is there, which is what `JSON.parse` does not tell.
 */
export function passValue(window: FileWindow): number {
  const first = window.bytes[window.at];
  if (first === 0x7b || first === 0x5b) return passNested(window);
  if (first === quote) passText(window);
  else passWord(window);
  return 0;
}

/** From the opening quote to behind the closing one. */
export function passText(window: FileWindow): void {
  window.at += 1;
  for (;;) {
    const { bytes, end } = window;
    let at = window.at;
    for (; at < end; at += 1) {
      const byte = bytes[at];
      if (byte === quote) {
        window.at = at + 1;
        return;
      }
      // What is escaped may not have been read yet: then `at` is beyond the end until it is.
      if (byte === backslash) at += 1;
    }
    window.at = at;
    readOn(window);
  }
}

function passNested(window: FileWindow): number {
  let depth = 0;
  let fields = 0;
  for (;;) {
    if (window.at >= window.end) readOn(window);
    const byte = window.bytes[window.at];
    if (byte === quote) {
      passText(window);
      continue;
    }
    window.at += 1;
    if (byte === colon) fields += 1;
    else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      if (depth > limits.jsonDepth)
        throw window.refused(`A value is nested more than ${String(limits.jsonDepth)} deep.`);
    } else if (byte === 0x7d || byte === 0x5d) {
      depth -= 1;
      if (depth === 0) return fields;
    }
  }
}

/** A number, true, false or null, or something that only `JSON.parse` will refuse. */
function passWord(window: FileWindow): void {
  for (;;) {
    if (window.at >= window.end) readOn(window);
    const byte = window.bytes[window.at] ?? 0;
    if (byte <= 0x20 || byte === 0x2c || byte === 0x5d || byte === 0x7d) return;
    window.at += 1;
  }
}

/** The window's mark has to be where the value begins. */
function readOn(window: FileWindow): void {
  if (!window.readMore()) throw window.refused('The file ends in the middle: it was cut short.', window.end);
}
