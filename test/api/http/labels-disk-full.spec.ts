import { readdirSync } from 'node:fs';
import { healthOf, indexed } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { writeMany } from '../../support/images.ts';
import { freshKey, historyOf, labelOf, labelsReady, patch } from '../../support/labels.ts';
import { readLabelsFile } from '../../support/labels-file.ts';
import { hasPrinted } from '../../support/log-lines.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { canMount, fillDisk, smallDisk } from '../../support/small-disk.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const path = '/image-0001.jpg';
const itMounted = canMount() ? it : it.skip;

describe('a workspace on a disk that is too small', () => {
  const root = tempFolder('gallery');
  let server: TestServer;
  let workspace: string;

  beforeAll(() => writeMany(root, 20, { width: 8, height: 8 }));

  const start = async (...args: string[]): Promise<void> => {
    server = await startServer({ root, workspace, args: ['--flush-interval', '1', ...args] });
    await indexed(server, 20);
    await labelsReady(server);
  };
  const flushed = (): Promise<unknown> =>
    waitFor(async () => {
      const { labels } = await healthOf(server);
      return labels.flushed_seq === labels.acked_seq && labels.state === 'ok';
    }, 'labels.json to be written');
  const temporary = (): string[] => readdirSync(workspace).filter((name) => /tmp|temp|~|\.part/.test(name));

  itMounted(
    'D7, D8, LB9: full, and then not: nothing is lost, nothing is half done, and nobody need restart it',
    async () => {
      workspace = smallDisk(6);
      await start();
      const first = await patch(server, path, { set_notes: 'before' });
      await flushed();
      const before = readLabelsFile(workspace);
      expect(before.items[path.slice(1)]).toMatchObject({ notes: 'before', item_version: first.body.version });
      const free = fillDisk(workspace);
      // What the log has allocated by now it may still fill: only then it is full.
      let accepted = first.body;
      let refused: { key: string; notes: string } | undefined;
      for (let turn = 0; turn < 2000 && !refused; turn += 1) {
        const wish = { key: freshKey(), notes: `${turn} `.padEnd(8000, 'long ') };
        const answer = await patch(server, path, { set_notes: wish.notes }, wish);
        if (answer.status === 200) accepted = answer.body;
        else {
          expect([answer.status, answer.problem?.error]).toEqual([507, 'storage_full']);
          refused = wish;
        }
      }
      expect(refused).toBeDefined();
      for (let turn = 0; turn < 3; turn += 1) {
        expect(await labelOf(server, path)).toMatchObject({ notes: accepted.notes, version: accepted.version });
        expect((await ask(server, 'browse', { body: { path: '/', recursive: true } })).body.total).toBe(20);
        expect((await historyOf(server, path)).at(-1)?.version).toBe(accepted.version);
        const { status } = await patch(server, '/image-0002.jpg', { set_notes: 'x'.repeat(16_000) });
        expect(status).toBe(507);
      }
      const sick = await healthOf(server);
      expect(sick).toMatchObject({ ok: false, labels: { state: 'failed', error: expect.any(String) as string } });
      // D8: the file is still a whole one, of some moment before, and nothing lies beside it.
      await waitFor(() => temporary().length === 0, 'no temporary file to be left');
      const during = readLabelsFile(workspace);
      expect(during.store_id).toBe(before.store_id);
      expect(during.seq).toBeGreaterThanOrEqual(before.seq);

      free();
      const again = await waitFor(
        async () => {
          const answer = await patch(server, path, { set_notes: refused!.notes }, { key: refused!.key });
          return answer.status === 200 && answer;
        },
        'writes to work again',
        { seconds: 5, everyMs: 100 },
      );
      expect(again.body.version).toBe(accepted.version + 1);
      expect(again.headers).not.toHaveProperty('idempotency-replayed');
      await flushed();
      expect(readLabelsFile(workspace).items[path.slice(1)]).toMatchObject({ item_version: again.body.version });
      expect(temporary()).toEqual([]);
      expect((await healthOf(server)).ok).toBe(true);
      await server.kill();
      await start();
      expect(await labelOf(server, path)).toMatchObject({ notes: refused!.notes, version: again.body.version });
      const versions = (await historyOf(server, path)).map(({ version }) => version);
      expect(versions).toEqual(versions.map((_, turn) => turn + 2));
      await server.stop();
    },
  );

  itMounted(
    'D8, LB6: full while labels.json is written: the old one stays, health says so, and it is tried again',
    async () => {
      workspace = smallDisk(40);
      await start('--flush-count', '1000000');
      // So much that there is room for a write in the database, and none for another labels.json.
      const notes = (turn: number): string => `${turn} `.padEnd(16_000, 'long ');
      for (let turn = 1; turn <= 20; turn += 1)
        await patch(server, `/image-${String(turn).padStart(4, '0')}.jpg`, { set_notes: notes(turn) });
      await flushed();
      const before = readLabelsFile(workspace);
      const free = fillDisk(workspace, 150_000);
      const { status, body: written } = await patch(server, path, { set_star: 3 });
      expect(status).toBe(200);
      await waitFor(async () => (await healthOf(server)).labels.state === 'degraded', 'the health to say so');
      expect((await healthOf(server)).labels.error).toMatch(/labels\.json/);
      expect(readLabelsFile(workspace)).toEqual(before);
      await waitFor(() => temporary().length === 0, 'no temporary file to be left');
      await hasPrinted(server, /"level":[45]0[^\n]*labels\.json/);
      free();
      await flushed();
      const { items } = readLabelsFile(workspace);
      expect(items[path.slice(1)]?.item_version).toBeGreaterThanOrEqual(written.version);
      await server.stop();
    },
  );

  itMounted('D15: is in memory, as tmpfs is: it works, and says what that is worth', async () => {
    workspace = smallDisk(40);
    await start();
    await hasPrinted(server, new RegExp(`workspace ${workspace}[^\n]*in memory`));
    expect((await patch(server, path, { set_star: 5 })).status).toBe(200);
    await server.stop();
  });
});
