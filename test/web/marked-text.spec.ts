import { broughtIntoSight, markedParts, wordsIn } from '../../apps/web/src/app/ui/marked-text.ts';

function marked(text: string, ...words: string[]): string {
  return markedParts(text, words)
    .map(({ text: part, isMatch }) => (isMatch ? `[${part}]` : part))
    .join('');
}

describe('UI22: matches are marked', () => {
  test.each([
    ['img_00423.jpg', ['0042'], 'img_[0042]3.jpg'],
    ['Café CAFE cafe\u0301.jpg', ['cafe'], '[Café] [CAFE] [cafe\u0301].jpg'],
    ['aXbxc', ['x'], 'a[X]b[x]c'],
    ['sunset', ['sun', 'unse'], '[sunse]t'],
    ['Straße ﬁle', ['fi'], 'Straße [ﬁ]le'],
    ['🦩 flamingo', ['flam'], '🦩 [flam]ingo'],
    ['nothing', ['zzz', ''], 'nothing'],
    ['', ['a'], ''],
  ])('in %j for %j', (text, words, expected) => {
    expect(marked(text, ...words)).toBe(expected);
    expect(
      markedParts(text, words)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
  });

  test.each([
    ['beach "golden hour" tag:sea star:>=4 name:img by:"Ada L"', ['beach', 'golden hour', 'img']],
    ['"unfinished phr', ['unfinished phr']],
    ['', []],
  ])('the words of %j', (search, words) => {
    expect(wordsIn(search)).toEqual(words);
  });

  test('the words that may stand in a tag, or in a path', () => {
    const search = 'beach tag:sea TAG:"high tide" path:2024 name:img';
    expect(wordsIn(search, 'tag')).toEqual(['beach', 'sea', 'high tide']);
    expect(wordsIn(search, 'path')).toEqual(['beach', '2024']);
  });

  test.each([
    ['sunset at the long beach.jpg', 'beach', 40, 'sunset at the long [beach].jpg'],
    ['sunset at the long beach.jpg', 'beach', 12, '…long [beach].jpg'],
    ['sunset at the long beach.jpg', 'beach', 3, '…[beach].jpg'],
    ['beach in the evening.jpg', 'beach', 3, '[beach] in the evening.jpg'],
    ['nothing of it.jpg', 'beach', 3, 'nothing of it.jpg'],
  ])('%j for %s is seen within %i letters', (text, word, room, seen) => {
    const parts = broughtIntoSight(markedParts(text, [word]), room);
    expect(parts.map(({ text: part, isMatch }) => (isMatch ? `[${part}]` : part)).join('')).toBe(seen);
  });
});
