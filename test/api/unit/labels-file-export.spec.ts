import { writeFileSync } from 'node:fs';
import { defaultLabel, type Label } from '../../../apps/api/src/persistence/label.ts';
import { decodeCsv, encodeCsv } from '../../../apps/api/src/persistence/labels-file/csv.ts';
import { cellsOfRow, csvRow, separators } from '../../../apps/api/src/persistence/labels-file/csv-row.ts';
import { strictEar } from '../../../apps/api/src/persistence/labels-file/found-label.ts';
import { LabelsFileError } from '../../../apps/api/src/persistence/labels-file/labels-file-error.ts';
import { decodeNdjson, encodeNdjson } from '../../../apps/api/src/persistence/labels-file/ndjson.ts';
import { tagList, tagsOfList } from '../../../apps/api/src/persistence/labels-file/tag-list.ts';
import { expectWellTyped, randomLabels, randomText } from '../../support/labels-file-samples.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const file = `${tempFolder('exports')}/export`;
const seed = chooseSeed();
const formats = [
  { name: 'CSV', encode: encodeCsv, decode: decodeCsv },
  { name: 'NDJSON', encode: encodeNdjson, decode: decodeNdjson },
];
const cat: Label = {
  path: '/a b/cat.jpg',
  version: 12,
  star: 4,
  tags: ['cute', 'a;b', 'back\\slash'],
  notes: 'He said "hi",\nthen left',
  metrics: { score: 0.5 },
  updatedAt: Date.UTC(2026, 0, 23, 19, 22, 5),
  updatedBy: 'client:abc',
};
const withoutExtra = (label: Label): Label => ({ ...label, extra: undefined });
const decoded = (decode: typeof decodeCsv, content: string | Uint8Array, chunk?: number): Label[] => {
  writeFileSync(file, content);
  return [...decode(file, strictEar, chunk)].flatMap((found) => found?.label ?? []);
};

describe.each(formats)(`E22: $name, with seed ${seed}`, ({ encode, decode }) => {
  it('gives back exactly what was written, whatever the chunks it is read in', () => {
    const random = new SeededRandom(seed);
    for (let round = 0; round < rounds(40, 2000); round += 1) {
      const labels = randomLabels(random, random.below(15)).map(withoutExtra);
      const content = [...encode(labels)].join('');
      for (const chunk of [1, 2, random.between(3, 60), undefined])
        expect(decoded(decode, content, chunk)).toEqual(labels);
    }
  });

  it('comes in pieces', () => {
    const labels = Array.from({ length: 20_000 }, (_, at) => ({ ...cat, path: `/${at}.jpg` }));
    const pieces = [...encode(labels)];
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(70_000);
    expect(decoded(decode, pieces.join(''))).toEqual(labels);
  });

  it('with wrong bytes in it is refused, or read as labels that are well formed', () => {
    const random = new SeededRandom(seed);
    for (let round = 0; round < rounds(300, 20_000); round += 1) {
      const content = Buffer.from([...encode(randomLabels(random, 3))].join(''));
      for (let wrong = 2; wrong > 0; wrong -= 1) content[random.below(content.length)] = random.below(256);
      try {
        for (const label of decoded(decode, content)) expectWellTyped(label);
      } catch (error) {
        if (!(error instanceof LabelsFileError)) throw error;
      }
    }
  });

  it('is not read from what is no file', () => {
    expect(() => [...decode('/', strictEar)]).toThrow('a folder');
    expect(() => [...decode(`${file}.absent`, strictEar)]).toThrow('does not exist');
  });
});

