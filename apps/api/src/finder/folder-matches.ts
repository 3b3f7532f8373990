import type { SearchTerm } from '#contracts';

/** Which terms of one search hold for all that is in a folder, and which begin with its path. Decided once each folder. */
export class FolderMatches {
  readonly #terms: readonly { readonly text: string; readonly head: string; readonly bit: number }[];

  constructor(terms: readonly SearchTerm[]) {
    this.#terms = terms.flatMap((term, at) => {
      if (term.field !== 'any' && term.field !== 'path') return [];
      const { text } = term;
      return [{ text, head: text.slice(0, text.lastIndexOf('/') + 1), bit: 1 << at }];
    });
  }

  /** Terms that stand in the path, which ends with a slash. */
  bitsOf(path: string): number {
    let bits = 0;
    for (const { text, bit } of this.#terms) if (path.includes(text)) bits |= bit;
    return bits;
  }

  /** Terms of which all up to the last slash is the end of the path: the rest may be the beginning of a name. */
  tailsOf(path: string): number {
    let bits = 0;
    for (const { head, bit } of this.#terms) if (head !== '' && path.endsWith(head)) bits |= bit;
    return bits;
  }
}
