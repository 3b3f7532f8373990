import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { LabelsFileError } from '../../../apps/api/src/persistence/labels-file/labels-file-error.ts';
import { openLabelsFile } from '../../../apps/api/src/persistence/labels-file/read-labels-file.ts';
import { SeenNames } from '../../../apps/api/src/persistence/labels-file/seen-names.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { around, fileWith, readAll } from '../../support/labels-file-samples.ts';

const folder = tempFolder('labels-file');
const labelsOf = (items: string) => readAll(fileWith(folder, around(items))).labels;

/** Refused, with the reason, and where. */
function refusalOf(content: string | Uint8Array): LabelsFileError {
  try {
    openLabelsFile(fileWith(folder, content)).close();
  } catch (error) {
    if (error instanceof LabelsFileError) return error;
    throw error;
  }
  throw new Error('It was taken for good.');
}

describe('LB5: labels.json', () => {
  it('is read as the specification shows it', () => {
    const content = `{
      "version": 1, "store_id": "5f0c", "seq": 4711, "saved_at": "2026-01-23T19:25:15Z",
      "items": {
        "animals/cat.jpg": {
          "tags": ["cute"], "notes": "golden hour", "star": 4, "metrics": {"score": 0.5},
          "updated_at": "2026-01-23T19:22:05Z", "updated_by": "client:abc", "item_version": 12, "other": {"a": [1]}
        }
      }
    }`;
    expect(readAll(fileWith(folder, content))).toEqual({
      header: { storeId: '5f0c', seq: 4711, savedAt: Date.UTC(2026, 0, 23, 19, 25, 15) },
      labels: [
        {
          path: '/animals/cat.jpg',
          version: 12,
          star: 4,
          tags: ['cute'],
          notes: 'golden hour',
          metrics: { score: 0.5 },
          updatedAt: Date.UTC(2026, 0, 23, 19, 22, 5),
          updatedBy: 'client:abc',
          extra: { other: { a: [1] } },
        },
      ],
    });
  });

  it('may be made by hand: the items first, no header, fields that nobody knows', () => {
    const content = '{"items":{"/a.jpg":{"star":1},"b.jpg":{}},"comment":{"by":["me"]},"seq":7,"version":1}\n\n';
    const { header, labels } = readAll(fileWith(folder, content));
    expect(header).toEqual({ storeId: null, seq: 7, savedAt: 0 });
    const rest = { tags: [], notes: '', updatedAt: 0, updatedBy: 'server' };
    expect(labels).toEqual([
      { path: '/a.jpg', version: 2, star: 1, ...rest },
      { path: '/b.jpg', version: 1, star: null, ...rest },
    ]);
  });

  it('may hold nothing', () => {
    expect(labelsOf('{}')).toEqual([]);
  });

  it.each([
    ['{"tags":["x"]}', 2],
    ['{"notes":"x"}', 2],
    ['{"star":0}', 2],
    ['{"metrics":{"m":1}}', 2],
    ['{"tags":[" "],"notes":"","star":null,"other":1}', 1],
    ['{"star":3,"item_version":77}', 77],
  ])('gives %s version %d', (item, version) => {
    expect(labelsOf(`{"a":${item}}`)[0]).toMatchObject({ version });
  });

  it('IT6: has its tags trimmed, in one Unicode form and each once, and nothing cut off', () => {
    const tags = [
      ' a ',
      'a',
      '',
      'e\u0301',
      '\u00e9',
      'long '.repeat(100),
      ...Array.from({ length: 100 }, (_, at) => `t${at}`),
    ];
    const [label] = labelsOf(JSON.stringify({ a: { tags, notes: 'n'.repeat(100_000) } }));
    expect(label?.tags.slice(0, 3)).toEqual(['a', 'é', 'long '.repeat(100).trim()]);
    expect(label?.tags).toHaveLength(103);
    expect(label?.notes).toHaveLength(100_000);
  });

  it('keeps no prototype busy: a file may be called __proto__', () => {
    const labels = labelsOf('{"__proto__":{"star":1},"constructor":{"star":2},"a/__proto__":{"star":3}}');
    expect(labels.map(({ path }) => path)).toEqual(['/__proto__', '/constructor', '/a/__proto__']);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as { star?: number }).star).toBeUndefined();
  });

  it.each(['2026-01-23T19:22:05Z', '2026-01-23T20:22:05.000+01:00', '2026-01-23T19:22:05.000999Z'])(
    'knows the time %s',
    (time) => {
      expect(labelsOf(`{"a":{"updated_at":"${time}"}}`)[0]?.updatedAt).toBe(Date.UTC(2026, 0, 23, 19, 22, 5));
    },
  );

  it('is read through a link, and from a place with a newline in its name', () => {
    const other = `${folder}/odd\nname`;
    mkdirSync(other);
    symlinkSync(fileWith(folder, around('{"a":{"star":1}}')), `${other}/labels.json`);
    expect(readAll(`${other}/labels.json`).labels).toHaveLength(1);
  });

  it('D6: is refused when it changes between being checked and being read', () => {
    const file = fileWith(folder, around('{"a":{}}'));
    const reader = openLabelsFile(file);
    appendFileSync(file, ' ');
    expect(() => [...reader.entries()]).toThrow('was changed while it was read');
    writeFileSync(file, around('{"b":{}}') + ' ');
    utimesSync(file, 1, 1);
    expect(() => [...reader.entries()]).toThrow('was changed while it was read');
    reader.close();
  });

  it('knows a hundred thousand names apart', () => {
    const seen = new SeenNames();
    let added = 0;
    for (let at = 0; at < 100_000; at += 1) if (seen.add(`/folder-${at % 97}/image-${at}.jpg`)) added += 1;
    expect(added).toBe(100_000);
    for (let at = 0; at < 100_000; at += 1) if (seen.add(`/folder-${at % 97}/image-${at}.jpg`)) added += 1;
    expect(added).toBe(100_000);
  });
});

