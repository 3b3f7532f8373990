/** A part of a text, and whether it is what was looked for. */
export interface TextPart {
  readonly text: string;
  readonly isMatch: boolean;
}

const marks = /\p{M}+/gu;

/** Where words stand in a text, whatever their case and accents. */
export function markedParts(text: string, words: readonly string[]): TextPart[] {
  const { folded, places } = foldedWithPlaces(text);
  const isMarked = new Array<boolean>(text.length).fill(false);
  for (const word of words.map(fold).filter((each) => each !== '')) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
      const [from, to] = [places[at] ?? 0, places[at + word.length] ?? text.length];
      isMarked.fill(true, from, to);
    }
  }
  const parts: TextPart[] = [];
  for (let at = 0; at < text.length;) {
    const isMatch = isMarked[at] === true;
    let end = at + 1;
    while (end < text.length && isMarked[end] === isMatch) end += 1;
    parts.push({ text: text.slice(at, end), isMatch });
    at = end;
  }
  return parts;
}

export function hasMatch(text: string, words: readonly string[]): boolean {
  return markedParts(text, words).some(({ isMatch }) => isMatch);
}

/** What a search can narrow a word to; to notes it cannot, but any word may stand there. */
export type SoughtField = 'name' | 'path' | 'tag' | 'notes';

/** The words of a search that may stand in a field: phrases whole, words that narrow to something else left out. */
export function wordsIn(search: string, wanted: SoughtField = 'name'): string[] {
  return [...search.matchAll(/(?:(\w+):)?(?:"([^"]*)"?|(\S+))/g)].flatMap(([, field, phrase, word]) =>
    field === undefined || field.toLowerCase() === wanted ? [phrase ?? word ?? ''] : [],
  );
}

/** Of what stands before the first match so much goes that the match is within this many letters. */
export function broughtIntoSight(parts: readonly TextPart[], room: number): TextPart[] {
  const at = parts.findIndex(({ isMatch }) => isMatch);
  const before = parts[at - 1]?.text ?? '';
  const spare = before.length + (parts[at]?.text.length ?? 0) - room;
  if (at < 1 || spare <= 0) return [...parts];
  // Not within a letter of two halves.
  const kept = Array.from(before)
    .slice(Math.min(spare + 2, before.length))
    .join('');
  return [{ text: `…${kept}`, isMatch: false }, ...parts.slice(at)];
}

function fold(text: string): string {
  return text.normalize('NFKD').replace(marks, '').toLowerCase();
}

/** Letters may become more or fewer: of each it is kept where it came from. */
function foldedWithPlaces(text: string): { folded: string; places: number[] } {
  let folded = '';
  const places: number[] = [];
  let at = 0;
  for (const letter of text) {
    const small = fold(letter);
    for (let each = 0; each < small.length; each += 1) places.push(at);
    folded += small;
    at += letter.length;
  }
  places.push(text.length);
  return { folded, places };
}
