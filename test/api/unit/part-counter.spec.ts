import type { BrowseQuery, ErrorCode, View } from '#contracts';
import type { Browser } from '../../../apps/api/src/browse/browser.ts';
import type { RowLabels } from '../../../apps/api/src/catalogue/row-labels.ts';
import { Problem } from '../../../apps/api/src/shared/problem.ts';
import { PartCounter } from '../../../apps/api/src/stats/part-counter.ts';

function view(id: string, path: string): View {
  const query: BrowseQuery = {
    ...{ path, recursive: true, sort: { key: 'name', dir: 'asc' } },
    filters: { and: [{ part: { of: 2, index: 1 } }] },
  };
  return { id, name: id, shared: true, query, created_by: 'Ada' };
}

/** Two parts, of which the folder of the first is in some trouble; the other one is empty. */
function counterWith(code: ErrorCode): PartCounter {
  const rowsSoFar = ({ path }: BrowseQuery): ReturnType<Browser['rowsSoFar']> =>
    path === '/odd'
      ? Promise.reject(new Problem(code, 'Not now.'))
      : Promise.resolve({ rows: new Uint32Array(0), isPartial: false });
  const labels: Pick<RowLabels, 'link'> = { link: () => Promise.resolve() };
  return new PartCounter({ rowsSoFar } as Browser, labels as RowLabels, {
    views: () => Promise.resolve({ version: 2, views: [view('odd', '/odd'), view('even', '/even')] }),
  });
}

describe('IT14: parts whose images cannot be counted', () => {
  test('a folder that is gone has no images', async () => {
    expect(await counterWith('folder_not_found').count()).toMatchObject([
      { view: 'odd', total: 0, labelled: 0 },
      { view: 'even', total: 0, labelled: 0 },
    ]);
  });

  test.each<[ErrorCode]>([
    ['source_unavailable'],
    ['source_denied'],
    ['broken_pointer'],
    ['pointer_loop'],
    ['invalid_field'],
  ])('where a folder is out of reach (%s) nobody knows, and the others are told', async (code) => {
    expect(await counterWith(code).count()).toMatchObject([
      { view: 'odd', total: null, labelled: null },
      { view: 'even', total: 0, labelled: 0 },
    ]);
  });

  test.each<[ErrorCode]>([['labels_loading'], ['overloaded'], ['storage_failed'], ['shutting_down']])(
    'trouble of the server itself (%s) is no answer',
    async (code) => {
      await expect(counterWith(code).count()).rejects.toMatchObject({ code });
    },
  );
});
