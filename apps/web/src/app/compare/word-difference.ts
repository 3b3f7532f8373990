/** A piece of a text; `isNew` when the other text does not have it there. */
export interface Piece {
  readonly text: string;
  readonly isNew: boolean;
}

/** Comparing costs words times words: of longer texts the rest is taken as a whole. */
const MOST_WORDS = 400;

/** A text in pieces, by which of its words stand in another one too, in the same order. */
export function wordDifference(before: string, after: string): Piece[] {
  const [old, all] = [wordsOf(before), wordsOf(after)];
  const [a, b] = [old.slice(0, MOST_WORDS), all.slice(0, MOST_WORDS)];
  const kept = commonIn(a, b);
  const pieces = b.map((text, at) => ({ text, isNew: !kept.has(at) }));
  const rest = all.slice(MOST_WORDS).join('');
  if (rest !== '') pieces.push({ text: rest, isNew: rest !== old.slice(MOST_WORDS).join('') });
  return joined(pieces);
}

/** Words with the space and commas after them, so that nothing of the text is lost. */
function wordsOf(text: string): string[] {
  return text.match(/[^\s,]+[\s,]*|[\s,]+/g) ?? [];
}

function bare(word: string): string {
  return word.replace(/[\s,]+$/, '');
}

/** The places in `b` of the longest run of words, gaps allowed, that both have. */
function commonIn(a: readonly string[], b: readonly string[]): Set<number> {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  const isSame = (i: number, j: number): boolean => bare(a[i] ?? '') === bare(b[j] ?? '');
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] = isSame(i, j) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const places = new Set<number>();
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (isSame(i, j)) {
      places.add(j);
      i += 1;
      j += 1;
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return places;
}

function joined(pieces: readonly Piece[]): Piece[] {
  const all: Piece[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if (last?.isNew === piece.isNew) all[all.length - 1] = { text: last.text + piece.text, isNew: piece.isNew };
    else all.push(piece);
  }
  return all;
}
