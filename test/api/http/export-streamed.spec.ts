import { writeFileSync } from 'node:fs';
import type { Label } from '../../../apps/api/src/persistence/label.ts';
import { encodeLabelsFile } from '../../../apps/api/src/persistence/labels-file/write-labels-file.ts';
import { exported, ndjsonRows, readSlowly, type SlowReader } from '../../support/exports.ts';
import { indexed } from '../../support/gallery-state.ts';
import { send } from '../../support/http-client.ts';
import { writeMany } from '../../support/images.ts';
import { bulk, labelsReady, patch, push, undo } from '../../support/labels.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const count = 5000;
const unlabelled = 200;
const mostAtOnce = 8;
const paths = Array.from({ length: count }, (_, at) => `/image-${String(at + 1).padStart(4, '0')}.jpg`);
/** Far more in all than lies between a server and a reader that does not read. */
const notes = (at: number): string => `${at} ${'of some length, '.repeat(400)}`;

const labels: readonly Label[] = paths.slice(0, count - unlabelled).map((path, at) => ({
  ...{ path, version: 3, star: 1, tags: [`tag ${at % 7}`], notes: notes(at), updatedAt: 1.7e12, updatedBy: 'Ada' },
  metrics: { zeta: at, alpha: -at },
}));

describe('EX2: an export is of one moment', () => {
  const [root, workspace] = [tempFolder('gallery'), tempFolder('workspace')];
  let server: TestServer;

  beforeAll(async () => {
    await writeMany(root, count, { width: 4, height: 4 });
    const header = { storeId: 'fe1b6d2e-9a3c-4c07-8c3a-3b1f0a7b2d11', seq: 7, savedAt: 1.7e12 };
    writeFileSync(`${workspace}/labels.json`, [...encodeLabelsFile(header, labels)].join(''));
    server = await startServer({ root, workspace });
    await indexed(server, count);
    await labelsReady(server);
  }, 60_000);

  const query = JSON.stringify({ path: '/', recursive: true, sort: { key: 'path', dir: 'asc' } });
  const address = (format: string): string => `/export?format=${format}&query=${encodeURIComponent(query)}`;
  const left = async (readers: readonly SlowReader[]): Promise<void> => {
    for (const reader of readers) reader.leave();
    const nothing = JSON.stringify({ path: '/', text: 'no image of this name' });
    await waitFor(async () => (await exported(server, { query: nothing })).status === 200, 'an export to be let in');
  };

  it('however slowly it is read, and whatever is written meanwhile; and nobody waits for the reader', async () => {
    const before = (await exported(server, { format: 'ndjson', query })).bytes;
    const reader = await readSlowly(server, address('ndjson'));
    expect(reader.status).toBe(200);
    const started = performance.now();
    const all = await bulk(server, {
      scope: { query: { path: '/', recursive: true, sort: { key: 'name', dir: 'asc' } } },
      patch: { set_star: 5, add_tags: ['later'] },
    });
    expect(all.body.changed).toBe(count);
    await push(server, [{ path: paths[4000]!, metrics: { alpha: 1, fresh: 2 } }]);
    await patch(server, paths[4500]!, { set_notes: 'later', set_tags: [] });
    await patch(server, paths[count - 1]!, { set_notes: 'on what had no label' });
    await undo(server, all.body.gesture_id!);
    await patch(server, paths[4501]!, { set_star: null });
    expect(performance.now() - started).toBeLessThan(10_000);
    const after = await reader.rest();
    expect(ndjsonRows(after.toString())).toEqual(ndjsonRows(before.toString()));
    const now = ndjsonRows((await exported(server, { format: 'ndjson', query })).bytes.toString());
    expect(now[4500]).toMatchObject({ notes: 'later' });
    expect(now[count - 1]).toMatchObject({ notes: 'on what had no label', star: null });
  });

  it('says of which: a stream that is opened there misses nothing that is not in it', async () => {
    const { headers } = await exported(server, { path: '/' });
    const reader = await readSlowly(server, address('json'));
    expect(reader.headers['x-sync-cursor']).toBe(headers['x-sync-cursor']);
    await patch(server, paths[0]!, { set_notes: 'after it' });
    const text = (await reader.rest()).toString();
    const { seq } = JSON.parse(text) as { seq: number };
    expect(`.${seq}`).toBe(/\.\d+$/.exec(String(headers['x-sync-cursor']))?.[0]);
    expect(text).not.toContain('after it');
  });

  it('ends with its reader', async () => {
    for (let turn = 0; turn < mostAtOnce + 1; turn += 1) {
      const reader = await readSlowly(server, address('parquet'));
      expect(reader.status).toBe(200);
      await left([reader]);
    }
  });

  it('is refused where too many are on their way, in words', async () => {
    const readers: SlowReader[] = [];
    // Those who have just left may still have a place.
    const one = async (): Promise<SlowReader | false> => {
      const reader = await readSlowly(server, address('csv'));
      return reader.status === 200 && reader;
    };
    while (readers.length < mostAtOnce) readers.push(await waitFor(one, 'an export to be let in'));
    const refused = await exported(server, { path: '/' });
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '10']);
    expect(JSON.parse(refused.bytes.toString())).toMatchObject({ error: 'overloaded' });
    // It takes no part in that: nothing is read for it.
    expect((await send(server.url + address('csv'), { method: 'HEAD' })).status).toBe(200);
    await left(readers);
  });

  it('is cut off, and never looks whole, when the server ends before it does', async () => {
    const reader = await readSlowly(server, address('json'));
    const stopped = server.stop();
    await expect(reader.rest()).rejects.toThrow();
    expect(await stopped).toBe(0);
  });
});
