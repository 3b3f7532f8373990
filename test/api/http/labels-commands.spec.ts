import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { runCli, type CliRun } from '../../support/cli.ts';
import { parquetRows } from '../../support/exports.ts';
import { healthOf, indexed } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { writeMany } from '../../support/images.ts';
import { bulk, freshKey, gesturesOf, labelOf, patch, push, undo } from '../../support/labels.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const one = '/image-0001.jpg';
const two = '/image-0002.jpg';

describe('what one does with labels from the command line', () => {
  const root = tempFolder('gallery');
  let workspace: string;
  let server: TestServer;

  beforeAll(() => writeMany(root, 5, { width: 8, height: 8 }));
  beforeEach(() => {
    workspace = tempFolder('workspace');
  });

  const start = async (...args: string[]): Promise<void> => {
    server = await startServer({ root, workspace, args });
    await indexed(server, 5);
  };
  const run = (...words: string[]): Promise<CliRun> => runCli([...words, '--workspace', workspace]);
  const restart = async (): Promise<void> => {
    await server.stop();
    await start();
  };

  it('LB11: a backup is taken while the server runs, and put back after it was killed', async () => {
    await start();
    await patch(server, one, { set_notes: 'in the backup' });
    const file = `${tempFolder('backup')}/labels.db`;
    expect(await run('backup', file)).toMatchObject({ code: 0, err: '' });
    await patch(server, one, { set_notes: 'after it' });
    await patch(server, two, { set_star: 3 });
    expect(await run('restore', file)).toMatchObject({ code: 1 });
    await server.kill();
    // A log and a journal of the old database must not be played back into the one that comes.
    writeFileSync(`${workspace}/labels.db-journal`, 'not of this one');
    expect(await run('restore', file)).toMatchObject({ code: 0, err: '' });
    expect(readdirSync(workspace).filter((name) => name.startsWith('labels.db-'))).toEqual([]);
    expect(readdirSync(workspace).filter((name) => name.includes('before-restore'))).not.toEqual([]);
    await start();
    expect(await labelOf(server, one)).toMatchObject({ notes: 'in the backup', version: 2 });
    expect(await labelOf(server, two)).toMatchObject({ star: null, version: 1 });
    expect((await healthOf(server)).labels.state).toBe('ok');
    await server.stop();
  });

  it('LB11: a backup is put into a workspace that is not there yet, and nothing else is taken for one', async () => {
    await start();
    await patch(server, one, { set_star: 4 });
    const file = `${tempFolder('backup')}/labels.db`;
    await run('backup', file);
    expect((await run('backup', file)).err).toContain('is there already');
    expect((await run('backup', '/nowhere/labels.db')).err).toContain('There is no folder /nowhere');
    await server.stop();
    workspace = `${tempFolder('new')}/deep/er`;
    writeFileSync(`${file}.json`, '{}');
    const refused = await run('restore', `${file}.json`);
    expect(refused.code).toBe(1);
    expect(refused.err).not.toMatch(/\n\s+at /);
    expect(await run('restore', file)).toMatchObject({ code: 0 });
    await start();
    expect(await labelOf(server, one)).toMatchObject({ star: 4 });
    await server.stop();
  });

  it('LB7: labels.json of the time before a backup was put back by hand is never written over', async () => {
    await start();
    await patch(server, one, { set_notes: 'early' });
    const file = `${tempFolder('backup')}/labels.db`;
    await run('backup', file);
    for (let turn = 0; turn < 5; turn += 1) await patch(server, one, { set_notes: `precious ${turn}` });
    await server.stop();
    const precious = readFileSync(`${workspace}/labels.json`, 'utf8');
    for (const ending of ['', '-wal', '-shm']) rmSync(`${workspace}/labels.db${ending}`, { force: true });
    copyFileSync(file, `${workspace}/labels.db`);
    await start('--flush-interval', '1');
    for (let turn = 0; turn < 9; turn += 1) await patch(server, two, { set_notes: `other ${turn}` });
    await waitFor(async () => (await healthOf(server)).labels.state === 'degraded', 'the file to be found foreign');
    const { error = '' } = (await healthOf(server)).labels;
    expect(error).toContain('labels.json');
    expect(error).not.toContain(workspace);
    await server.stop();
    expect(readFileSync(`${workspace}/labels.json`, 'utf8')).toBe(precious);
    expect(await run('import')).toMatchObject({ code: 0 });
    await start();
    expect(await labelOf(server, one)).toMatchObject({ notes: 'precious 4' });
    expect(await labelOf(server, two)).toMatchObject({ notes: 'other 8' });
    await server.stop();
    expect(readFileSync(`${workspace}/labels.json`, 'utf8')).toContain('other 8');
  });

  it.each(['json', 'ndjson', 'csv'])('LB13: what is exported as %s begins another gallery', async (format) => {
    await start();
    await patch(server, one, { set_star: 5, set_notes: '=1+1, "quoted"\nline', add_tags: ['a;b', 'ü'] }, { by: 'Ada' });
    await push(server, [{ path: two, metrics: { score: 0.25 } }]);
    const file = `${tempFolder('export')}/labels.${format}`;
    expect(await run('export', '--format', format, '--output', file)).toMatchObject({ code: 0, err: '' });
    const before = [await labelOf(server, one), await labelOf(server, two)];
    await server.stop();
    workspace = tempFolder('other');
    expect((await run('import', file, '--dry-run')).out).toContain('2 would be changed');
    expect(readdirSync(workspace)).toEqual([]);
    expect((await run('import', file)).out).toContain('2 labels read');
    await start();
    for (const { path, tags, notes, star, updated_by } of before) {
      expect(await labelOf(server, path)).toMatchObject({ tags, notes, star, updated_by });
    }
    expect((await labelOf(server, two)).metrics).toEqual({ score: 0.25 });
    const [gesture] = await gesturesOf(server);
    expect(gesture).toMatchObject({ kind: 'import', count: 2 });
    await undo(server, gesture!.gesture_id);
    expect(await labelOf(server, one)).toMatchObject({ star: null, notes: '', tags: [] });
    await server.stop();
  });

  it('LB13: Parquet has the labels in columns, and --path those of a folder alone', async () => {
    await start();
    await patch(server, one, { set_star: 5, set_notes: '=1+1', add_tags: ['a;b', 'ü'] }, { by: 'Ada' });
    await push(server, [{ path: two, metrics: { score: 0.25 } }]);
    const file = `${tempFolder('export')}/labels.parquet`;
    expect(await run('export', '--format', 'parquet', '--output', file)).toMatchObject({ code: 0, err: '' });
    const rows = await parquetRows(readFileSync(file));
    expect(rows).toMatchObject([
      { path: one, star: 5, tags: ['a;b', 'ü'], notes: '=1+1', version: 2, updated_by: 'Ada', 'metric:score': null },
      { path: two, star: null, tags: [], notes: '', version: 2, 'metric:score': 0.25 },
    ]);
    expect(Object.keys(rows[0]!)).not.toContain('width');
    const only = await run('export', '--format', 'ndjson', '--path', two);
    expect(
      only.out
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { path: string }).path),
    ).toEqual([two]);
    expect(await run('export', '--path', '/a/../b')).toMatchObject({ code: 2 });
    await server.stop();
  });

  it('LB7: a file that cannot be read changes nothing and makes nothing', async () => {
    const file = `${tempFolder('bad')}/labels.json`;
    writeFileSync(file, '{"version":1,"items":{"a.jpg":{"star":9}}}');
    const { code, err } = await run('import', file);
    expect(code).toBe(1);
    expect(err).toContain(file);
    expect(readdirSync(workspace)).toEqual([]);
    expect((await run('import', '/nowhere.json')).err).toContain('There is no file /nowhere.json');
    expect(existsSync(`${workspace}/labels.db`)).toBe(false);
  });

  it('A18, A19: a bulk write over a result is answered by its key when the result is gone with its server', async () => {
    await start();
    const { result } = (await ask(server, 'browse', { body: { path: '/', recursive: true } })).body;
    const body = { scope: { result, ranges: [[0, 3]] as [number, number][] }, patch: { set_star: 2 as const } };
    const key = freshKey();
    const first = await bulk(server, body, { key });
    await server.kill();
    await start();
    const again = await bulk(server, body, { key });
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect((await bulk(server, body)).problem?.error).toBe('result_expired');
    await restart();
    await server.stop();
  });

  it('A18: a write that was done is answered by its key when the file has gone since', async () => {
    const gone = `${root}/soon-gone.jpg`;
    copyFileSync(`${root}/image-0001.jpg`, gone);
    server = await startServer({ root, workspace });
    await indexed(server, 6);
    const key = freshKey();
    const first = await patch(server, '/soon-gone.jpg', { set_star: 2 }, { key, base: 1 });
    rmSync(gone);
    await waitFor(async () => (await indexed(server)).indexing.items === 5, 'the file to be missed');
    const again = await patch(server, '/soon-gone.jpg', { set_star: 2 }, { key, base: 1 });
    expect(again).toMatchObject({ status: 200, body: { version: first.body.version, star: 2 } });
    expect((await patch(server, '/soon-gone.jpg', { set_star: 1 })).problem?.error).toBe('item_gone');
    await server.stop();
  });
});
