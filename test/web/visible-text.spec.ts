import { visibleText } from '../../apps/web/src/app/ui/visible-text.ts';

describe('names as people read them', () => {
  test.each([
    ['plain name.jpg', 'plain name.jpg'],
    ['Größe é ñ.png', 'Größe é ñ.png'],
    ['日本語.png', '日本語.png'],
    ['new\nline.jpg', 'new␤line.jpg'.replace('␤', '␊')],
    ['tab\there', 'tab␉here'],
    ['nul\u0000', 'nul␀'],
    ['del\u007f', 'del␡'],
    ['la\u{10fff1}o.jpg', 'la\\xF1o.jpg'],
    ['\u{10ff00}\u{10ffff}', '\\x00\\xFF'],
    ['back\u{10ff5c}slash', 'back\\slash'],
    ['a\u202egnp.jpg', 'a\\u202Egnp.jpg'],
    ['zero\u200bwidth', 'zero\\u200Bwidth'],
    ['soft\u00adhyphen', 'soft\\u00ADhyphen'],
    ['👩‍👩‍👧.jpg', '👩‍👩‍👧.jpg'],
    ['👍🏽 ❤️.jpg', '👍🏽 ❤️.jpg'],
    ['e\u0301', 'e\u0301'],
  ])('F8 F9 %j shows as %j', (name, shown) => {
    expect(visibleText(name)).toBe(shown);
  });

  test('F9 two names that are not UTF-8 look different', () => {
    expect(visibleText('la\u{10fff1}o')).not.toBe(visibleText('la\u{10fffe}o'));
  });
});
