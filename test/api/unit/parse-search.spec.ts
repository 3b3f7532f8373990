import { limits, type SearchTerm } from '#contracts';
import { parseSearch, parseText } from '../../../apps/api/src/finder/parse-search.ts';
import { Problem } from '../../../apps/api/src/shared/problem.ts';

const any = (text: string): SearchTerm => ({ field: 'any', text });
const star = (comparison: '=' | '<' | '<=' | '>' | '>=', value: 0 | 1 | 2 | 3 | 4 | 5 | null): SearchTerm => ({
  field: 'star',
  comparison,
  star: value,
});

function refusalOf(q: string, parse = parseSearch): Problem | undefined {
  try {
    parse(q);
    return undefined;
  } catch (error) {
    return error instanceof Problem ? error : undefined;
  }
}

describe('the text of a search', () => {
  it.each<[string, string, SearchTerm[]]>([
    ['a word', 'beach', [any('beach')]],
    ['several words, however far apart', ' beach\t  sunset\u00a0\u3000red ', [any('beach'), any('sunset'), any('red')]],
    ['letter case and diacritics', 'CAFÉ Ångström İzmir ΟΔΟΣ', ['cafe', 'angstrom', 'izmir', 'οδοσ'].map(any)],
    ['both forms of an accent', 'e\u0301te\u0301 été', [any('ete'), any('ete')]],
    ['ligatures and wide letters', 'ﬁn ＩＭＧ', [any('fin'), any('img')]],
    ['other scripts', '写真 фото 사진', [any('写真'), any('фото'), any('사진'.normalize('NFKD'))]],
    ['a phrase', '"golden hour"', [any('golden hour')]],
    ['a phrase among words', 'sea "golden hour"beach', [any('sea'), any('golden hour'), any('beach')]],
    ['a phrase that is not closed', 'sea "golden ho', [any('sea'), any('golden ho')]],
    ['nothing in quotes', 'sea "" "  "', [any('sea')]],
    ['a quote inside a word', '5"x7" o"', [any('5"x7"'), any('o"')]],
    ['a phrase that looks narrow', '"tag:sea"', [any('tag:sea')]],
    ['every field', 'tag:A by:B path:C name:D', (['tag', 'by', 'path', 'name'] as const).map((field, at) => ({ field, text: 'abcd'[at]! }))], // prettier-ignore
    ['a field in capitals', 'TAG:Sea', [{ field: 'tag', text: 'sea' }]],
    ['a value in quotes', 'by:"Ada Lovelace" x', [{ field: 'by', text: 'ada lovelace' }, any('x')]],
    ['a value with colons', 'tag:a:b', [{ field: 'tag', text: 'a:b' }]],
    ['a field without a value', 'tag: star: x', [any('tag:'), any('star:'), any('x')]],
    ['a field with an empty value', 'tag:"" x', [any('x')]],
    ['a field that nobody knows', 'size:10 http://x', [any('size:10'), any('http://x')]],
    ['a field in letters that only look like it', '\u017ftar:4 \u017ftar:', [any('star:4'), any('star:')]],
    ['a field inside a word', 'xtag:sea', [any('xtag:sea')]],
    ['a path', '/Holiday/Béa', [any('/holiday/bea')]],
    ['stars', 'star:4 star:=0', [star('=', 4), star('=', 0)]],
    ['more stars', 'star:>=4 star:<3', [star('>=', 4), star('<', 3)]],
    ['others', 'star:>4 star:<=3', [star('>', 4), star('<=', 3)]],
    ['no star', 'star:none star:NONE star:"none"', [star('=', null), star('=', null), star('=', null)]],
    ['a byte that is no text in a name', '\u{10ffe4}.jpg', [any('\\xe4.jpg')]],
    ['what means something to other engines', 'a* (b) .* \\ %', ['a*', '(b)', '.*', '\\', '%'].map(any)],
  ])('SE1: with %s', (_, q, expected) => {
    expect(parseSearch(q)).toEqual(expected);
  });

  it.each<[string, string, RegExp]>([
    ['is empty', '', /at least one word/],
    ['is only spaces', ' \n\u2003', /at least one word/],
    ['has only empty phrases', '"" tag:""', /at least one word/],
    ['has only diacritics', '\u0301\u0308', /at least one word/],
    ['has a NUL', 'a\0b', /NUL/],
    ['asks for six stars', 'star:6', /0 to 5/],
    ['asks for no number of stars', 'star:abc', /0 to 5/],
    ['compares with none', 'star:>none', /0 to 5/],
    ['compares in a way of its own', 'star:=>4', /0 to 5/],
    ['compares with nothing', 'star:>', /0 to 5/],
    ['is too long', 'x'.repeat(limits.searchCharacters + 1), /longer than/],
    ['has too many words', 'x '.repeat(limits.searchTerms + 1), /words at once/],
  ])('E16: that %s is refused in a sentence', (_, q, sentence) => {
    const problem = refusalOf(q);
    expect([problem?.code, problem?.message]).toEqual(['invalid_field', expect.stringMatching(sentence)]);
  });

  it('E16: takes as much as is allowed', () => {
    expect(parseSearch('x'.repeat(limits.searchCharacters))).toHaveLength(1);
    expect(parseSearch('x '.repeat(limits.searchTerms))).toHaveLength(limits.searchTerms);
  });

  it.each([
    '',
    ' ',
    '"',
    '""',
    'tag:',
    'by:',
    'PATH:',
    'name:',
    'tag:"',
    'star:',
    'star:>',
    'star:>=',
    'star:<',
    'star:=',
    'star:n',
    'star:NO',
    'star:non',
    'star:=no',
  ])('BR17: of a query asks for nothing yet: %j', (text) => {
    expect(parseText(text)).toEqual([]);
    expect(parseText(`sea ${text}`)).toEqual([any('sea')]);
  });

  it.each<[string, SearchTerm[]]>([
    ['tag: sea', [any('tag:'), any('sea')]],
    ['"a tag:', [any('a tag:')]],
    ['star:none', [star('=', null)]],
    ['star:>=4 se', [star('>=', 4), any('se')]],
    ['nam', [any('nam')]],
  ])('BR17: of a query is that of a search otherwise: %j', (text, expected) => {
    expect(parseText(text)).toEqual(expected);
  });

  it.each(['star:abc', 'star:> sea', 'star:6', 'star:>n', 'a\0b', 'x'.repeat(limits.searchCharacters + 1)])(
    'BR17: of a query is refused by its own name: %j',
    (text) => {
      const problem = refusalOf(text, parseText);
      expect([problem?.code, problem?.details.field]).toEqual(['invalid_field', 'text']);
    },
  );
});
