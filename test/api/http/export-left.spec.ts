import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Label } from '../../../apps/api/src/persistence/label.ts';
import { encodeLabelsFile } from '../../../apps/api/src/persistence/labels-file/write-labels-file.ts';
import { exported, readSlowly } from '../../support/exports.ts';
import { indexed } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { writeMany } from '../../support/images.ts';
import { labelsReady } from '../../support/labels.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { TokenHolders } from '../../support/token-holders.ts';
import { waitFor } from '../../support/wait-for.ts';

/** Three times as many as there are places. */
const many = 24;

describe('EX2: whoever goes away ends their export', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    await writeMany(root, 600, { width: 4, height: 4 });
    server = await startServer({ root });
    await indexed(server, 600);
    await labelsReady(server);
  }, 60_000);

  /** Gone as soon as the request is on its way: long before there is a first byte of the answer. */
  const askAndLeave = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(server.url);
      const socket = connect(Number(port), hostname);
      socket.once('error', reject).once('close', () => resolve());
      socket.write('GET /export?format=csv HTTP/1.1\r\nHost: localhost\r\n\r\n', () => socket.destroy());
    });
  const isLetIn = async (): Promise<boolean> => (await exported(server, { path: '/' })).status === 200;

  it('also before its first bytes, one after another and many at once', async () => {
    for (let turn = 0; turn < many; turn += 1) await askAndLeave();
    await waitFor(isLetIn, 'an export to be let in');
    await Promise.all(Array.from({ length: many }, askAndLeave));
    await waitFor(isLetIn, 'an export to be let in');
    // All of the places are free again, not just one.
    const readers = await waitFor(async () => {
      const some = await Promise.all(Array.from({ length: 8 }, () => readSlowly(server, '/export?format=csv')));
      return some.every(({ status }) => status === 200) ? some : undefined;
    }, 'eight exports to be let in');
    for (const reader of readers) reader.leave();
    await waitFor(isLetIn, 'an export to be let in');
  });
});

describe('SC2: a revoked token', () => {
  const count = 2000;
  const [root, workspace] = [tempFolder('gallery'), tempFolder('workspace')];
  const holders = new TokenHolders();
  let server: TestServer;

  beforeAll(async () => {
    await writeMany(root, count, { width: 4, height: 4 });
    // Far more in all than lies between a server and a reader that does not read.
    const labels = Array.from({ length: count }, (_, at): Label => {
      const path = `/image-${String(at + 1).padStart(4, '0')}.jpg`;
      const notes = `${at} ${'of some length, '.repeat(1000)}`;
      return { path, version: 2, star: 1, tags: [], notes, updatedAt: 1.7e12, updatedBy: 'Ada', metrics: {} };
    });
    const header = { storeId: 'fe1b6d2e-9a3c-4c07-8c3a-3b1f0a7b2d11', seq: 7, savedAt: 1.7e12 };
    writeFileSync(`${workspace}/labels.json`, [...encodeLabelsFile(header, labels)].join(''));
    for (const name of ['Ada', 'Bob']) await holders.add(name, 'viewer');
    server = await startServer({ root, workspace, args: ['--token-file', holders.file] });
    await indexed(server, count, holders.headersOf('Bob'));
  }, 60_000);

  const read = (name: string): ReturnType<typeof readSlowly> =>
    readSlowly(server, '/export?format=ndjson', holders.headersOf(name));

  it('ends the exports that it let in, and those of nobody else; and nobody has more than two', async () => {
    const readers = await waitFor(async () => {
      const both = await Promise.all([read('Ada'), read('Bob'), read('Bob')]);
      return both.every(({ status }) => status === 200) ? both : undefined;
    }, 'labels to be loaded');
    const third = await exported(server, { path: '/' }, holders.headersOf('Bob'));
    expect([third.status, third.bytes.toString()]).toEqual([
      503,
      expect.stringContaining('You have 2 exports running'),
    ]);
    await holders.revoke('Ada');
    const isKnown = async (): Promise<boolean> =>
      (await ask(server, 'folders', { headers: holders.headersOf('Ada') })).status !== 401;
    await waitFor(async () => !(await isKnown()), 'the token to be no good');
    const [ada, ...others] = readers;
    await expect(ada.rest()).rejects.toThrow();
    for (const bob of others) {
      const lines = (await bob.rest()).toString().trimEnd().split('\n');
      expect(lines).toHaveLength(count);
    }
  });
});
