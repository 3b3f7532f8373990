import { chooseColumns } from '../../../apps/api/src/sources/table/choose-columns.ts';
import { ColumnBuilder, noCode, ValueBudget } from '../../../apps/api/src/sources/table/column-builder.ts';
import { placeRow } from '../../../apps/api/src/sources/table/row-place.ts';
import { TableError } from '../../../apps/api/src/sources/table/table-error.ts';
import { UnusedNames } from '../../../apps/api/src/sources/table/unused-names.ts';

const nobodySaid = { source: null, path: null };

describe('which columns say what an image is', () => {
  it.each([
    [['id', 'path', 'source'], 'source'],
    [['id', 'url', 'File Name'], 'File Name'],
    [['Image-Path', 'x'], 'Image-Path'],
  ])('SR6: of %j it is %s', (columns, source) => {
    expect(chooseColumns(columns, nobodySaid).source).toBe(source);
  });

  it('SR6: takes the named ones, and names those there are when there are none such', () => {
    const wish = { source: 'b', path: 'a' };
    expect(chooseColumns(['path', 'a', 'b'], wish)).toEqual({ source: 'b', path: 'a', width: null, height: null });
    expect(() => chooseColumns(['a', 'b'], nobodySaid)).toThrow(/name it with --source-column. The table has "a", "b"/);
    expect(() => chooseColumns(['a'], { source: 'c', path: null })).toThrow('--source-column: there is no column "c".');
    expect(() => chooseColumns(['a'], { source: 'a', path: 'c' })).toThrow('--path-column: there is no column "c".');
    expect(() => chooseColumns(Array.from({ length: 99 }, String), nobodySaid)).toThrow(/ and 69 more\.$/);
  });

  it('SR6: takes sizes in pairs only', () => {
    const of = (columns: string[]) => chooseColumns(['file', ...columns], nobodySaid);
    expect(of(['Height', 'width'])).toMatchObject({ width: 'width', height: 'Height' });
    expect(of(['width', 'h'])).toMatchObject({ width: null, height: null });
  });
});

describe('where a row lies, and where it is shown', () => {
  const base = '/data/images';
  const placed = (source: unknown, path?: unknown, isRemoteAllowed?: boolean) => {
    const row = placeRow(source, path, base, isRemoteAllowed);
    if (!row.ok) return row.fault;
    const { source: found } = row;
    return [row.display, 'why' in found ? found.why : 'path' in found ? found.path : found.address].join(' < ');
  };

  it.each([
    ['a/b.jpg', '/a/b.jpg < /a/b.jpg'],
    ['./a//b.jpg', '/a/b.jpg < /a/b.jpg'],
    ['a\\b.jpg', '/a/b.jpg < /a/b.jpg'],
    ['a/../b.jpg', '/b.jpg < /b.jpg'],
    ['/data/images/a/b.jpg', '/a/b.jpg < /a/b.jpg'],
    ['file:///data/images/a%20b.jpg', '/a b.jpg < /a b.jpg'],
    ['a%20#?b.jpg', '/a%20#?b.jpg < /a%20#?b.jpg'],
    ['../images/x.jpg', '/x.jpg < /x.jpg'],
  ])('SR6: %s is shown as it lies below the base folder', (source, expected) => {
    expect(placed(source)).toBe(expected);
  });

  it.each([
    ['../x.jpg', '/x.jpg < outside'],
    ['../../../etc/x.jpg', '/etc/x.jpg < outside'],
    ['a/../../x.jpg', '/x.jpg < outside'],
    ['/data/images-secret/x.jpg', '/data/images-secret/x.jpg < outside'],
    ['/etc/x.jpg', '/etc/x.jpg < outside'],
    ['file:///etc/x.jpg', '/etc/x.jpg < outside'],
    ['file:///data/images/%2e%2e/x.jpg', '/data/x.jpg < outside'],
    ['https://me:secret@example.com/a/b.jpg?key=1', '/example.com/a/b.jpg < address'],
    ['https://example.com/a/b.jpg?key=1', '/example.com/a/b.jpg < remote'],
    ['ftp://example.com/b.jpg', '/example.com/b.jpg < address'],
    ['s3://bucket/a/b.jpg', '/bucket/a/b.jpg < bucket'],
  ])('I10: %s is shown, and not read', (source, expected) => {
    expect(placed(source)).toBe(expected);
  });

  it.each([
    ['https://example.com/a/b.jpg?key=1', '/example.com/a/b.jpg < https://example.com/a/b.jpg?key=1'],
    ['HTTP://example.com/b.jpg', '/example.com/b.jpg < HTTP://example.com/b.jpg'],
    ['https://me:secret@example.com/b.jpg', '/example.com/b.jpg < address'],
    ['https://example.com/b.jpg#c', '/example.com/b.jpg < address'],
    ['ftp://example.com/b.jpg', '/example.com/b.jpg < address'],
    ['s3://bucket/a/b.jpg', '/bucket/a/b.jpg < bucket'],
    ['b.jpg', '/b.jpg < /b.jpg'],
  ])('SC10: with --allow-remote, %s is %s', (source, expected) => {
    expect(placed(source, undefined, true)).toBe(expected);
  });

  it.each([
    ['b.jpg', 'cats/1.jpg', '/cats/1.jpg < /b.jpg'],
    ['b.jpg', '/cats/one', '/cats/one.jpg < /b.jpg'],
    ['b.jpg', 17, '/17.jpg < /b.jpg'],
    ['b.jpg', 17n, '/17.jpg < /b.jpg'],
    ['b.jpg', '', '/b.jpg < /b.jpg'],
    ['b.jpg', null, '/b.jpg < /b.jpg'],
    ['b.bin', 'c.jpg', '/c.jpg < /b.bin'],
    ['../x.jpg', 'c.jpg', '/c.jpg < outside'],
  ])('SR6: %s under the path %j of its own is %s', (source, path, expected) => {
    expect(placed(source, path)).toBe(expected);
  });

  it.each([
    ['', undefined, 'no_source'],
    [null, 'a.jpg', 'no_source'],
    ['notes.txt', undefined, 'not_an_image'],
    ['.jpg', undefined, 'not_an_image'],
    ['a/.git/x.jpg', undefined, 'hidden'],
    ['x.jpg', '.hidden/x.jpg', 'hidden'],
    ['x.jpg', '../x.jpg', 'not_a_path'],
    ['a\0.jpg', undefined, 'not_a_path'],
    [`${'x/'.repeat(3000)}y.jpg`, undefined, 'not_a_path'],
  ])('SR6: %j with %j is %s', (source, path, fault) => {
    expect(placed(source, path)).toBe(fault);
  });

  it('SR6: rows of one path get names of their own, also where such a name is taken', () => {
    const names = new UnusedNames();
    const paths = ['/a.jpg', '/a (2).jpg', '/a.jpg', '/a.jpg', '/a (2).jpg', '/b/a.jpg'];
    const taken = ['/a.jpg', '/a (2).jpg', '/a (3).jpg', '/a (4).jpg', '/a (2) (2).jpg', '/b/a.jpg'];
    expect(paths.map((path) => names.take(path))).toEqual(taken);
  });

  it('I11: a hundred thousand rows of one path are no work that grows with its square', () => {
    const names = new UnusedNames();
    const last = Array.from({ length: 100_000 }, () => names.take('/a.jpg')).at(-1);
    expect(last).toBe('/a (100000).jpg');
  });
});

