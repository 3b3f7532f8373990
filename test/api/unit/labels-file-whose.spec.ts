import { appendFileSync, chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { hashOfFile } from '../../../apps/api/src/persistence/labels-file/hash-of-file.ts';
import { whoseLabelsFile } from '../../../apps/api/src/persistence/labels-file/whose-labels-file.ts';
import { writeLabelsFile } from '../../../apps/api/src/persistence/labels-file/write-labels-file.ts';
import { fileWith } from '../../support/labels-file-samples.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const own = { storeId: 'mine', seq: 10, lastSeqIn: (epoch: string) => ({ before: 4, now: 10 })[epoch] };
const folder = tempFolder('whose');
const file = `${folder}/labels.json`;
const written = (storeId: string, seq: number) => void writeLabelsFile(file, { storeId, seq, savedAt: 1 }, []);

describe('LB7: whose labels.json is it', () => {
  it('nobody’s when there is none', () => {
    expect(whoseLabelsFile(`${folder}/none`, own, null)).toEqual({ kind: 'absent' });
    expect(whoseLabelsFile(`${folder}/no/folder`, own, null)).toEqual({ kind: 'absent' });
  });

  it.each([0, 9, 10])('ours with our name and seq %d', (seq) => {
    written('mine', seq);
    expect(whoseLabelsFile(file, own, null)).toEqual({ kind: 'own' });
  });

  it.each([
    ['another store', '{"version":1,"store_id":"other","seq":1,"items":{}}', 'belongs to another store (other)'],
    ['a later state', '{"version":1,"store_id":"mine","seq":11,"items":{}}', '11 is more than 10'],
    ['no store and no seq', '{"version":1,"items":{}}', 'by hand or by another program'],
    ['no seq', '{"version":1,"store_id":"mine","items":{}}', 'by hand or by another program'],
    ['no store', '{"version":1,"seq":1,"items":{}}', 'by hand or by another program'],
  ])('foreign with %s, until it was merged', (_name, content, reason) => {
    fileWith(folder, content);
    const whose = whoseLabelsFile(file, own, 'f'.repeat(64));
    expect(whose).toMatchObject({ kind: 'foreign', reason: expect.stringContaining(reason) as string });
    expect(whose).toMatchObject({ reason: expect.stringMatching(/`lenslet import`, or move it away\.$/) as string });
    const merged = hashOfFile(file);
    expect(whoseLabelsFile(file, own, merged)).toEqual({ kind: 'own' });
    appendFileSync(file, '\n');
    expect(whoseLabelsFile(file, own, merged).kind).toBe('foreign');
  });

  it.each([
    ['', 'is empty'],
    ['{"version":1,"store_id":"mine","seq":1,"items":{"a":{"star":1}', 'cut short'],
    ['{"version":2,"store_id":"mine","seq":1,"items":{}}', 'newer Lenslet'],
    ['{"version":1,"store_id":"mine","seq":1,"items":{"a":{"star":9}}}', 'line 1 (byte 52): star must be'],
  ])('D6: foreign when it reads %j, saying why', (content, reason) => {
    fileWith(folder, content);
    const whose = whoseLabelsFile(file, own, null);
    expect(whose).toMatchObject({ kind: 'foreign', reason: expect.stringContaining(reason) as string });
    expect(readFileSync(file, 'utf8')).toBe(content);
  });

  it('D6: foreign when it is a folder, or a link that leads nowhere', () => {
    mkdirSync(`${folder}/folder`);
    symlinkSync('nowhere', `${folder}/link`);
    for (const name of ['folder', 'link']) expect(whoseLabelsFile(`${folder}/${name}`, own, null).kind).toBe('foreign');
  });

  it('D6: foreign when it may not be read', () => {
    written('mine', 1);
    const hash = hashOfFile(file);
    chmodSync(folder, 0o755);
    chmodSync(file, 0);
    // Root may read everything: for the length of this one call, somebody else asks.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(65_534);
    try {
      expect(whoseLabelsFile(file, own, hash)).toMatchObject({
        kind: 'foreign',
        reason: expect.stringContaining('no permission') as string,
      });
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });

  it('told by the hash of all its bytes', () => {
    const content = Buffer.alloc(3 * 1024 * 1024 + 7, 'labels');
    writeFileSync(`${folder}/large`, content);
    expect(hashOfFile(`${folder}/large`)).toBe(createHash('sha256').update(content).digest('hex'));
    expect(() => hashOfFile(`${folder}/absent`)).toThrow('does not exist');
  });
});
