import { Buffer } from 'node:buffer';
import { appendFileSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { hashFiles } from '../../../apps/api/src/workers/hash-files.ts';
import type { FileToHash, HashAnswer } from '../../../apps/api/src/workers/worker-jobs.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** Of the inputs 0, 1, 2, … 250, 0, 1, …, as the authors of BLAKE3 publish them. */
const published: readonly (readonly [number, string])[] = [
  [0, 'af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262'],
  [1, '2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213'],
  [1025, 'd00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444'],
  [102_400, 'bc3e3d41a1146b069abffad3c0d44860cf664390afce4d9661f7902e7943e085'],
];

describe('WK12: hashing files in a child process', () => {
  const root = tempFolder('hashes');
  const location = { kind: 'local', root, rootInode: statSync(root).ino, followInto: [] } as const;
  const file = (name: string, begun: FileToHash['begun'] = null): FileToHash => ({
    image: { location, path: `/${name}` },
    begun,
  });
  const write = (name: string, length: number): string => {
    writeFileSync(`${root}/${name}`, Buffer.alloc(length, 'some bytes'));
    return name;
  };

  it.each(published)('is BLAKE3: %i bytes', async (length, hash) => {
    const bytes = Buffer.alloc(length);
    for (let at = 0; at < length; at += 1) bytes[at] = at % 251;
    writeFileSync(`${root}/published.jpg`, bytes);
    const { size, mtimeMs: mtime, ino: inode } = statSync(`${root}/published.jpg`);
    expect(await hashFiles([file('published.jpg')])).toEqual([{ status: 'hashed', hash, size, mtime, inode }]);
  });

  it('stops when its time is over, in the middle of a file, and goes on there', async () => {
    const names = [write('large.jpg', 3 * 1024 * 1024 + 5), write('small.jpg', 10)];
    const whole = await hashFiles(
      names.map((name) => file(name)),
      Infinity,
    );
    expect(whole.map(({ status }) => status)).toEqual(['hashed', 'hashed']);
    let [answer]: HashAnswer[] = await hashFiles(
      names.map((name) => file(name)),
      0,
    );
    let jobs = 1;
    for (; answer?.status === 'begun'; jobs += 1) [answer] = await hashFiles([file('large.jpg', answer.begun)], 0);
    expect([jobs, answer]).toEqual([4, whole[0]]);
  });

  it('says nothing of a file that is another one by now, that is no file, or that is not there', async () => {
    write('changing.jpg', 2 * 1024 * 1024);
    const [answer] = await hashFiles([file('changing.jpg')], 0);
    if (answer?.status !== 'begun') throw new Error('It is larger than one piece.');
    appendFileSync(`${root}/changing.jpg`, 'more');
    mkdirSync(`${root}/folder.jpg`, { recursive: true });
    const asked = [file('changing.jpg', answer.begun), file('folder.jpg'), file('nowhere.jpg')];
    expect(await hashFiles(asked, Infinity)).toEqual(asked.map(() => ({ status: 'unreadable' })));
  });
});
