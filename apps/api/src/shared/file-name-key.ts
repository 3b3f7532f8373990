import { Buffer, isUtf8 } from 'node:buffer';

/**
 * File names are bytes; keys are text. A name that is valid UTF-8 is its own key. Every byte that is not part
 * of valid UTF-8, and the backslash (which the path door reads as a slash), becomes the private code point
 * U+10FF00 + byte. A name that really holds such a code point is escaped byte by byte too, so that the way
 * back is unambiguous and two different names never share a key.
 */
const escapeBase = 0x10ff00;
const escaped = /[\u{10ff00}-\u{10ffff}]/u;
const backslash = 0x5c;

export function keyFromName(name: Buffer): string {
  if (isUtf8(name) && !name.includes(backslash)) {
    const text = name.toString('utf8');
    if (!escaped.test(text)) return text;
  }
  let key = '';
  for (let at = 0; at < name.length;) {
    const length = plainSequenceAt(name, at);
    if (length === 0) {
      key += String.fromCodePoint(escapeBase + (name[at] ?? 0));
      at += 1;
    } else {
      key += name.toString('utf8', at, at + length);
      at += length;
    }
  }
  return key;
}

/** Something in this key or path stands for bytes that are no text. */
export function hasEscapes(key: string): boolean {
  return escaped.test(key);
}

/** What the file system is asked for: text where that is exact, bytes where text would lose something. */
export function nameFromKey(key: string): string | Buffer {
  if (!escaped.test(key)) return key;
  const parts: Buffer[] = [];
  for (const character of key) {
    const point = character.codePointAt(0) ?? 0;
    parts.push(point >= escapeBase ? Buffer.from([point - escapeBase]) : Buffer.from(character));
  }
  return Buffer.concat(parts);
}

/**
 * False for a text that no file name ever becomes: an escape for what needs none. Without this, an escaped dot or
 * slash would be one to the file system, and none to whoever checks the path.
 */
export function isKey(text: string): boolean {
  const name = nameFromKey(text);
  return typeof name === 'string' || keyFromName(name) === text;
}

/** Length of the UTF-8 sequence that starts here and stands for itself; 0 when the byte has to be escaped. */
function plainSequenceAt(name: Buffer, at: number): number {
  const lead = name[at] ?? 0;
  if (lead === backslash) return 0;
  const length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
  if (length === 0 || at + length > name.length) return 0;
  const sequence = name.subarray(at, at + length);
  return isUtf8(sequence) && !escaped.test(sequence.toString('utf8')) ? length : 0;
}
