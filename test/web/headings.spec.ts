import { Headings, headingWords } from '../../apps/web/src/app/gallery/headings.ts';
import type { BrowseQuery, ItemRow, SortKey } from '../../libs/contracts/src/index.ts';
import { itemRow } from './support/rows.ts';

function named(key: SortKey, items: readonly ItemRow[], more: Partial<BrowseQuery> = {}): Headings {
  const [first, last] = [items[0], items.at(-1)];
  if (first === undefined || last === undefined) throw new Error('There are no ends.');
  const query: BrowseQuery = { path: '/', recursive: true, sort: { key, dir: 'asc' }, ...more };
  return new Headings(query, { first, last }, 'gallery');
}

function words(headings: Headings, ...items: readonly ItemRow[]): string | null {
  const heading = headings.of(items);
  return heading === null ? null : headingWords(heading);
}

const day = (addedAt: string): ItemRow => itemRow('/a.jpg', { addedAt: `${addedAt}T12:00:00.000Z` });

describe('what a place of the grid is named by', () => {
  test('UI27 in the order of folders: the folder of the first image, from the open folder down', () => {
    const [first, last] = [itemRow('/art/a.jpg'), itemRow('/art/2025/june/b.jpg')];
    const whole = named('path', [first, last]);
    expect(words(whole, last)).toBe('art / 2025 / june');
    expect(words(whole, last, first)).toBe('art / 2025 / june');
    const inside = named('path', [first, last], { path: '/art' });
    expect(words(inside, last)).toBe('2025 / june');
    expect(words(inside, first)).toBe('gallery');
  });

  test('UI27 by name: the initial, and the folders that the whole row is in', () => {
    const rows = [itemRow('/art/2024/apple.jpg'), itemRow('/art/2025/Ärger.jpg'), itemRow('/b/zoo.jpg')] as const;
    const headings = named('name', rows);
    expect(words(headings, rows[0])).toBe('A · art / 2024');
    expect(words(headings, rows[1], rows[0])).toBe('A · art');
    expect(words(headings, ...rows)).toBe('A');
    expect(words(headings, itemRow('/7.jpg'))).toBe('0–9');
    const alike = named('name', [itemRow('/a/img_1.jpg'), itemRow('/b/img_9.jpg')]);
    expect(words(alike, itemRow('/a/img_1.jpg'))).toBe('a');
    expect(words(alike, itemRow('/a/img_1.jpg'), itemRow('/b/img_2.jpg'))).toBeNull();
  });

  test('UI27 by date: months over years, days over weeks', () => {
    expect(words(named('added_at', [day('2024-01-09'), day('2025-06-11')]), day('2025-06-11'))).toBe('June 2025');
    expect(words(named('added_at', [day('2025-06-20'), day('2025-05-11')]), day('2025-06-11'))).toBe('June 11, 2025');
    const written = itemRow('/w.jpg', { updatedAt: '2025-03-02T12:00:00.000Z' });
    const changes = named('updated_at', [written, day('2025-06-11')]);
    expect(words(changes, written)).toBe('March 2025');
    expect(words(changes, day('2025-06-11'))).toBe('Not changed yet');
  });

  test.each<[SortKey, Partial<ItemRow>, string]>([
    ['star', { star: 4 }, '★★★★'],
    ['star', { star: null }, 'No star'],
    ['size', { size: 2_345_678 }, '2.35 MB'],
    ['size', { size: 0, addedAt: '1970-01-01T00:00:00.000Z' }, 'Size not known'],
    ['added_at', { size: 0, addedAt: '1970-01-01T00:00:00.000Z' }, 'Date not known'],
    ['width', { w: 1920 }, '1,920 px wide'],
    ['height', { h: 0 }, 'Size not known'],
    ['metric:score', { metrics: { score: 0.83 } }, 'score 0.83'],
    ['metric:score', {}, 'Without score'],
  ])('UI27 by %s: %j is %s', (key, more, said) => {
    const other = itemRow('/o.jpg', { star: 1, size: 7, w: 7, h: 7, metrics: { score: 7 } });
    const item = itemRow('/i.jpg', more);
    expect(words(named(key, [item, other]), item)).toBe(said);
  });

  test('UI27 says nothing where both ends have one name', () => {
    const rows = [itemRow('/art/a.jpg'), itemRow('/art/b.jpg')];
    for (const key of ['path', 'added_at', 'updated_at', 'star', 'size', 'metric:x'] as const)
      expect([key, named(key, rows).isSpeaking]).toEqual([key, false]);
    expect(new Headings({ path: '/', recursive: true, sort: { key: 'path', dir: 'asc' } }, null, '').isSpeaking).toBe(
      false,
    );
  });
});
