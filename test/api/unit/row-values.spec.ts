import type { BrowseQuery, Filter } from '#contracts';
import { FacetCount } from '../../../apps/api/src/browse/facets/facet-count.ts';
import { Catalogue } from '../../../apps/api/src/catalogue/catalogue.ts';
import { describeItem } from '../../../apps/api/src/catalogue/describe-item.ts';
import { metricKeys } from '../../../apps/api/src/catalogue/item-metrics.ts';
import { RowLabels } from '../../../apps/api/src/catalogue/row-labels.ts';
import { Finder } from '../../../apps/api/src/finder/finder.ts';
import { sidecarOf } from '../../../apps/api/src/items/sidecar.ts';
import { columnsOf } from '../../../apps/api/src/persistence/label-columns.ts';
import { defaultLabel } from '../../../apps/api/src/persistence/label.ts';
import { LabelTable } from '../../../apps/api/src/persistence/label-table.ts';
import { packListing } from '../../../apps/api/src/sources/listing.ts';
import { noActivity } from '../../support/no-activity.ts';

const none = 255;

function world(...names: string[]) {
  const [catalogue, table] = [new Catalogue(), new LabelTable()];
  const files = names.map((key, at) => ({ key, type: 0, size: at, mtime: at, inode: at }));
  catalogue.applyListing(catalogue.root, packListing(1, ['sub'], files));
  catalogue.applyListing(catalogue.makeFolder('/sub'), packListing(1, [], [{ ...files[0]!, inode: 99 }]));
  const labels = new RowLabels(catalogue, table);
  return { catalogue, table, labels, values: catalogue.values, finder: new Finder(catalogue, labels) };
}

function rows(...numbers: number[]): Uint32Array {
  return Uint32Array.from(numbers);
}

function push(table: LabelTable, path: string, metrics: Record<string, number>): void {
  void table.apply([columnsOf([{ ...defaultLabel(path), version: 2, metrics }])]);
}

describe('what the source says of rows', () => {
  it('BR18: is a column of numbers, NaN for none, and what is no number is none', () => {
    const { values } = world('a.jpg', 'b.jpg', 'c.jpg');
    values.setMetric('score', rows(0, 1, 2), Float64Array.of(0.5, NaN, Infinity));
    expect([0, 1, 2].map((row) => values.metricsOf(row))).toEqual([{ score: 0.5 }, undefined, undefined]);
    expect(values.metricKeys).toEqual(['score']);
  });

  it('BR18: is a column of few names, 255 for none, of which an empty one is one', () => {
    const { values } = world('a.jpg', 'b.jpg', 'c.jpg');
    values.setCategory('model', ['sdxl', ''], rows(2, 0, 1), Uint8Array.of(1, 0, none));
    expect([0, 1, 2].map((row) => values.categoriesOf(row))).toEqual([{ model: 'sdxl' }, undefined, { model: '' }]);
    const isIn = values.isIn('model', ['', 'other']);
    expect([0, 1, 2, 3].map((row) => isIn(row))).toEqual([false, false, true, false]);
  });

  it('BR18: is replaced as a whole, and gone when nothing is left', () => {
    const { values } = world('a.jpg', 'b.jpg');
    values.setMetric('score', rows(0), Float64Array.of(1));
    values.setMetric('score', rows(1), Float64Array.of(2));
    expect([values.metricsOf(0), values.metricsOf(1)]).toEqual([undefined, { score: 2 }]);
    values.setMetric('score', rows(), new Float64Array(0));
    values.setCategory('model', ['x'], rows(0), Uint8Array.of(0));
    values.setCategory('model', ['x'], rows(0), Uint8Array.of(none));
    expect([values.metricKeys, values.categoryKeys]).toEqual([[], []]);
  });

  it('BR18: changes the folders whose rows differ, and no others', () => {
    const { catalogue, values } = world('a.jpg', 'b.jpg');
    const sub = catalogue.folder('/sub')!;
    const [inSub] = sub.rows;
    const revisions = (): number[] => [catalogue.root.revision, sub.revision, catalogue.root.treeRevision];
    const before = revisions();
    values.setMetric('score', rows(0, 1), Float64Array.of(1, 2));
    expect(revisions()).toEqual([before[0]! + 1, before[1], before[2]! + 1]);
    values.setCategory('model', ['x', 'y'], rows(inSub!), Uint8Array.of(1));
    expect(revisions()).toEqual([before[0]! + 1, before[1]! + 1, before[2]! + 2]);
    // The same once more, read again from a table: with its names in another order.
    const { revision } = values;
    values.setMetric('score', rows(1, 0), Float64Array.of(2, 1));
    values.setCategory('model', ['y', 'x'], rows(inSub!), Uint8Array.of(0));
    expect([values.revision, revisions()]).toEqual([revision, [before[0]! + 1, before[1]! + 1, before[2]! + 2]]);
    expect(values.changedSince(revision)).toEqual([]);
    values.setCategory('model', [], rows(), new Uint8Array(0));
    expect(values.changedSince(revision)).toEqual(['category:model']);
  });

  it('BR18, IT11: a number that was pushed stands before one of its name, in every place', () => {
    const { catalogue, table, labels, values } = world('a.jpg', 'b.jpg');
    values.setMetric('score', rows(0, 1), Float64Array.of(1, 2));
    values.setCategory('model', ['x'], rows(0), Uint8Array.of(0));
    push(table, '/a.jpg', { score: 9, loss: 3 });
    const label = (path: string) => table.read(path) ?? defaultLabel(path);
    const told = { metrics: { score: 9, loss: 3 }, categories: { model: 'x' } };
    expect(describeItem(catalogue, { read: label }, 0)).toMatchObject(told);
    expect(sidecarOf(catalogue, 0, label('/a.jpg'))).toMatchObject(told);
    expect(sidecarOf(catalogue, 1, label('/b.jpg'))).toMatchObject({ metrics: { score: 2 } });
    expect(sidecarOf(catalogue, 1, label('/b.jpg'))).not.toHaveProperty('categories');
    expect(sidecarOf(catalogue, undefined, label('/gone.jpg'))).not.toHaveProperty('metrics');
    expect(metricKeys(labels)).toEqual(['loss', 'score']);
  });
});