describe('E22: NDJSON', () => {
  it('is one object a line, with the names of the API', () => {
    expect([...encodeNdjson([{ ...cat, extra: { x: 1 } }, defaultLabel('/b.jpg')])].join('')).toBe(
      '{"path":"/a b/cat.jpg","tags":["cute","a;b","back\\\\slash"],"notes":"He said \\"hi\\",\\nthen left","star":4,' +
        '"version":12,"updated_at":"2026-01-23T19:22:05.000Z","updated_by":"client:abc","metrics":{"score":0.5}}\n' +
        '{"path":"/b.jpg","tags":[],"notes":"","star":null,"version":1,"updated_at":"","updated_by":"server"}\n',
    );
  });

  it('may say only some of it, end its lines in two ways, and begin with a byte order mark', () => {
    expect(decoded(decodeNdjson, '\ufeff{"path":"a"}\r\n\n{"path":"/b","star":3}')).toEqual([
      defaultLabel('/a'),
      { ...defaultLabel('/b'), star: 3, version: 2 },
    ]);
    expect(decoded(decodeNdjson, '')).toEqual([]);
  });

  it.each([
    ['{"path":"/b","star":9}', 'star must be'],
    ['{"star":1}', 'path must be a text'],
    ['{"path":"/"}', 'that of the gallery'],
    ['{"path":"/b","path":"/c"}', 'twice'],
    ['{"path":"/b","__proto__":{}}', 'may not be called __proto__'],
    ['[]', 'must be an object'],
    ['path', 'valid JSON'],
    ['{"path":"/b"', 'cut short'],
  ])('names the line and the reason of %s', (line, reason) => {
    expect(() => decoded(decodeNdjson, `{"path":"/a"}\n${line}\n`)).toThrow(reason);
    expect(() => decoded(decodeNdjson, `{"path":"/a"}\n${line}\n`)).toThrow(/, line [23] \(byte \d+\): /);
  });
});

