/** Code points that stand for single bytes of a name that is not UTF-8; the byte is the low eight bits. */
const FIRST_RAW = 0x10ff00;
const LAST_RAW = 0x10ffff;

/** Characters that would show as nothing, or turn the text around: C1 controls, zero-width and bidirectional marks. */
const UNSEEN = /[\u0080-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;

/**
 * A name as a person can read it: bytes that are no text as `\xE9`, control characters as their pictures (␤ for a line
 * break), characters without a shape by their number. Zero-width joiners inside emoji stay, they are part of the picture.
 */
export function visibleText(name: string): string {
  // Nearly every name is plain, and this is called for every tile.
  if (/^[\u0020-\u007e\u00a0-\u00ac\u00ae-\u0600]*$/u.test(name)) return name;
  const points = Array.from(name);
  return points.map((point, place) => visiblePoint(point, points[place - 1])).join('');
}

function visiblePoint(point: string, before: string | undefined): string {
  const code = point.codePointAt(0) ?? 0;
  if (code >= FIRST_RAW && code <= LAST_RAW) return visibleByte(code & 0xff);
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '␡';
  if (code === 0x200d && before !== undefined && /\p{Extended_Pictographic}|\ufe0f|\p{Emoji_Modifier}/u.test(before))
    return point;
  if (UNSEEN.test(point)) return `\\u${hex(code, 4)}`;
  return point;
}

/** A byte that is a letter of ASCII shows as that: a backslash in a name comes like this, since it parts paths elsewhere. */
function visibleByte(byte: number): string {
  return byte > 0x20 && byte < 0x7f ? String.fromCodePoint(byte) : `\\x${hex(byte, 2)}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}
