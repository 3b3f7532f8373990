import { execFileSync } from 'node:child_process';
import fs, {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { defaultLabel, type Label } from '../../../apps/api/src/persistence/label.ts';
import { identityOf } from '../../../apps/api/src/persistence/labels-file/identity.ts';
import {
  encodeLabelsFile,
  removeLeftovers,
  writeLabelsFile,
} from '../../../apps/api/src/persistence/labels-file/write-labels-file.ts';
import { readAll } from '../../support/labels-file-samples.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const header = { storeId: '5f0c', seq: 4711, savedAt: Date.UTC(2026, 0, 23, 19, 25, 15) };
const cat: Label = {
  path: '/animals/cat.jpg',
  version: 12,
  star: 4,
  tags: ['cute'],
  notes: 'golden hour',
  metrics: { score: 0.5 },
  updatedAt: Date.UTC(2026, 0, 23, 19, 22, 5, 7),
  updatedBy: 'client:abc',
  extra: { other: 1, star: 'not yours', updated_by: 'nor this' },
};
const dog: Label = { ...defaultLabel('/dog.jpg'), notes: 'x'.repeat(100) };

afterEach(() => jest.restoreAllMocks());

describe('LB5: writing labels.json', () => {
  it('puts the header first and an item on each line, and leaves out what says nothing', () => {
    const file = `${tempFolder('labels-write')}/labels.json`;
    const written = writeLabelsFile(file, header, [cat, defaultLabel('/untouched.jpg'), { ...dog, notes: 'x' }]);
    expect(readFileSync(file, 'utf8')).toBe(`{
  "version": 1,
  "store_id": "5f0c",
  "seq": 4711,
  "saved_at": "2026-01-23T19:25:15.000Z",
  "items": {
    "animals/cat.jpg": {"tags":["cute"],"notes":"golden hour","star":4,"updated_at":"2026-01-23T19:22:05.007Z","updated_by":"client:abc","item_version":12,"metrics":{"score":0.5},"other":1},
    "dog.jpg": {"tags":[],"notes":"x","star":null,"updated_at":"","updated_by":"server","item_version":1}
  }
}
`);
    expect(written).toEqual({ bytes: statSync(file).size, items: 2, identity: identityOf(file) });
    expect(statSync(file).mode & 0o7777 & ~0o644).toBe(0);
  });

  it('is the same text for an export', () => {
    const file = `${tempFolder('labels-write')}/labels.json`;
    const labels = [defaultLabel('/untouched.jpg'), cat, dog];
    writeLabelsFile(file, header, labels);
    expect([...encodeLabelsFile(header, labels)].join('')).toBe(readFileSync(file, 'utf8'));
  });

  it('may have nothing to write', () => {
    const file = `${tempFolder('labels-write')}/labels.json`;
    expect(writeLabelsFile(file, header, []).items).toBe(0);
    expect(readAll(file)).toEqual({ header, labels: [] });
  });

  it('tells by its identity when somebody else has written it', () => {
    const file = `${tempFolder('labels-write')}/labels.json`;
    const { identity } = writeLabelsFile(file, header, [cat]);
    expect(identityOf(file)).toEqual(identity);
    expect(writeLabelsFile(file, header, [cat]).identity).not.toEqual(identity);
    writeFileSync(file, readFileSync(file));
    expect(identityOf(file)).not.toEqual(identity);
    expect(identityOf(`${file}.absent`)).toBeUndefined();
  });

  it('replaces a link, and leaves alone what it leads to', () => {
    const folder = tempFolder('labels-write');
    writeFileSync(`${folder}/other`, 'somebody’s');
    symlinkSync('other', `${folder}/labels.json`);
    writeLabelsFile(`${folder}/labels.json`, header, [cat]);
    expect(readFileSync(`${folder}/other`, 'utf8')).toBe('somebody’s');
    expect(lstatSync(`${folder}/labels.json`).isFile()).toBe(true);
  });

  it('D8: writes all of it when the system takes only some bytes at a time', () => {
    const file = `${tempFolder('labels-write')}/labels.json`;
    const write = fs.writeSync.bind(fs);
    const some = (...[to, bytes, at, length]: [number, Buffer, number, number]) =>
      write(to, bytes, at, Math.min(length, 1000));
    jest.spyOn(fs, 'writeSync').mockImplementation(some as typeof fs.writeSync);
    const labels = Array.from({ length: 5000 }, (_, at) => ({ ...dog, path: `/${at}.jpg` }));
    expect(writeLabelsFile(file, header, labels).bytes).toBe(statSync(file).size);
    expect(readAll(file).labels).toEqual(labels);
  });

  it('is complete and synced before it takes its name, and the folder after', () => {
    const folder = tempFolder('labels-write');
    const file = `${folder}/labels.json`;
    const steps: string[] = [];
    const sync = fs.fsyncSync.bind(fs);
    const rename = fs.renameSync.bind(fs);
    jest.spyOn(fs, 'fsyncSync').mockImplementation((descriptor) => {
      steps.push(fs.fstatSync(descriptor).isDirectory() ? 'folder' : `file of ${fs.fstatSync(descriptor).size}`);
      sync(descriptor);
    });
    jest.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
      steps.push('rename');
      rename(from, to);
    });
    const { bytes } = writeLabelsFile(file, header, [cat]);
    expect(steps).toEqual([`file of ${bytes}`, 'rename', 'folder']);
  });
});

