// eslint-disable-next-line no-control-regex -- all of ASCII, control characters included
const ascii = /^[\x00-\x7f]*$/;
const marks = /\p{M}+/gu;
/** Characters of names that would come apart into a slash, which ends a folder and is in no name. */
const slashed = /[\uff0f\u2100\u2101\u2105\u2106]/g;

/**
 * The form in which texts are compared when case and diacritics do not matter: `CAFÉ`, `café` and `cafe` are one. Marks
 * go before the letters become small, since a small letter can have a mark that its capital does not show.
 */
export function foldText(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  // A sigma becomes another letter at the end of a word, and what is looked for may end elsewhere.
  return text
    .replace(slashed, (character) => character.normalize('NFKD').replace('/', '\u2215'))
    .normalize('NFKD')
    .replace(marks, '')
    .toLowerCase()
    .normalize('NFKD')
    .replace(marks, '')
    .replaceAll('ς', 'σ');
}
