import type { Filter } from '#contracts';
import { Catalogue } from '../../../apps/api/src/catalogue/catalogue.ts';
import type { RowLabels } from '../../../apps/api/src/catalogue/row-labels.ts';
import { filterRows } from '../../../apps/api/src/browse/filter-rows.ts';
import { groundOf } from '../../../apps/api/src/browse/conditions/condition.ts';
import { compileFilters } from '../../../apps/api/src/browse/conditions/compile-filters.ts';
import { columnsOf } from '../../../apps/api/src/persistence/label-columns.ts';
import { defaultLabel, type Label } from '../../../apps/api/src/persistence/label.ts';
import { LabelTable } from '../../../apps/api/src/persistence/label-table.ts';
import { noActivity } from '../../support/no-activity.ts';

/** Row 0 has no label, row 1 the first one, and so on. */
function rowsOf(table: LabelTable): RowLabels {
  // Of the links only what is used here.
  return {
    table,
    catalogue: new Catalogue(),
    link: () => Promise.resolve(),
    labelOf: (row: number) => row,
  } as unknown as RowLabels;
}

function apply(table: LabelTable, labels: readonly Partial<Label>[]): void {
  for (const [at, label] of labels.entries())
    void table.apply([columnsOf([{ ...defaultLabel(`/${at + 1}`), ...label }])]);
}

async function matching(filters: readonly Filter[], labels: readonly Partial<Label>[]): Promise<number[]> {
  const table = new LabelTable();
  apply(table, labels);
  const rows = Uint32Array.from({ length: labels.length + 1 }, (_, row) => row);
  const links = rowsOf(table);
  return [...(await filterRows(rows, () => compileFilters(filters, groundOf(links, noActivity)), links))];
}

describe('rows that match', () => {
  const labels: Partial<Label>[] = [
    { star: 4, tags: ['a', 'b'] },
    { star: 0, tags: ['b'] },
    { star: null, tags: [], notes: 'n' },
    { star: null, tags: ['c', 'a'] },
    { star: null, metrics: { loss: 1 } },
  ];

  it.each<[string, Filter[], number[]]>([
    ['some stars', [{ stars: { in: [4, 5] } }], [1]],
    ['no star', [{ stars: { in: [null] } }], [0, 3, 4, 5]],
    ['no star, or a star of 0', [{ stars: { in: [null, 0] } }], [0, 2, 3, 4, 5]],
    ['all of some tags', [{ tags: { all: ['a', 'b'] } }], [1]],
    ['any of some tags', [{ tags: { any: ['c', 'b'] } }], [1, 2, 4]],
    ['none of some tags', [{ tags: { none: ['a', 'x'] } }], [0, 2, 3, 5]],
    ['a tag and not another', [{ tags: { any: ['a'], none: ['c'] } }], [1]],
    ['a tag nobody has', [{ tags: { any: ['A'] } }], []],
    ['IT13: labelled', [{ labelled: { is: true } }], [1, 2, 3, 4]],
    ['IT13: not labelled', [{ labelled: { is: false } }], [0, 5]],
    ['the opposite', [{ not: { tags: { any: ['a'] } } }], [0, 2, 3, 5]],
    ['one or the other', [{ or: [{ stars: { in: [4] } }, { tags: { all: ['c'] } }] }], [1, 4]],
    ['one of none', [{ or: [] }], []],
    [
      'several at once',
      [{ labelled: { is: true } }, { stars: { in: [null] } }, { not: { tags: { any: ['a'] } } }],
      [3],
    ],
    ['nothing asked', [], [0, 1, 2, 3, 4, 5]],
  ])('have %s', async (_, filters, expected) => {
    expect(await matching(filters, labels)).toEqual(expected);
  });

  it.each<[string, Filter, number[]]>([
    ['a tag that goes', { tags: { any: ['cute'] } }, [8000, 0]],
    ['a tag that comes', { tags: { any: ['tame'] } }, [0, 10_000]],
    ['no tag that comes', { tags: { none: ['tame'] } }, [10_000, 0]],
    ['labels that come', { labelled: { is: false } }, [2000, 0]],
  ])('IT9: are of one moment, also when a write comes in between: %s', async (_, filter, counts) => {
    const table = new LabelTable();
    apply(
      table,
      Array.from({ length: 8000 }, () => ({ version: 2, tags: ['cute'] })),
    );
    const state = { isChanged: false, linked: 0 };
    const links = {
      table,
      catalogue: new Catalogue(),
      link: () => {
        state.linked = table.count;
        return Promise.resolve();
      },
      labelOf: (row: number) => {
        // The first rows take so long that the loop turns.
        for (const until = performance.now() + 12; row === 4095 && performance.now() < until;);
        return row <= state.linked ? row : 0;
      },
    };
    const rows = Uint32Array.from({ length: 10_000 }, (_each, at) => at + 1);
    // Of the links only what is used here, so that they can change while rows are looked at.
    const labels = links as unknown as RowLabels;
    const filtering = filterRows(rows, () => compileFilters([filter], groundOf(labels, noActivity)), labels);
    // Then somebody takes the tag off, and puts on another, also on images that had none.
    setImmediate(() => {
      state.isChanged = true;
      apply(
        table,
        Array.from({ length: 10_000 }, () => ({ version: 3, tags: ['tame'] })),
      );
    });
    const found = await filtering;
    expect(state.isChanged).toBe(true);
    expect(counts).toContain(found.length);
  });

  it('BR18: are of one moment, also when a column of the source is taken over in between', async () => {
    const [catalogue, table] = [new Catalogue(), new LabelTable()];
    const rows = Uint32Array.from({ length: 10_000 }, (_, row) => row);
    const take = (codeOf: (row: number) => number): void => {
      catalogue.values.setCategory('model', ['x', 'y'], rows, Uint8Array.from(rows, codeOf));
    };
    take(() => 0);
    const state = { hasChanged: false };
    const links = {
      ...{ table, catalogue, link: () => Promise.resolve() },
      labelOf: (row: number) => {
        // The first rows take so long that the loop turns.
        for (const until = performance.now() + 12; row === 4095 && performance.now() < until;);
        return 0;
      },
    };
    // Of the links only what is used here.
    const labels = links as unknown as RowLabels;
    const filter: Filter = { category: { key: 'model', in: ['x'] } };
    const filtering = filterRows(rows, () => compileFilters([filter], groundOf(labels, noActivity)), labels);
    setImmediate(() => {
      state.hasChanged = true;
      take((row) => (row < 1000 ? 0 : 1));
    });
    const found = await filtering;
    expect(state.hasChanged).toBe(true);
    expect(found).toHaveLength(1000);
  });
});