describe('what a column is', () => {
  const built = (...chunks: unknown[][]) => {
    const builder = new ColumnBuilder(new ValueBudget());
    for (const cells of chunks) builder.add(cells);
    const column = builder.build();
    if (column?.kind === 'category')
      return [...column.codes].map((code) => (code === noCode ? null : (column.names[code] ?? 'no such name')));
    return column && [...column.values];
  };
  const many = Array.from({ length: 201 }, (_, at) => `name ${String(at)}`);

  it('SR6: numbers are a metric, whatever they are written as', () => {
    expect(built([1, -2.5, 3n], ['4', ' 5e1 ', '.5'])).toEqual([1, -2.5, 3, 4, 50, 0.5]);
  });

  it('I11: what is empty or not finite is none', () => {
    expect(built([1, NaN, Infinity, null, undefined, '', 'NaN', '-inf', '1e999', 'null'])).toEqual([
      1,
      ...new Array<number>(9).fill(NaN),
    ]);
    expect(built(['', null, NaN])).toBeUndefined();
    expect(built([])).toBeUndefined();
  });

  it('SR6: one text makes it a category, with the numbers as texts', () => {
    expect(built([1, 2.5], ['x', '', null, 1])).toEqual(['1', '2.5', 'x', null, null, '1']);
  });

  it('SR6: truth and times are categories', () => {
    expect(built([true, false, null])).toEqual(['true', 'false', null]);
    expect(built([new Date(0), new Date(NaN)])).toEqual(['1970-01-01T00:00:00.000Z', null]);
  });

  it('SR6: 200 texts are a category, more are not, nor are long ones', () => {
    expect(built(many.slice(1))).toEqual(many.slice(1));
    expect(built(many)).toBeUndefined();
    expect(built(['x'.repeat(200)])).toBeUndefined();
  });

  it('SR6: numbers of more than 200 values stay a metric until a text comes', () => {
    const numbers = Array.from({ length: 5000 }, (_, at) => at);
    expect(built(numbers)).toEqual(numbers);
    expect(built(numbers, ['x'])).toBeUndefined();
    expect(built(numbers, [true])).toBeUndefined();
  });

  const why = (cells: unknown[]) => {
    const builder = new ColumnBuilder(new ValueBudget());
    builder.add(cells);
    return [builder.build(), builder.whyLeftOut()];
  };
  const numbers = Array.from({ length: 300 }, (_, at) => at / 7);

  it.each([
    [[...numbers, '-'], 'not all are numbers: row 301 has "-"'],
    [['', '1,100', ...numbers.map(String)], 'not all are numbers: row 2 has "1,100"'],
    [[...numbers, true], 'not all are numbers: row 301 has "true"'],
    [numbers.map((number) => `${String(number)}%`), 'more than 200 different texts, such as "0%"'],
    [numbers.map((_, at) => new Date(at)), 'more than 200 different texts, such as "1970-01-01T0…"'],
    [['x', 'y'.repeat(129)], 'a text is longer than 128 characters'],
    [[null, '', [1], NaN], 'it holds neither numbers nor texts'],
  ])('SR6: says why a column is neither: %#', (cells, reason) => {
    expect(why(cells)).toEqual([undefined, reason]);
  });

  it('I11: refuses to take more than a gigabyte', () => {
    const budget = new ValueBudget();
    budget.add(2 ** 30);
    expect(() => new ColumnBuilder(budget)).toThrow(TableError);
  });

  it('SR6: holds nothing any more once it is built: all columns twice would be too much', () => {
    for (const cells of [
      [1, 2],
      ['a', 'b'],
    ]) {
      const builder = new ColumnBuilder(new ValueBudget());
      builder.add(cells);
      expect(builder.build()).toBeDefined();
      expect(builder.build()).toBeUndefined();
    }
  });
});