describe('LB7, D6: a labels.json that is no good is refused', () => {
  it.each([
    ['', 'is empty'],
    ['  \n', 'is empty'],
    ['\ufeff{}', 'byte order mark'],
    ['not json', 'should be "{"'],
    ['null', 'should be "{"'],
    ['[]', 'should be "{"'],
    ['{}', 'no field "version"'],
    ['{"version":1}', 'no field "items"'],
    ['{"items":{}}', 'no field "version"'],
    ['{"version":2,"items":{}}', 'made by a newer Lenslet'],
    ['{"version":0,"items":{}}', 'version must be 1'],
    ['{"version":"1","items":{}}', 'version must be 1'],
    ['{"version":1,"items":[]}', 'should be "{"'],
    ['{"version":1,"items":null}', 'should be "{"'],
    ['{"version":1,"seq":"4","items":{}}', 'seq must be'],
    ['{"version":1,"seq":-1,"items":{}}', 'seq must be'],
    ['{"version":1,"seq":1.5,"items":{}}', 'seq must be'],
    ['{"version":1,"store_id":5,"items":{}}', 'store_id must be'],
    ['{"version":1,"saved_at":"yesterday","items":{}}', 'saved_at must be'],
    ['{"version":1,"__proto__":{},"items":{}}', 'may not be called __proto__'],
    ['{"version":1,"version":1,"items":{}}', '"version" is there twice'],
    ['{"version":1,"items":{},"items":{}}', '"items" is there twice'],
    ['{"version":1,"items":{},"x":1,"\\u0078":1}', '"x" is there twice'],
    ['{"version":1,"items":{}} x', 'end of the file'],
    ['{"version":1,"items":{}}{}', 'end of the file'],
    ['{"version":1,"items":{},}', 'name of a field'],
    ['{"version":1 "items":{}}', 'should be "}"'],
    ["{'version':1}", 'name of a field'],
    ['{"version":1,"items":{"a":{}', 'cut short'],
  ])('%j', (content, reason) => {
    expect(refusalOf(content).message).toContain(reason);
  });

  it.each([
    ['{"a":{},"a":{}}', '"/a" is there twice'],
    ['{"a":{},"/a":{}}', '"/a" is there twice'],
    ['{"x/a":{},"x//\\u0061":{}}', '"/x/a" is there twice'],
    ['{"":{}}', 'that of the gallery'],
    ['{"a/../b":{}}', 'no path of an item'],
    ['{"a\\u0000":{}}', 'no path of an item'],
    ['{"a\\ud800":{}}', 'no path of an item'],
    ['{"a\u{10ff2e}":{}}', 'no path of an item'],
    ['{"a":null}', 'must be an object'],
    ['{"a":[]}', 'must be an object'],
    ['{"a":"x"}', 'must be an object'],
    ['{"a":}', 'valid JSON'],
    ['{"a":{"star":6}}', 'star must be'],
    ['{"a":{"star":-1}}', 'star must be'],
    ['{"a":{"star":2.5}}', 'star must be'],
    ['{"a":{"star":"4"}}', 'star must be'],
    ['{"a":{"star":true}}', 'star must be'],
    ['{"a":{"star":[]}}', 'star must be'],
    ['{"a":{"tags":"x"}}', 'tags must be'],
    ['{"a":{"tags":[1]}}', 'each of the tags must be'],
    ['{"a":{"tags":[null]}}', 'each of the tags must be'],
    ['{"a":{"tags":["a\\u0000"]}}', 'NUL'],
    ['{"a":{"tags":null}}', 'tags must be'],
    ['{"a":{"notes":null}}', 'notes must be'],
    ['{"a":{"notes":5}}', 'notes must be'],
    ['{"a":{"notes":"a\\u0000b"}}', 'NUL'],
    ['{"a":{"notes":"\\ud83d"}}', 'half a Unicode character'],
    ['{"a":{"notes":"raw\u0000"}}', 'valid JSON'],
    ['{"a":{"updated_at":5}}', 'updated_at must be'],
    ['{"a":{"updated_at":"2026-01-23"}}', 'updated_at must be'],
    ['{"a":{"updated_at":"2026-99-23T00:00:00Z"}}', 'updated_at must be'],
    ['{"a":{"updated_by":5}}', 'updated_by must be'],
    ['{"a":{"item_version":0}}', 'version of an item must be'],
    ['{"a":{"item_version":"2"}}', 'version of an item must be'],
    ['{"a":{"item_version":2147483648}}', 'version of an item must be'],
    ['{"a":{"metrics":[]}}', 'metrics must be'],
    ['{"a":{"metrics":{"m":"1"}}}', 'metrics must be'],
    ['{"a":{"metrics":{"m":null}}}', 'metrics must be'],
    ['{"a":{"metrics":{"m":1e999}}}', 'too large'],
    ['{"a":{"metrics":{"m":NaN}}}', 'valid JSON'],
    ['{"a":{"other":[{"x":-1e999}]}}', 'too large'],
    ['{"a":{"__proto__":{"star":1}}}', 'may not be called __proto__'],
    ['{"a":{"constructor":1}}', 'may not be called constructor'],
    ['{"a":{"other":[{"\\u005f_proto__":1}]}}', 'may not be called __proto__'],
    ['{"a":{"metrics":{"prototype":1}}}', 'may not be called prototype'],
    ['{"a":{"star":1,"star":2}}', 'twice'],
    ['{"a":{"star":1,"st\\u0061r":1}}', 'twice'],
    ['{"a":{"metrics":{"m":1,"m":1}}}', 'twice'],
    ['{"a":{"other":[{"x":1,"x":1}]}}', 'twice'],
    [`{"a":{"other":${'['.repeat(33)}${']'.repeat(33)}}}`, 'nested more than 32'],
    [`{"a":{"other":${'['.repeat(100_000)}`, 'nested more than 32'],
    ['{"a":{"star":1]}', 'valid JSON'],
    ['{"a":{"star":01}}', 'valid JSON'],
    ['{"a":{"star":1,}}', 'valid JSON'],
    ['{"a":{/* why */}}', 'valid JSON'],
    ['{"a" {}}', 'should be ":"'],
    ['{"a":{}"b":{}}', 'should be "}"'],
    ['{"a":{}', 'cut short'],
  ])('with items %j', (items, reason) => {
    expect(refusalOf(around(items)).message).toContain(reason);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('naming the line and the byte', () => {
    const items = Array.from({ length: 50_000 }, (_, at) => `"${at}é.jpg":{"star":${at === 40_000 ? 9 : 3}}`);
    const content = Buffer.from(`{"version":1,\n"items":{\n${items.join(',\n')}\n}}`);
    const error = refusalOf(content);
    expect(error).toMatchObject({
      line: 40_003,
      position: content.indexOf('{"star":9}'),
      file: `${folder}/labels.json`,
    });
    expect(error.message).toBe(`${error.file}, line 40003 (byte ${error.position}): ${error.reason}`);
  });

  it.each([
    ['a lone byte', [0xff]],
    ['a continuation', [0x80]],
    ['half a surrogate', [0xed, 0xa0, 0x80]],
    ['too long a form', [0xc0, 0xaf]],
    ['a sequence broken off', [0xe2, 0x82]],
  ])('with invalid UTF-8: %s', (_name, bytes) => {
    const before = Buffer.from('{"version":1,\n"items":{"a":{"notes":"x');
    const error = refusalOf(Buffer.concat([before, Buffer.from(bytes), Buffer.from('"}}}')]));
    expect(error.reason).toContain('not valid UTF-8');
    expect(error.line).toBe(2);
    expect(Math.abs(error.position - before.length)).toBeLessThan(4);
  });

  it('when it is no file, or not there', () => {
    const reasonOf = (file: string): string => {
      try {
        openLabelsFile(file);
        return '';
      } catch (error) {
        return (error as Error).message;
      }
    };
    mkdirSync(`${folder}/labels.d`);
    symlinkSync('nowhere', `${folder}/dangling`);
    symlinkSync('circle', `${folder}/circle`);
    execFileSync('mkfifo', [`${folder}/pipe`]);
    expect(reasonOf(`${folder}/labels.d`)).toContain('a folder');
    expect(reasonOf(`${folder}/dangling`)).toContain('leads nowhere');
    expect(reasonOf(`${folder}/circle`)).toContain('leads to itself');
    expect(reasonOf(`${folder}/absent`)).toContain('does not exist');
    expect(reasonOf(`${folder}/pipe`)).toContain('not a regular file');
    expect(reasonOf('/dev/zero')).toContain('not a regular file');
    expect(reasonOf('/proc/self/mem')).toContain('could not be read');
  });
});
