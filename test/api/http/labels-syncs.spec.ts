import { indexed } from '../../support/gallery-state.ts';
import { writeMany } from '../../support/images.ts';
import { bulk, freshKey, gesturesOf, historyOf, labelOf, labelsReady, patch, push } from '../../support/labels.ts';
import { isTorture } from '../../support/seeded-random.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { canTrace, trace } from '../../support/tracing.ts';
import { waitFor } from '../../support/wait-for.ts';

const path = '/image-0001.jpg';

/** The whole of a call may stand in two lines, when another thread made one in between. */
function endsOf(lines: readonly string[]): string[] {
  const begun = new Map<string, string>();
  return lines.map((line) => {
    const thread = /^\d+/.exec(line)?.[0] ?? '';
    if (line.includes('<unfinished ...>')) {
      begun.set(thread, line);
      return line;
    }
    return line.includes(' resumed>') ? line.replace(/<\.\.\. \w+ resumed>/, begun.get(thread) ?? '') : line;
  });
}

const isResumed = (line: string): boolean => /<unfinished \.\.\.>./.test(line);
const isEnded = (line: string): boolean => / = 0( \(DELAYED\))?$/.test(line);
const isSync = (line: string): boolean => /\b(fsync|fdatasync)\(\d+<[^>]*\/labels\.db/.test(line) && isEnded(line);

describe('LB1: seen from outside', () => {
  const root = tempFolder('gallery');
  const itTraced = canTrace ? it : it.skip;
  let server: TestServer;

  beforeAll(async () => {
    await writeMany(root, 40, { width: 8, height: 8 });
    server = await startServer({ root, args: ['--flush-interval', '3600', '--flush-count', '1000000'] });
    await indexed(server, 40);
    await labelsReady(server);
  });

  itTraced('every one of fifty writes in turn has been synced by itself', async () => {
    const tracing = await trace(server.pid, 'trace=fsync,fdatasync');
    for (let turn = 0; turn < 50; turn += 1)
      expect((await patch(server, path, { set_notes: `serial ${turn}` })).status).toBe(200);
    const syncs = endsOf(await tracing.stop()).filter(isSync);
    expect(syncs.length).toBeGreaterThanOrEqual(50);
  });

  itTraced('writes that come together share their syncs', async () => {
    // However fast the disk is and however slowly the requests come, some come while a sync lasts.
    const tracing = await trace(server.pid, 'trace=fsync,fdatasync', 'inject=fsync,fdatasync:delay_enter=50000');
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, turn) =>
        patch(server, `/image-00${10 + (turn % 30)}.jpg`, { set_notes: `${turn}` }),
      ),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    const syncs = endsOf(await tracing.stop()).filter(isSync);
    expect(syncs.length).toBeGreaterThan(0);
    expect(syncs.length).toBeLessThan(100);
  });

  itTraced('no answer leaves before what it tells of was written and synced', async () => {
    const tracing = await trace(server.pid, 'trace=fsync,fdatasync,pwrite64,read,write,writev');
    for (let turn = 0; turn < 20; turn += 1) {
      await patch(server, path, { set_notes: `ordered ${turn}` });
      await bulk(server, { scope: { paths: [path] }, patch: { set_star: turn % 2 === 0 ? 1 : 2 } });
      await push(server, [{ path, metrics: { turn } }]);
    }
    const lines = endsOf(await tracing.stop());
    let state: 'idle' | 'asked' | 'written' | 'synced' = 'idle';
    const ordered: string[] = [];
    for (const line of lines) {
      if (/ read\(.*"(PATCH|POST) /.test(line)) state = 'asked';
      else if (/ pwrite64\(\d+<[^>]*\/labels\.db/.test(line) && state !== 'idle') state = 'written';
      else if (isSync(line) && state === 'written') state = 'synced';
      // What counts is when it begins to be written; a call in two lines would be counted twice.
      else if (/ writev?\(.*"HTTP\/1\.1 200/.test(line) && !isResumed(line)) {
        ordered.push(state);
        state = 'idle';
      }
    }
    expect(ordered).toEqual(Array.from({ length: 60 }, () => 'synced'));
  });

  itTraced('A19, A20: killed at any call of a commit, the retry is one effect', async () => {
    const fates = new Set<string>();
    for (const call of ['pwrite64', 'fsync,fdatasync']) {
      // The first call of a commit, the second, and so on, until the commit has not so many.
      for (const when of isTorture ? Array.from({ length: 60 }, (_, turn) => turn + 1) : [1, 2, 5, 12]) {
        const key = freshKey();
        const by = `killed at ${call} ${when}`;
        const change = { scope: { paths: [path, '/image-0002.jpg'] }, patch: { add_tags: [by], remove_tags: [] } };
        const before = await Promise.all([path, '/image-0002.jpg'].map((each) => labelOf(server, each)));
        const tracing = await trace(server.pid, `trace=${call}`, `inject=${call}:signal=SIGKILL:when=${when}`);
        const isAnswered = await bulk(server, change, { key, by }).then(
          ({ status }) => status === 200,
          () => false,
        );
        await tracing.stop();
        await server.kill();
        server = await startServer({ root, workspace: server.workspace, args: ['--workers', '1'] });
        await labelsReady(server);
        const done = await gesturesOf(server, 0, { by });
        if (isAnswered) expect(done).toHaveLength(1);
        const again = await bulk(server, change, { key, by });
        const isReplayed = again.headers['idempotency-replayed'] === 'true';
        expect([again.status, isReplayed, again.body.changed]).toEqual([200, done.length === 1, 2]);
        for (const { path: each, version } of before) {
          const operations = await historyOf(server, each, version);
          expect(operations.map(({ gesture_id, version: led }) => [gesture_id, led])).toEqual([
            [again.body.gesture_id, version + 1],
          ]);
        }
        fates.add(isAnswered ? 'answered' : done.length === 1 ? 'done, not answered' : 'not done');
        await bulk(server, { ...change, patch: { remove_tags: [by] } });
        if (isAnswered) break;
      }
    }
    // It must have been killed before and after the moment that counts, or this was about nothing.
    expect([...fates].sort()).toEqual(['answered', 'done, not answered', 'not done']);
  });

  itTraced('D9: an answer waits as long as the disk does, and nobody sees what is not on it', async () => {
    const { version } = await labelOf(server, path);
    const tracing = await trace(server.pid, 'trace=fsync,fdatasync', 'inject=fsync,fdatasync:delay_enter=3000000');
    let isAnswered = false;
    const writing = patch(server, path, { set_notes: 'slow' }).finally(() => (isAnswered = true));
    await waitFor(() => tracing.lines().some((line) => line.includes('labels.db')), 'the sync to begin');
    // It is in the file by now, and not on the disk.
    for (let turn = 0; turn < 20; turn += 1) {
      expect((await labelOf(server, path)).version).toBe(version);
      expect(await historyOf(server, path, version)).toEqual([]);
    }
    expect(isAnswered).toBe(false);
    expect((await writing).body).toMatchObject({ version: version + 1, notes: 'slow' });
    await tracing.stop();
    expect((await labelOf(server, path)).notes).toBe('slow');
  });
});
