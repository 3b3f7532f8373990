import type { SearchTerm, Star, StarComparison } from '#contracts';
import type { LabelId } from '../persistence/label-id.ts';
import type { LabelTable } from '../persistence/label-table.ts';
import type { TagListId } from '../persistence/tag-lists.ts';
import { extended } from '../shared/extended.ts';
import { foldText } from '../shared/fold-text.ts';

/** Set for a label of which a whole tag is one of the words; below it there is a bit for each term. */
export const wholeTag = 1 << 31;

/** Tells a list of tags that was looked at from one that was not. */
const decided = 1 << 28;
const between = '\0';

/** What people wrote, folded: kept from one search to the next, and known to be right by the very text it was made of. */
export class FoldedLabels {
  readonly #tags: ({ readonly tags: readonly string[]; readonly folded: string } | undefined)[] = [];
  readonly #notes = new Map<LabelId, { readonly text: string; readonly folded: string }>();

  /** With a NUL around each, so that whole ones can be told and nothing is found across two. */
  tags(list: TagListId, tags: readonly string[]): string {
    const known = this.#tags[list];
    if (known?.tags === tags) return known.folded;
    const folded = between + tags.map(foldText).join(between) + between;
    this.#tags[list] = { tags, folded };
    return folded;
  }

  notes(id: LabelId, text: string): string {
    const known = this.#notes.get(id);
    if (known?.text === text) return known.folded;
    // A phrase may be broken over two lines.
    const folded = foldText(text).replaceAll(/[\r\n]+/g, ' ');
    this.#notes.set(id, { text, folded });
    return folded;
  }

  /** Notes that are no more need no folded ones. */
  prune(notes: ReadonlyMap<LabelId, string>): void {
    if (this.#notes.size <= notes.size) return;
    for (const id of this.#notes.keys()) if (!notes.has(id)) this.#notes.delete(id);
  }
}

/** Which terms of one search hold for a label, as bits. */
export class LabelMatches {
  /** By list of tags: numbers in a row are looked up faster than anything else. */
  #decidedLists = new Uint32Array(1024);
  readonly #decidedAuthors = new Map<string, number>();
  readonly #stars: Uint32Array;

  constructor(
    private readonly terms: readonly SearchTerm[],
    private readonly table: LabelTable,
    private readonly folded: FoldedLabels,
  ) {
    const star = ([null, 0, 1, 2, 3, 4, 5] as const).map((each) =>
      bitsOf(terms, (term) => term.field === 'star' && isStar(each, term.comparison, term.star)),
    );
    this.#stars = Uint32Array.from(star);
    this.looksAtNotes = terms.some(({ field }) => field === 'any');
    this.#looksAtAuthors = terms.some(({ field }) => field === 'by');
  }

  readonly looksAtNotes: boolean;
  readonly #looksAtAuthors: boolean;

  /** After writes, the number of a list may stand for other tags than those that were decided. */
  forgetTags(): void {
    this.#decidedLists.fill(0);
  }

  /** All but its notes: few labels have any, and they are looked at apart. */
  bitsOf(id: LabelId): number {
    const { table } = this;
    const star = table.starOf(id);
    const bits = (this.#stars[star === null ? 0 : star + 1] ?? 0) | this.tagBits(table.tagListOf(id));
    return this.#looksAtAuthors ? bits | this.authorBits(table.authorOf(id) ?? '') : bits;
  }

  bitsWithNotes(id: LabelId): number {
    const notes = this.looksAtNotes ? this.table.notes.get(id) : undefined;
    return notes === undefined ? this.bitsOf(id) : this.bitsOf(id) | this.bitsOfNotes(id, notes);
  }

  bitsOfNotes(id: LabelId, notes: string): number {
    const text = this.folded.notes(id, notes);
    return bitsOf(this.terms, (term) => term.field === 'any' && text.includes(term.text));
  }

  private tagBits(list: TagListId): number {
    const known = this.#decidedLists[list] ?? 0;
    if (known !== 0) return known & ~decided;
    if (list >= this.#decidedLists.length) {
      this.#decidedLists = extended(this.#decidedLists, new Uint32Array(Math.ceil((list + 1) * 1.5)));
    }
    const bits = this.decideTags(list);
    this.#decidedLists[list] = bits | decided;
    return bits;
  }

  private decideTags(list: TagListId): number {
    const tags = this.table.tagsOf(list);
    if (tags.length === 0) return 0;
    const text = this.folded.tags(list, tags);
    const bits = bitsOf(this.terms, (term) => isOfTags(term) && text.includes(term.text));
    if (bits === 0) return 0;
    const hasWhole = this.terms.some((term) => isOfTags(term) && text.includes(between + term.text + between));
    return hasWhole ? bits | wholeTag : bits;
  }

  private authorBits(author: string): number {
    let bits = this.#decidedAuthors.get(author);
    if (bits === undefined) {
      const text = foldText(author);
      bits = bitsOf(this.terms, (term) => term.field === 'by' && author !== '' && text.includes(term.text));
      this.#decidedAuthors.set(author, bits);
    }
    return bits;
  }
}

function isOfTags(term: SearchTerm): term is Exclude<SearchTerm, { field: 'star' }> {
  return term.field === 'any' || term.field === 'tag';
}

function bitsOf(terms: readonly SearchTerm[], holds: (term: SearchTerm) => boolean): number {
  let bits = 0;
  for (let at = 0; at < terms.length; at += 1) {
    const term = terms[at];
    if (term && holds(term)) bits |= 1 << at;
  }
  return bits;
}

function isStar(star: Star, comparison: StarComparison, wanted: Star): boolean {
  if (star === null || wanted === null) return star === wanted;
  switch (comparison) {
    case '=':
      return star === wanted;
    case '<':
      return star < wanted;
    case '<=':
      return star <= wanted;
    case '>':
      return star > wanted;
    case '>=':
      return star >= wanted;
  }
}
