import { limits, searchFields, type SearchField, type SearchTerm, type Star, type StarComparison } from '#contracts';
import { foldText } from '../shared/fold-text.ts';
import { Problem } from '../shared/problem.ts';

/** A field and its colon, if a value follows; then a phrase in quotes, of which the last may be open, or all up to a space. */
const shape = new RegExp(`(?:(${searchFields.join('|')}):(?=\\S))?(?:"([^"]*)(?:"|$)|(\\S+))`, 'giu');
const starShape = /^(<=|>=|[<>=]?)([0-5])$/;

/** The text of a search, term by term. Only what can mean nothing is refused; all else finds something, or nothing. */
export function parseSearch(q: string): SearchTerm[] {
  if (q.length > limits.searchCharacters) {
    throw refusal(`What to look for is longer than ${String(limits.searchCharacters)} characters.`);
  }
  if (q.includes('\0')) throw refusal('What to look for holds a NUL character, which no name and no label has.');
  const terms = Array.from(q.matchAll(shape)).flatMap(([, field, phrase, word]) => {
    // The expression takes no other words for fields, in whatever letter case.
    const known = field === undefined ? 'any' : (field.toLowerCase() as SearchField);
    return known === 'star' ? [starTerm(phrase ?? word ?? '')] : textTerms(known, phrase ?? word ?? '');
  });
  if (terms.length === 0) throw refusal('Name at least one word to look for.');
  if (terms.length > limits.searchTerms) {
    throw refusal(`More than ${String(limits.searchTerms)} words at once cannot be looked for.`);
  }
  return terms;
}

function textTerms(field: 'any' | Exclude<SearchField, 'star'>, value: string): SearchTerm[] {
  const text = foldText(value);
  return text.trim() === '' ? [] : [{ field, text }];
}

function starTerm(value: string): SearchTerm {
  if (/^=?none$/i.test(value)) return { field: 'star', comparison: '=', star: null };
  const [, comparison = '', star] = starShape.exec(value) ?? [];
  if (star === undefined) {
    throw refusal('After star: comes a number from 0 to 5, with <, <=, > or >= in front if you like, or none.');
  }
  // Both were just matched.
  return { field: 'star', comparison: (comparison || '=') as StarComparison, star: Number(star) as Star };
}

function refusal(message: string): Problem {
  return new Problem('invalid_field', message, { field: 'q' });
}
