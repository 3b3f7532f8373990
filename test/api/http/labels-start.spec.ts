import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { healthOf, indexed } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { writeMany } from '../../support/images.ts';
import { historyOf, labelOf, labelsReady, patch } from '../../support/labels.ts';
import { startServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { labelFilesIn, removeDatabase, Workspaces } from '../../support/workspaces.ts';

const paths = Array.from({ length: 20 }, (_, turn) => `/image-${String(turn + 1).padStart(4, '0')}.jpg`);
const [path] = paths as [string];
const root = tempFolder('gallery');
const workspaces = new Workspaces(root, paths);

beforeAll(() => writeMany(root, paths.length, { width: 8, height: 8 }));
afterEach(() => workspaces.end());

describe('D5: a database that cannot be used', () => {
  const damages: [string, (file: string) => void][] = [
    ['garbage', (file) => writeFileSync(file, Buffer.alloc(8192, 'garbage '))],
    ['empty', (file) => writeFileSync(file, '')],
    ['a directory', (file) => mkdirSync(file)],
    ['from another program', (file) => new DatabaseSync(file).exec('create table birds (name text)')],
    ['cut in half', (file) => writeFileSync(file, readFileSync(file).subarray(0, 6000))],
  ];

  it.each(damages)(
    '%s: the start is refused, with the file and a way out, and nothing is touched',
    async (_, damage) => {
      const workspace = await workspaces.used();
      if (_ === 'cut in half')
        for (const end of ['-wal', '-shm']) rmSync(`${workspace}/labels.db${end}`, { force: true });
      else removeDatabase(workspace);
      damage(`${workspace}/labels.db`);
      const told = await workspaces.refusalOf(workspace);
      expect(told).toContain(`${workspace}/labels.db`);
      expect(told).toMatch(/restore|move|labels\.json/i);
    },
  );

  it('from a newer Lenslet: the start is refused, and nothing is touched', async () => {
    const workspace = await workspaces.used();
    const database = new DatabaseSync(`${workspace}/labels.db`);
    database.exec("update meta set value = '999' where name = 'schema'");
    database.close();
    const told = await workspaces.refusalOf(workspace);
    expect(told).toContain(`${workspace}/labels.db`);
    expect(told).toMatch(/newer/i);
  });
});

describe('D4: the log of the database is damaged', () => {
  it.each([
    ['cut in the middle of a page', (log: Buffer) => log.subarray(0, Math.floor(log.length * 0.6))],
    ['cut to its head', (log: Buffer) => log.subarray(0, 32)],
    ['with its last page zeroed', (log: Buffer) => Buffer.concat([log.subarray(0, -4096), Buffer.alloc(4096)])],
    [
      'with a bit turned in the middle',
      (log: Buffer) => log.fill(log[log.length >> 1]! ^ 1, log.length >> 1, (log.length >> 1) + 1),
    ],
  ])('%s: it starts at some moment of the past, whole, and nothing is invented', async (_, damage) => {
    const workspace = tempFolder('workspace');
    const first = await workspaces.start(workspace, '--flush-interval', '3600', '--flush-count', '1000000');
    for (let turn = 0; turn < 60; turn += 1) await patch(first, path, { set_notes: `turn ${turn}` });
    const whole = await historyOf(first, path);
    await first.kill();
    const log = readFileSync(`${workspace}/labels.db-wal`);
    expect(log.length).toBeGreaterThan(20_000);
    writeFileSync(`${workspace}/labels.db-wal`, damage(log));
    rmSync(`${workspace}/labels.db-shm`, { force: true });
    const next = await workspaces.start(workspace);
    const left = await historyOf(next, path);
    expect(left).toEqual(whole.slice(0, left.length));
    const { version, notes } = await labelOf(next, path);
    expect([version, notes]).toEqual([left.length + 1, left.at(-1)?.changes.notes?.[1] ?? '']);
    expect(left.length).toBeLessThan(whole.length);
    const again = await patch(next, path, { set_notes: 'goes on' }, { base: version });
    expect(again.body.version).toBe(version + 1);
    expect((await historyOf(next, path)).map((operation) => operation.version)).toEqual(
      Array.from({ length: version }, (_each, turn) => turn + 2),
    );
  });
});

describe('D19, LB10: --no-write', () => {
  it('shows the labels of the workspace, takes writes into memory, and leaves not a byte', async () => {
    const workspace = await workspaces.used();
    removeDatabase(workspace);
    const own = tempFolder('own');
    cpSync(root, own, { recursive: true });
    cpSync(workspace, `${own}/.lenslet`, { recursive: true });
    const before = labelFilesIn(`${own}/.lenslet`);
    const names = (): string[] => readdirSync(own, { recursive: true, encoding: 'utf8' }).sort();
    const list = names();
    const running = await startServer({ root: own, workspace: null, args: ['--no-write', '--flush-count', '1'] });
    await indexed(running, paths.length);
    await labelsReady(running);
    expect(await labelOf(running, path)).toMatchObject({ notes: 'notes 0', tags: ['kept'], star: 3 });
    const written = await patch(running, path, { set_star: 5 });
    expect(written.body).toMatchObject({ star: 5, durability: 'memory' });
    expect((await labelOf(running, path)).star).toBe(5);
    expect(await historyOf(running, path, written.body.version - 1)).toHaveLength(1);
    expect((await ask(running, 'folders')).body.items[0]).toMatchObject({ path, star: 5 });
    expect(await healthOf(running)).toMatchObject({ durability: 'memory', labels: { state: 'disabled' } });
    await running.stop();
    expect(names()).toEqual(list);
    expect(labelFilesIn(`${own}/.lenslet`)).toEqual(before);
    expect(existsSync(`${own}/.lenslet/labels.db`)).toBe(false);
  });
});
