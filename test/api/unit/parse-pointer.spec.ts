import { parsePointer } from '../../../apps/api/src/sources/pointer/parse-pointer.ts';
import { pointerText } from '../../support/pointers.ts';

const bucket = (more: object): string => pointerText({ type: 's3', bucket: 'pics', ...more });
const why = (text: string): string => {
  const read = parsePointer(text);
  return 'why' in read ? read.why : 'it is a pointer';
};

describe('SR5: a pointer file', () => {
  it.each([
    ['a folder', pointerText('a/b'), { type: 'local', path: 'a/b' }, null],
    ['a folder with a label', pointerText('/a', { label: ' Ärger ' }), { type: 'local', path: '/a' }, 'Ärger'],
    ['an empty label', pointerText('/a', { label: '  ' }), { type: 'local', path: '/a' }, null],
    ['more than is known here', pointerText('/a', { by: 'Ada' }), { type: 'local', path: '/a' }, null],
    ['a bucket', bucket({}), { type: 's3', bucket: 'pics', prefix: '', region: null }, null],
    ['a prefix', bucket({ prefix: 'a/b//' }), { type: 's3', bucket: 'pics', prefix: 'a/b/', region: null }, null],
    ['a region', bucket({ region: 'eu-1' }), { type: 's3', bucket: 'pics', prefix: '', region: 'eu-1' }, null],
  ])('names %s', (_, text, target, label) => {
    expect(parsePointer(text)).toEqual({ target, label });
  });

  it.each([
    ['', 'not a JSON object'],
    ['null', 'not a JSON object'],
    ['[]', 'not a JSON object'],
    ['{"version":1', 'not a JSON object'],
    [pointerText('a', { version: 2 }), 'version is not 1'],
    [pointerText('a', { version: '1' }), 'version is not 1'],
    [pointerText('a', { kind: 'folder' }), 'kind is not "pointer"'],
    [pointerText('a', { target: null }), 'no target'],
    [pointerText('a', { target: [] }), 'no target'],
    [pointerText('a', { target: { type: 'ftp' } }), 'neither "local" nor "s3"'],
    [pointerText('a', { target: { type: '__proto__' } }), 'neither "local" nor "s3"'],
    [pointerText('a', { readonly: 'yes' }), 'readonly is neither'],
    [pointerText('a', { label: 5 }), 'label'],
    [pointerText('a', { label: 'x'.repeat(201) }), 'label'],
    [pointerText('a', { label: '\ud800' }), 'label'],
    [pointerText(''), 'no path'],
    [pointerText('a\0b'), 'no path'],
    [pointerText('\ud800'), 'no path'],
    [pointerText('ü'.repeat(2049)), 'too long'],
    [bucket({ bucket: 'a/b' }), 'no bucket'],
    [bucket({ bucket: 7 }), 'no bucket'],
    [bucket({ prefix: '../x' }), 'prefix'],
    [bucket({ prefix: '/x' }), 'prefix'],
    [bucket({ prefix: 'a//b' }), 'prefix'],
    [bucket({ prefix: 'a\0' }), 'prefix'],
    [bucket({ region: 'a b' }), 'region'],
    [`${' '.repeat(65_536)}${pointerText('a')}`, 'too large'],
  ])('is refused in words: %j', (text, words) => {
    expect(why(text)).toContain(words);
  });
});
