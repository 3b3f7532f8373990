/** Joins small texts into ones of about this many characters: one system call, or one piece of an answer, for many. */
export function* gathered(texts: Iterable<string>, characters: number): Generator<string, void> {
  let piece = '';
  for (const text of texts) {
    piece += text;
    if (piece.length < characters) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}
