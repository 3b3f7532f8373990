// eslint-disable-next-line no-control-regex -- all of ASCII, control characters included
const ascii = /^[\x00-\x7f]*$/;
const marks = /\p{M}+/gu;
/** Characters of names that would come apart into a slash, which ends a folder and is in no name. */
const slashed = /[\uff0f\u2100\u2101\u2105\u2106]/g;
const backslash = 0x5c;
/** A byte of a name that stands in its key as a code point of its own. */
const escaped = /[\u{10ff5c}\u{10ff80}-\u{10ffff}]/gu;

/**
 * The form in which texts are compared when case and diacritics do not matter: `CAFÉ`, `café` and `cafe` are one. Marks
 * go before the letters become small, since a small letter can have a mark that its capital does not show.
 */
export function foldText(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  // A sigma becomes another letter at the end of a word, and what is looked for may end elsewhere.
  return withBytesShown(text)
    .replace(slashed, (character) => character.normalize('NFKD').replace('/', '\u2215'))
    .normalize('NFKD')
    .replace(marks, '')
    .toLowerCase()
    .normalize('NFKD')
    .replace(marks, '')
    .replaceAll('ς', 'σ');
}

function withBytesShown(text: string): string {
  // All of them begin with this half, and hardly any name has it.
  return text.includes('\udbff') ? text.replace(escaped, shownByte) : text;
}

/** As people read it on the page, and type it: a backslash as itself, a byte that is no text as `\xf1`. */
function shownByte(character: string): string {
  const byte = (character.codePointAt(0) ?? 0) & 0xff;
  return byte === backslash ? '\\' : `\\x${byte.toString(16)}`;
}
