import { childOf, cleanPath, isHidden, isWithin, nameOf, parentOf } from '../../../apps/api/src/shared/gallery-path.ts';

describe('the path door', () => {
  it.each([
    ['', '/'],
    ['/', '/'],
    ['a', '/a'],
    ['/a/b.jpg', '/a/b.jpg'],
    ['//a///b.jpg/', '/a/b.jpg'],
    ['\\a\\b.jpg', '/a/b.jpg'],
    ['/a b/#%/é😀\n"\'.jpg', '/a b/#%/é😀\n"\'.jpg'],
    ['/__proto__/constructor', '/__proto__/constructor'],
    ['/...', '/...'],
  ])('makes %j the canonical %j', (raw, canonical) => {
    expect(cleanPath(raw)).toBe(canonical);
    expect(cleanPath(canonical)).toBe(canonical);
  });

  it.each(['..', '/a/../b', '/a/..', '\\..\\etc', 'a/./b', '/a\0b', '/\ud800', `/${'é'.repeat(2100)}`])(
    'F1: refuses %j',
    (raw) => {
      expect(() => cleanPath(raw)).toThrow(expect.objectContaining({ code: 'invalid_path' }) as Error);
    },
  );

  it('F7: knows what is hidden', () => {
    expect(isHidden('/.lenslet/labels.json')).toBe(true);
    expect(isHidden('/a/.git/config')).toBe(true);
    expect(isHidden('/a.b/_DSC1.jpg')).toBe(false);
  });

  it('F2: is not fooled by a common beginning', () => {
    expect(isWithin('/data-secret/a', '/data')).toBe(false);
    expect(isWithin('/data/a', '/data')).toBe(true);
    expect(isWithin('/anything', '/')).toBe(true);
  });

  it('takes a path apart and puts it together', () => {
    expect([parentOf('/a/b'), nameOf('/a/b'), childOf('/a', 'b')]).toEqual(['/a', 'b', '/a/b']);
    expect([parentOf('/a'), childOf('/', 'a'), parentOf('/')]).toEqual(['/', '/a', '/']);
  });
});
