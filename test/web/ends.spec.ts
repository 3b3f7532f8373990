import { endsOf } from '../../apps/web/src/app/state/ends.ts';
import type { BrowseAnswer, BrowseQuery, ItemRow } from '../../libs/contracts/src/index.ts';
import { itemRow } from './support/rows.ts';

const rows = Array.from({ length: 500 }, (_, i) => itemRow(`/${i}.jpg`));

function answer(offset: number, total = rows.length): BrowseAnswer {
  return {
    result: 'r',
    total,
    offset,
    items: rows.slice(offset, Math.min(total, offset + 200)),
    partial: false,
    head: 'h',
  };
}

async function ends(
  query: Partial<BrowseQuery>,
  of: BrowseAnswer,
): Promise<{ asked: number[]; paths: string[] | null }> {
  const asked: number[] = [];
  const row = (index: number): Promise<ItemRow | undefined> => {
    asked.push(index);
    return Promise.resolve(rows[index]);
  };
  const found = await endsOf({ path: '/', recursive: true, sort: { key: 'path', dir: 'asc' }, ...query }, of, row);
  return { asked, paths: found && [found.first.path, found.last.path] };
}

describe('the ends of a result', () => {
  test('UI27 only what the answer does not hold is asked for', async () => {
    expect(await ends({}, answer(0))).toEqual({ asked: [499], paths: ['/0.jpg', '/499.jpg'] });
    expect(await ends({}, answer(200))).toEqual({ asked: [0, 499], paths: ['/0.jpg', '/499.jpg'] });
    expect(await ends({}, answer(0, 150))).toEqual({ asked: [], paths: ['/0.jpg', '/149.jpg'] });
  });

  test('UI27 orders that no words tell, the names of one folder, and a single image have none', async () => {
    const none = { asked: [], paths: null };
    expect(await ends({ sort: { key: 'random', dir: 'asc', seed: 1 } }, answer(0))).toEqual(none);
    expect(await ends({ sort: { key: 'relevance', dir: 'asc' } }, answer(0))).toEqual(none);
    expect(await ends({ recursive: false }, answer(0))).toEqual(none);
    expect(await ends({}, answer(0, 1))).toEqual(none);
    expect((await ends({ recursive: false, sort: { key: 'size', dir: 'asc' } }, answer(0))).paths).toHaveLength(2);
  });
});
