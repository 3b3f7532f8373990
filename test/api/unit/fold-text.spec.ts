import { foldText } from '../../../apps/api/src/shared/fold-text.ts';

describe('folded texts', () => {
  it.each([
    ['CAFÉ', 'cafe'],
    ['cafe\u0301', 'cafe'],
    ['İstanbul', 'istanbul'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['οδός', 'οδοσ'],
    ['ﬁne', 'fine'],
    ['Ａ１', 'a1'],
    ['IMG_01.JPG', 'img_01.jpg'],
    ['Straße', 'straße'],
    ['漢字', '漢字'],
    ['Ёлка', 'елка'],
    ['BACK\u{10ff5c}SLASH', 'back\\slash'],
    ['la\u{10fff1}o', 'la\\xf1o'],
    ['la\\xF1o', 'la\\xf1o'],
    ['', ''],
  ])('BR9: %s is compared as %s', (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });

  it('SE1: have no slash that was not there: it would end a folder', () => {
    const wrong: string[] = [];
    for (let code = 0x30; code <= 0x10ffff; code += 1) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      if (foldText(String.fromCodePoint(code)).includes('/')) wrong.push(code.toString(16));
    }
    expect([wrong, foldText('a/b')]).toEqual([[], 'a/b']);
  });

  it('BR9: are folded once and for all, whatever the character', () => {
    const wrong: string[] = [];
    for (let code = 0; code <= 0x10ffff; code += 1) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const folded = foldText(String.fromCodePoint(code));
      if (foldText(folded) !== folded) wrong.push(code.toString(16));
    }
    expect(wrong).toEqual([]);
  });
});