describe('E22: CSV', () => {
  it('is a table of RFC 4180', () => {
    const labels = [{ ...cat, extra: { x: 1 } }, defaultLabel('/b.jpg'), { ...cat, tags: ['=1+1'], notes: "'@x" }];
    expect([...encodeCsv(labels)].join('')).toBe(
      'path,star,tags,notes,version,updated_at,updated_by,metrics\r\n' +
        '/a b/cat.jpg,4,cute;a\\;b;back\\\\slash,"He said ""hi"",\nthen left",12,2026-01-23T19:22:05.000Z,client:abc,"{""score"":0.5}"\r\n' +
        '/b.jpg,,,,1,,server,\r\n' +
        '/a b/cat.jpg,4,\'=1+1,\'\'@x,12,2026-01-23T19:22:05.000Z,client:abc,"{""score"":0.5}"\r\n',
    );
  });

  it('holds no cell that a spreadsheet would run', () => {
    const random = new SeededRandom(seed);
    for (let round = 0; round < 2000; round += 1) {
      const cells = [random.pick(['', '=', '+', '-', '@', '\t', '\r', "'", "''="]) + randomText(random), 'end'];
      const row = csvRow(cells);
      expect(row.replace(/^"/, '')).not.toMatch(/^[=+\-@\t\r]/);
      // Nor where it splits elsewhere, to which quotes in the middle of a cell are no quotes.
      expect(row.split(/[;\t\r\n]/).filter((cell) => /^"*[=+\-@]/.test(cell))).toEqual([]);
      for (const between of separators) {
        const joined = row.endsWith(',end') ? `${row.slice(0, -4)}${between}end` : row;
        if (row.startsWith('"')) expect(cellsOfRow(joined, between)).toEqual(cells);
      }
      expect(cellsOfRow(row)).toEqual(cells);
    }
  });

  it('gives back values that look as if they had been made harmless', () => {
    const random = new SeededRandom(seed);
    const letters = [';', "'", '=', '-', '\t', '\r', '\n', 'a', ',', '"'];
    for (let round = 0; round < rounds(5000, 200_000); round += 1) {
      const text = Array.from({ length: random.below(10) }, () => random.pick(letters)).join('');
      expect([text, cellsOfRow(csvRow([text, 'end']))]).toEqual([text, [text, 'end']]);
    }
    expect(csvRow(["x;'=1"])).toBe("x;''=1");
  });

  it('has no tag that a spreadsheet would run which splits at semicolons', () => {
    const label = { ...defaultLabel('/a.jpg'), tags: ['cat', "=cmd|' /C calc'!A0", 'z'], notes: 'x\n=1+1;"=2+2;y' };
    const content = [...encodeCsv([label])].join('');
    expect(content).toContain(`,cat;'=cmd|' /C calc'!A0;z,"x\n'=1+1;'""=2+2;y",`);
    expect(decoded(decodeCsv, content)).toEqual([label]);
  });

  it('keeps tags apart in one cell', () => {
    for (const tags of [['a'], ['a;b', 'c'], ['\\', ';', '\\;'], ['a\\', 'b']])
      expect(tagsOfList(tagList(tags))).toEqual(tags);
    expect(() => tagsOfList('a\\b')).toThrow('a \\ must stand before');
    expect(() => tagsOfList('a\\')).toThrow('a \\ must stand before');
  });

  it('may have any order of columns, few of them, LF, empty rows and a byte order mark', () => {
    expect(decoded(decodeCsv, '\ufeffstar,path\n3,a b.jpg\n\n,"/c,d"\r\n5,"e\nf"')).toEqual([
      { ...defaultLabel('/a b.jpg'), star: 3, version: 2 },
      defaultLabel('/c,d'),
      { ...defaultLabel('/e\nf'), star: 5, version: 2 },
    ]);
    expect(decoded(decodeCsv, 'path\r\n')).toEqual([]);
  });

  it.each([';', '\t'])(
    'may be what a spreadsheet writes elsewhere: %j between cells, names with capitals',
    (between) => {
      const rows = [
        ['Path', ' Star ', '"Tags"', 'notes'],
        ['/a.jpg', '3', '"x;y"', '"1, 2"'],
        ['"/b\t;.jpg"', '', 'x', ''],
      ];
      expect(decoded(decodeCsv, rows.map((row) => row.join(between)).join('\r\n'))).toEqual([
        { ...defaultLabel('/a.jpg'), star: 3, tags: ['x', 'y'], notes: '1, 2', version: 2 },
        { ...defaultLabel('/b\t;.jpg'), tags: ['x'], version: 2 },
      ]);
    },
  );

  it.each([
    ['', 'is empty', 1],
    ['path;Path\n', 'path is there twice', 1],
    ['path;star\n/a;1;2\n', 'has 3 cells', 2],
    ['path;notes\n/a;"x"y\n', 'must be a semicolon', 2],
    ['path;notes\n"/a";"x\ny\n', 'never closed', 2],
    ['path,star,path\n', 'path is there twice', 1],
    ['star,tags\n', 'column path is missing', 1],
    ['path,star\n/a,1\n/b\n', 'has 1 cells, and there are 2 columns', 3],
    ['path,star\n/a,1\n/b,1,1\n', 'has 3 cells', 3],
    ['path,notes\n/a,"1\n2"\n/b,"x"y\n', 'Behind a closing quote', 4],
    ['path,notes\n/a,x"y\n', 'must stand in quotes', 2],
    ['path,notes\n/a,x\ry\n', 'must stand in quotes', 2],
    ['path,notes\n/a,"x\ny\n', 'never closed', 2],
    ['path,star\n/a,6\n', 'star must be', 2],
    ['path,star\n/a,4.0\n', 'star must be', 2],
    ['path,version\n/a,0\n', 'version of an item must be', 2],
    ['path,updated_at\n/a,23.01.2026\n', 'updated_at must be', 2],
    ['path,metrics\n/a,5\n', 'metrics must be', 2],
    ['path,metrics\n/a,x\n', 'metrics must be', 2],
    ['path,metrics\n/a,"{""__proto__"":1}"\n', 'may not be called __proto__', 2],
    ['path,tags\n/a,x\\y\n', 'a \\ must stand before', 2],
    ['path,notes\n/a,x\0y\n', 'NUL', 2],
    ['path,star\n,1\n', 'that of the gallery', 2],
  ])('names the line and the reason of %j', (content, reason, line) => {
    try {
      decoded(decodeCsv, content);
    } catch (error) {
      if (!(error instanceof LabelsFileError)) throw error;
      expect(error).toMatchObject({ line, reason: expect.stringContaining(reason) as string });
      return;
    }
    throw new Error('It was taken for good.');
  });
});
