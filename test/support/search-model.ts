import type { SearchTerm } from '#contracts';
import type { Label } from '../../apps/api/src/persistence/label.ts';

export interface SearchedItem {
  readonly path: string;
  readonly label: Pick<Label, 'star' | 'tags' | 'notes' | 'updatedBy'> | undefined;
}

/** Letters as people look for them, said in another way than the product does. */
export function plain(text: string): string {
  return Array.from(shown(text).replaceAll('／', '∕').replaceAll('℅', 'c∕o').normalize('NFKD'))
    .filter((letter) => !/^\p{Mn}$/u.test(letter))
    .map((letter) => (letter === 'ς' || letter === 'Σ' ? 'σ' : letter.toLowerCase()))
    .join('');
}

/** SE1 and SE2 once more, as short as they can be said. The items stand in path order. */
export function searchedInModel(items: readonly SearchedItem[], terms: readonly SearchTerm[]): string[] {
  const ranked = items
    .filter((item) => areFound(item, terms))
    .map((item) => ({
      path: item.path,
      rank: rankOf(item, terms),
    }));
  return [1, 2, 3, 4].flatMap((rank) => ranked.filter((each) => each.rank === rank).map(({ path }) => path));
}

export function areFound(item: SearchedItem, terms: readonly SearchTerm[]): boolean {
  return terms.every((term) => holds(item, term));
}

function holds({ path, label }: SearchedItem, term: SearchTerm): boolean {
  if (term.field === 'star') {
    const has = label?.star ?? null;
    const { star, comparison } = term;
    if (has === null || star === null) return has === star;
    return { '=': has === star, '<': has < star, '<=': has <= star, '>': has > star, '>=': has >= star }[comparison];
  }
  const tags = (label?.tags ?? []).map(plain);
  const fields = {
    name: [plain(nameOf(path))],
    path: [plain(path)],
    tag: tags,
    by: label ? [plain(label.updatedBy)] : [],
    any: [plain(path), ...tags, plain(label?.notes ?? '').replaceAll(/[\r\n]+/g, ' ')],
  };
  return fields[term.field].some((text) => text.includes(term.text));
}

/** 1 is the best. */
export function rankOf({ path, label }: SearchedItem, terms: readonly SearchTerm[]): number {
  const name = plain(nameOf(path));
  const stem = name.replace(/\.[^.]*$/, '');
  const words = terms.flatMap((term) => (term.field === 'any' || term.field === 'name' ? [term.text] : []));
  const typed = terms.flatMap((term) => (term.field === 'any' ? [term.text] : [])).join(' ');
  if ([...words, typed].some((word) => word !== '' && (word === name || word === stem))) return 1;
  if (words.some((word) => name.startsWith(word))) return 2;
  const tags = (label?.tags ?? []).map(plain);
  const ofTags = terms.flatMap((term) => (term.field === 'any' || term.field === 'tag' ? [term.text] : []));
  return ofTags.some((word) => tags.includes(word)) ? 3 : 4;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Bytes of names as people read them. */
function shown(text: string): string {
  if (!/[\ud800-\udfff]/.test(text)) return text;
  return text.replace(/[\u{10ff5c}\u{10ff80}-\u{10ffff}]/gu, (point) => {
    const byte = (point.codePointAt(0) ?? 0) - 0x10ff00;
    return byte === 0x5c ? '\\' : `\\x${byte.toString(16)}`;
  });
}
