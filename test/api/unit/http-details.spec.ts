import { attachmentName } from '../../../apps/api/src/shared/attachment-name.ts';
import { parseRange } from '../../../apps/api/src/media/byte-range.ts';
import { isUnchanged } from '../../../apps/api/src/shared/http-cache.ts';

describe('E17: ranges', () => {
  it.each([
    ['bytes=0-0', { start: 0, end: 0 }],
    ['bytes=-1', { start: 99, end: 99 }],
    ['bytes=-500', { start: 0, end: 99 }],
    ['bytes=90-', { start: 90, end: 99 }],
    ['bytes=90-500', { start: 90, end: 99 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=5-2', undefined],
    ['bytes=0-,0-', undefined],
    ['bytes=-', undefined],
    ['bytes=a-b', undefined],
    ['items=0-1', undefined],
    ['bytes=99999999999999999-', undefined],
    [undefined, undefined],
  ])('%s of 100 bytes is %j', (header, range) => {
    expect(parseRange(header, 100)).toEqual(range);
  });
});

describe('E18: what the browser holds already', () => {
  const modified = new Date('2026-01-01T00:00:00.700Z');

  it.each([
    [{ 'if-none-match': '"a"' }, true],
    [{ 'if-none-match': 'W/"a"' }, true],
    [{ 'if-none-match': '"b", "a"' }, true],
    [{ 'if-none-match': '*' }, true],
    [{ 'if-none-match': '"b"' }, false],
    [{ 'if-none-match': '"b"', 'if-modified-since': 'Thu, 01 Jan 2026 00:00:00 GMT' }, false],
    [{ 'if-modified-since': 'Thu, 01 Jan 2026 00:00:00 GMT' }, true],
    [{ 'if-modified-since': 'Wed, 31 Dec 2025 23:59:59 GMT' }, false],
    [{ 'if-modified-since': 'yesterday' }, false],
    [{}, false],
  ])('%j: %s', (headers, expected) => {
    expect(isUnchanged(headers, '"a"', modified)).toBe(expected);
  });
});

describe('H19: file names in headers', () => {
  it.each(['a"b.jpg', 'a\r\nX-Evil: 1.jpg', "a'b(c)*.jpg", 'é😀.jpg', 'a;b\\c.jpg'])(
    'cannot leave their place: %j',
    (name) => {
      const header = attachmentName(name);
      expect(header).toMatch(/^filename="[\w .()+-]*"; filename\*=UTF-8''[\w.~!%-]*$/);
      expect(decodeURIComponent(header.slice(header.indexOf("''") + 2))).toBe(name);
    },
  );
});