describe('facets of what the source says', () => {
  const query = (...and: Filter[]): BrowseQuery => ({
    ...{ path: '/', recursive: true, sort: { key: 'name', dir: 'asc' } },
    ...(and.length === 0 ? {} : { filters: { and } }),
  });

  it('BR16: another column is counted anew, and nothing else is', async () => {
    const { catalogue, labels, values, finder } = world('a.jpg', 'b.jpg', 'c.jpg');
    values.setMetric('score', rows(0, 1, 2), Float64Array.of(1, 2, 3));
    const count = new FacetCount(catalogue.root, query({ type: { in: ['image/jpeg'] } }), labels, finder, noActivity);
    expect((await count.answer()).categories.values).toEqual([]);
    const fills = jest.spyOn(catalogue, 'rowsOf');
    const scores = jest.spyOn(values, 'forEachMetric');
    values.setCategory('model', ['x', 'y'], rows(0, 1, 2), Uint8Array.of(0, 1, 1));
    expect((await count.answer()).categories).toEqual({
      ...{ distinct: 1 },
      values: [{ key: 'model', values: [{ name: 'y', count: 2 }, { name: 'x', count: 1 }] }], // prettier-ignore
    });
    expect([fills.mock.calls, scores.mock.calls]).toEqual([[], []]);
  });

  it('BR16: are counted all over where a column decides what belongs to them', async () => {
    const { catalogue, labels, values, finder } = world('a.jpg', 'b.jpg', 'c.jpg');
    const asked = query({ not: { category: { key: 'model', in: ['x'] } } });
    const count = new FacetCount(catalogue.root, asked, labels, finder, noActivity);
    expect((await count.answer()).total).toBe(4);
    values.setCategory('model', ['x', 'y'], rows(0, 1, 2), Uint8Array.of(0, 1, 0));
    const answer = await count.answer();
    expect(answer.total).toBe(2);
    expect(answer.categories.values).toEqual([{ key: 'model', values: [{ name: 'y', count: 1 }] }]);
  });

  it('BR16: leave out the own condition on each column, and no other', async () => {
    const { catalogue, labels, values, finder } = world('a.jpg', 'b.jpg', 'c.jpg');
    values.setCategory('model', ['x', 'y'], rows(0, 1, 2), Uint8Array.of(0, 1, 1));
    values.setCategory('split', ['train', 'test'], rows(0, 1, 2), Uint8Array.of(0, 0, 1));
    const asked = query({ category: { key: 'model', in: ['x'] } });
    const { total, categories } = await new FacetCount(catalogue.root, asked, labels, finder, noActivity).answer();
    expect(total).toBe(1);
    expect(categories.values).toEqual([
      { key: 'model', values: [{ name: 'y', count: 2 }, { name: 'x', count: 1 }] }, // prettier-ignore
      { key: 'split', values: [{ name: 'train', count: 1 }] },
    ]);
  });

  it('BR16: list all of the two hundred values that a column may have', async () => {
    const { catalogue, labels, values, finder } = world(...Array.from({ length: 200 }, (_, at) => `${at}.jpg`));
    const names = Array.from({ length: 200 }, (_, at) => `value ${at}`);
    values.setCategory('model', names, Uint32Array.from(names.keys()), Uint8Array.from(names.keys()));
    const { categories } = await new FacetCount(catalogue.root, query(), labels, finder, noActivity).answer();
    expect(categories.values[0]!.values).toHaveLength(200);
  });
});
