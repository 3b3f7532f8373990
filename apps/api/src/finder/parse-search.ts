import { limits, searchFields, type SearchField, type SearchTerm, type Star, type StarComparison } from '#contracts';
import { foldText } from '../shared/fold-text.ts';
import { Problem } from '../shared/problem.ts';

/**
 * A field and its colon, if a value follows; then a phrase in quotes, of which the last may be open, or all up to a space. Without the
 * flag for Unicode, by which a long s would count as an s.
 */
const shape = new RegExp(`(?:(${searchFields.join('|')}):(?=\\S))?(?:"([^"]*)(?:"|$)|(\\S+))`, 'gi');
const starShape = /^(<=|>=|[<>=]?)([0-5])$/;

/** The last word of a text that somebody is typing: a field whose value is still to come, and of `star:` its first letters. */
const begunShape = new RegExp(`^(?:(?:${searchFields.join('|')}):|star:(?:[<>]=?|=?(?:n(?:on?)?)?))$`, 'i');

/** The text of a search, term by term. Only what can mean nothing is refused; all else finds something, or nothing. */
export function parseSearch(q: string): SearchTerm[] {
  const terms = termsOf(q, 'q');
  if (terms.length === 0) throw refusal('q', 'Name at least one word to look for.');
  return terms;
}

/** The text of a query, which somebody may be typing: what is only begun asks for nothing yet. */
export function parseText(text = ''): SearchTerm[] {
  const begun = begunWord(text);
  return termsOf(text, 'text', begun === '' ? undefined : -begun.length);
}

/** For whoever is about to change what is found: what asks for nothing yet would change everything. */
export function refuseBegun(text = ''): void {
  const isEmpty = text.trim() !== '' && parseText(text).length === 0;
  if (isEmpty || begunWord(text) !== '')
    throw refusal('text', 'This text is only begun: finish its last condition, or leave the text out.');
}

function begunWord(text: string): string {
  const last = Array.from(text.matchAll(shape)).at(-1)?.[0] ?? '';
  return text.endsWith(last) && begunShape.test(last) ? last : '';
}

function termsOf(text: string, name: 'q' | 'text', end?: number): SearchTerm[] {
  if (text.length > limits.searchCharacters) {
    throw refusal(name, `What to look for is longer than ${String(limits.searchCharacters)} characters.`);
  }
  if (text.includes('\0')) {
    throw refusal(name, 'What to look for holds a NUL character, which no name and no label has.');
  }
  const terms = Array.from(text.slice(0, end).matchAll(shape)).flatMap(([, field, phrase, word]) => {
    // The expression takes no other words for fields, in whatever letter case.
    const known = field === undefined ? 'any' : (field.toLowerCase() as SearchField);
    const value = phrase ?? word ?? '';
    if (known !== 'star') return textTerms(known, value);
    const term = starTerm(value);
    if (term) return [term];
    throw refusal(name, 'After star: comes a number from 0 to 5, with <, <=, > or >= in front if you like, or none.');
  });
  if (terms.length > limits.searchTerms) {
    throw refusal(name, `More than ${String(limits.searchTerms)} words at once cannot be looked for.`);
  }
  return terms;
}

function textTerms(field: 'any' | Exclude<SearchField, 'star'>, value: string): SearchTerm[] {
  const text = foldText(value);
  return text.trim() === '' ? [] : [{ field, text }];
}

/** Undefined for stars that do not exist. */
function starTerm(value: string): SearchTerm | undefined {
  if (/^=?none$/i.test(value)) return { field: 'star', comparison: '=', star: null };
  const [, comparison = '', star] = starShape.exec(value) ?? [];
  if (star === undefined) return undefined;
  // Both were just matched.
  return { field: 'star', comparison: (comparison || '=') as StarComparison, star: Number(star) as Star };
}

function refusal(field: string, message: string): Problem {
  return new Problem('invalid_field', message, { field });
}