describe('D8, D10: when labels.json cannot be written, the old one stays and nothing is left behind', () => {
  const labels = (count: number) => Array.from({ length: count }, (_, at) => ({ ...dog, path: `/${at}.jpg` }));

  it('D10: because it cannot be renamed', () => {
    const folder = tempFolder('labels-write');
    mkdirSync(`${folder}/labels.json`);
    writeFileSync(`${folder}/labels.json/inside`, '');
    expect(() => writeLabelsFile(`${folder}/labels.json`, header, [cat])).toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
    expect(readdirSync(folder)).toEqual(['labels.json']);
    expect(existsSync(`${folder}/labels.json/inside`)).toBe(true);
  });

  it.each(['writeSync', 'fsyncSync', 'renameSync'] as const)('D10: because of %s', (call) => {
    const folder = tempFolder('labels-write');
    const file = `${folder}/labels.json`;
    writeLabelsFile(file, header, [cat]);
    const before = readFileSync(file);
    jest.spyOn(fs, call).mockImplementation(() => {
      throw Object.assign(new Error('EIO'), { code: 'EIO' });
    });
    expect(() => writeLabelsFile(file, header, labels(5000))).toThrow('EIO');
    expect(readdirSync(folder)).toEqual(['labels.json']);
    expect(readFileSync(file)).toEqual(before);
  });

  it('because the system takes nothing more and does not say why', () => {
    const folder = tempFolder('labels-write');
    jest.spyOn(fs, 'writeSync').mockReturnValue(0);
    expect(() => writeLabelsFile(`${folder}/labels.json`, header, [cat])).toThrow('takes no more');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('because the labels themselves fail half way', () => {
    const folder = tempFolder('labels-write');
    const file = `${folder}/labels.json`;
    writeLabelsFile(file, header, [cat]);
    function* failing(): Generator<Label> {
      yield* labels(10_000);
      throw new Error('the database went away');
    }
    expect(() => writeLabelsFile(file, header, failing())).toThrow('the database went away');
    expect(readdirSync(folder)).toEqual(['labels.json']);
    expect(readAll(file).labels).toHaveLength(1);
  });

  it('because the folder is gone', () => {
    expect(() => writeLabelsFile(`${tempFolder('labels-write')}/gone/labels.json`, header, [cat])).toThrow('ENOENT');
  });

  const disk = tempFolder('small-disk');
  const isMounted = mountSmall(disk);
  afterAll(() => {
    if (isMounted) execFileSync('umount', [disk]);
  });

  // Only root may mount a disk that is small enough to be filled.
  (isMounted ? it : it.skip)('because the disk is full; and it works again when there is room', () => {
    const file = `${disk}/labels.json`;
    writeLabelsFile(file, header, labels(1000));
    const before = readFileSync(file);
    expect(() => writeLabelsFile(file, header, labels(20_000))).toThrow('ENOSPC');
    expect(readdirSync(disk)).toEqual(['labels.json']);
    expect(readFileSync(file)).toEqual(before);
    expect(writeLabelsFile(file, header, labels(1001)).items).toBe(1001);
    expect(readAll(file).labels).toHaveLength(1001);
  });
});

describe('LB5: what a killed server has left', () => {
  it('is removed, and nothing else', () => {
    const folder = tempFolder('labels-left');
    const others = ['labels.json', 'labels-a.tmp', '.labels-a.tmp.jpg', '.labels-.tmp2', '.other.tmp'];
    for (const name of ['.labels-Ab_9-x.tmp', '.labels-b.tmp', ...others]) writeFileSync(`${folder}/${name}`, '');
    mkdirSync(`${folder}/.labels-folder.tmp`);
    removeLeftovers(folder);
    expect(readdirSync(folder).sort()).toEqual([...others, '.labels-folder.tmp'].sort());
  });
});

function mountSmall(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
