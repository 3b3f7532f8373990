import { Catalogue } from '../../../apps/api/src/catalogue/catalogue.ts';
import { RowLabels } from '../../../apps/api/src/catalogue/row-labels.ts';
import { columnsOf } from '../../../apps/api/src/persistence/label-columns.ts';
import { defaultLabel, type Label } from '../../../apps/api/src/persistence/label.ts';
import { LabelTable } from '../../../apps/api/src/persistence/label-table.ts';
import { naturalKey } from '../../../apps/api/src/shared/natural-order.ts';
import { packListing } from '../../../apps/api/src/sources/listing.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';

const seed = chooseSeed();
const folders = ['/a', '/b', '/c'];

function list(catalogue: Catalogue, path: string, numbers: Iterable<number>): void {
  const names = [...numbers].map((number) => `${number}.jpg`);
  names.sort((a, b) => (naturalKey(a) < naturalKey(b) ? -1 : 1));
  const files = names.map((key) => ({ key, type: 0, size: 1, mtime: 1, inode: 1 }));
  catalogue.applyListing(catalogue.makeFolder(path), packListing(1, [], files));
}

function write(table: LabelTable, paths: readonly string[]): Promise<void> | undefined {
  return table.apply([columnsOf(paths.map(labelOn))]);
}

function labelOn(path: string): Label {
  return { ...defaultLabel(path), version: 2, star: 3 };
}

function others(chunk: number): string[] {
  return Array.from({ length: 1000 }, (_, at) => `/elsewhere/${chunk}/${at}.jpg`);
}

function expectLinked(catalogue: Catalogue, labels: RowLabels): void {
  const rows = [...catalogue.rowsOf(catalogue.root, true)];
  expect(rows.map((row) => labels.labelOf(row))).toEqual(rows.map((row) => labels.table.find(catalogue.pathOf(row))));
  const labelled = rows.filter((row) => labels.labelOf(row) !== 0);
  expect(labelled.map((row) => labels.rowOf(labels.labelOf(row)))).toEqual(labelled);
}

describe('labels of rows', () => {
  it(`are those of their paths, in whatever order files and labels came (seed ${seed})`, async () => {
    const random = new SeededRandom(seed);
    for (let round = 0; round < rounds(12, 500); round += 1) {
      const [catalogue, table] = [new Catalogue(), new LabelTable()];
      const labels = new RowLabels(catalogue, table);
      catalogue.applyListing(catalogue.root, packListing(1, ['a', 'b', 'c'], []));
      const most = random.pick([5, 60, 400]);
      const listed = new Map(folders.map((path) => [path, new Set<number>()]));
      for (let step = 0; step < 25; step += 1) {
        if (random.chance(0.4)) {
          const folder = random.pick(folders);
          const numbers = listed.get(folder)!;
          for (let count = random.below(most); count > 0; count -= 1) numbers.add(random.below(most));
          list(catalogue, folder, numbers);
        } else {
          // Few or many at once, since these are linked in different ways; some have no file yet, and some never.
          const count = random.chance(0.7) ? random.between(1, 3) : random.between(1, most);
          const path = (): string => `${random.pick([...folders, '/nowhere'])}/${random.below(most)}.jpg`;
          await write(table, [...new Set(Array.from({ length: count }, path))]);
        }
        if (random.chance(0.5)) continue;
        await labels.link();
        expectLinked(catalogue, labels);
      }
    }
  });

  it('are those of files that were away when the label came', async () => {
    const [catalogue, table] = [new Catalogue(), new LabelTable()];
    const labels = new RowLabels(catalogue, table);
    list(catalogue, '/a', [1, 2, ...Array.from({ length: 50 }, (_, at) => at + 10)]);
    await labels.link();
    list(catalogue, '/a', [2]);
    void write(table, ['/a/1.jpg']);
    await labels.link();
    list(catalogue, '/a', [1, 2]);
    await labels.link();
    expect(labels.labelOf(catalogue.find('/a/1.jpg')!)).toBe(table.find('/a/1.jpg'));
  });

  it('are linked for rows and labels that come while others are being linked', async () => {
    const [catalogue, table] = [new Catalogue(), new LabelTable()];
    const labels = new RowLabels(catalogue, table);
    const some = Array.from({ length: 25_000 }, (_, at) => at);
    list(catalogue, '/a', some);
    await write(table, ['/b/1.jpg', ...some.map((at) => `/a/${at}.jpg`)]);
    const first = labels.link();
    // It is in the middle of its rows now.
    await new Promise((resolve) => setImmediate(resolve));
    list(catalogue, '/b', [1, 2, 3]);
    void write(table, ['/b/2.jpg']);
    void write(table, ['/b/9.jpg']);
    const second = labels.link();
    list(catalogue, '/c', [1]);
    void write(table, ['/c/1.jpg']);
    await Promise.all([first, second]);
    expect(labels.labelOf(catalogue.find('/b/2.jpg')!)).toBe(table.find('/b/2.jpg'));
    await labels.link();
    expectLinked(catalogue, labels);
  });

  it('IT9: are linked while a label is prepared, and show nothing of it before it is there', async () => {
    const [catalogue, table] = [new Catalogue(), new LabelTable()];
    const labels = new RowLabels(catalogue, table);
    list(catalogue, '/a', [1, 2]);
    const chunks = Array.from({ length: 40 }, (_, chunk) => others(chunk));
    await write(table, chunks.flat());
    // All numbers are given with the first part of it, and none after that.
    chunks[0]!.push('/a/1.jpg', '/a/2.jpg');
    const applying = table.apply(chunks.map((paths) => columnsOf(paths.map((path) => labelOn(path)))));
    await new Promise((resolve) => setImmediate(resolve));
    expect(table.read('/a/1.jpg')).toBeUndefined();
    await labels.link();
    await applying;
    await labels.link();
    expectLinked(catalogue, labels);
    expect(table.starOf(labels.labelOf(catalogue.find('/a/1.jpg')!))).toBe(3);
  });

  it('WK5: lead to the row that is there now, when a folder went and another came', async () => {
    const [catalogue, table] = [new Catalogue(), new LabelTable()];
    const labels = new RowLabels(catalogue, table);
    list(catalogue, '/a', [1]);
    void write(table, ['/a/1.jpg', '/nowhere.jpg']);
    await labels.link();
    catalogue.removeFolder(catalogue.folder('/a')!);
    list(catalogue, '/a', [1]);
    await labels.link();
    expect(labels.rowOf(table.find('/a/1.jpg'))).toBe(catalogue.find('/a/1.jpg'));
    expect(labels.rowOf(table.find('/nowhere.jpg'))).toBeUndefined();
  });

  it('are none for rows that came since they were linked', async () => {
    const [catalogue, table] = [new Catalogue(), new LabelTable()];
    const labels = new RowLabels(catalogue, table);
    list(catalogue, '/a', [1]);
    await labels.link();
    list(catalogue, '/a', [1, 2]);
    expect(labels.labelOf(catalogue.find('/a/2.jpg')!)).toBe(0);
  });
});
