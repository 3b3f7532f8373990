import { imagesBelow } from '../../apps/web/src/app/state/images-below.ts';

const sort = { key: 'name', dir: 'asc' } as const;
const here = { path: '/trips', recursive: false };
const query = { path: '/trips', recursive: false, sort };
const shown = { query, total: 1, isPartial: false };
const rows = [
  { path: '/', total: 305 },
  { path: '/trips', total: 5 },
];

describe('UI20: what lies in the folders below', () => {
  test('is told where a folder is shown without it', () => {
    expect(imagesBelow(here, shown, rows)).toBe(4);
    expect(imagesBelow(here, { ...shown, total: 0 }, rows)).toBe(5);
  });

  test.each([
    ['it is shown', imagesBelow({ ...here, recursive: true }, shown, rows)],
    ['nothing lies there', imagesBelow(here, { ...shown, total: 5 }, rows)],
    ['something is searched for', imagesBelow(here, { ...shown, query: { ...query, text: 'x' } }, rows)],
    ['another folder is still shown', imagesBelow({ ...here, path: '/' }, shown, rows)],
    ['folders are being listed', imagesBelow(here, { ...shown, isPartial: true }, rows)],
    ['the folder is not in the tree', imagesBelow(here, shown, [])],
    ['its number is not known', imagesBelow(here, shown, [{ path: '/trips', total: null }])],
    ['nothing is shown yet', imagesBelow(here, null, rows)],
  ])('is not told where %s', (_, told) => {
    expect(told).toBeNull();
  });
});
