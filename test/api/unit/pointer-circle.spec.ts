import { circleOf, type Link } from '../../../apps/api/src/sources/pointer/circle.ts';

const at = (path: string, store = 'disk', name = path): Link => ({ name, extent: { store, path } });
const way = [at('/data/a', 'disk', '/a'), at('/data/b', 'disk', '/b'), at('/x', 'bucket', '/b/x')];

describe('SR5: a circle of pointers', () => {
  it.each([
    ['the same folder', { store: 'disk', path: '/data/a' }, '/a → /b → /b/x, and from there back to /a.'],
    ['one in between', { store: 'disk', path: '/data/b' }, '/b → /b/x, and from there back to /b.'],
    ['a folder that holds one', { store: 'disk', path: '/data' }, 'to a folder that holds /a.'],
    ['all of a disk', { store: 'disk', path: '/' }, 'to a folder that holds /a.'],
    ['all of a bucket', { store: 'bucket', path: '/' }, '/b/x, and from there to a folder that holds /b/x.'],
  ])('is told, with its way: %s', (_, target, words) => {
    expect(circleOf(way, target)).toContain(words);
  });

  it.each([
    ['a folder within one on the way', { store: 'disk', path: '/data/a/deep' }],
    ['one whose name only begins so', { store: 'disk', path: '/data/ab' }],
    ['the same path in another store', { store: 'another bucket', path: '/x' }],
  ])('is none: %s', (_, target) => {
    expect(circleOf(way, target)).toBe(undefined);
  });
});
