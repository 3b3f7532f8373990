import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { healthOf } from '../../support/gallery-state.ts';
import { writeMany } from '../../support/images.ts';
import { historyOf, labelOf, patch, push } from '../../support/labels.ts';
import { labelsFileOf, readLabelsFile, writeLabelsFile, type LabelsFile } from '../../support/labels-file.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';
import { labelFilesIn, removeDatabase, Workspaces } from '../../support/workspaces.ts';

const paths = Array.from({ length: 20 }, (_, turn) => `/image-${String(turn + 1).padStart(4, '0')}.jpg`);
const [path] = paths as [string];
const root = tempFolder('gallery');
const workspaces = new Workspaces(root, paths);

beforeAll(() => writeMany(root, paths.length, { width: 8, height: 8 }));
afterEach(() => workspaces.end());

describe('D6: a labels.json that cannot be read', () => {
  const damages: [string, (file: string) => void][] = [
    ['empty', (file) => writeFileSync(file, '')],
    ['not JSON', (file) => writeFileSync(file, '{"version":1,"items":{"a.jpg":{"star":4,}}}')],
    ['cut short', (file) => writeFileSync(file, JSON.stringify(labelsFileOf(paths)).slice(0, 900))],
    [
      'with a key that reaches into prototypes',
      (file) => writeFileSync(file, '{"version":1,"items":{"a.jpg":{"__proto__":{"star":1}}}}'),
    ],
    ['with a number that is none', (file) => writeFileSync(file, '{"version":1,"items":{"a.jpg":{"star":NaN}}}')],
    [
      'with a key twice',
      (file) => writeFileSync(file, '{"version":1,"items":{"a.jpg":{"star":1},"a.jpg":{"star":2}}}'),
    ],
    ['with a label that cannot be', (file) => writeFileSync(file, '{"version":1,"items":{"a.jpg":{"star":"4"}}}')],
    ['of another kind', (file) => writeFileSync(file, '[]')],
    ['a directory', (file) => mkdirSync(file)],
    ['a link to nothing', (file) => symlinkSync('/nowhere/labels.json', file)],
  ];

  const isCut = (name: string): boolean => ['not JSON', 'cut short'].includes(name);

  it.each(damages)('%s, and no database: the start is refused, and says where', async (name, damage) => {
    const workspace = tempFolder('workspace');
    damage(`${workspace}/labels.json`);
    const told = await workspaces.refusalOf(workspace);
    expect(told).toContain(`${workspace}/labels.json`);
    if (isCut(name)) expect(told).toMatch(/\b(line|column|byte|position|character)\b/i);
    expect(readdirSync(workspace).filter((name) => /^labels\.db$/.test(name))).toEqual([]);
  });

  it.each(damages)('%s, beside a database: it runs and warns, and never overwrites it', async (_, damage) => {
    const workspace = await workspaces.used();
    rmSync(`${workspace}/labels.json`);
    damage(`${workspace}/labels.json`);
    const before = labelFilesIn(workspace)['labels.json'];
    const running = await workspaces.start(workspace, '--flush-count', '1', '--flush-interval', '1');
    expect((await labelOf(running, path)).tags).toEqual(['kept']);
    expect((await patch(running, path, { set_star: 5 })).status).toBe(200);
    const { labels } = await waitFor(async () => {
      const health = await healthOf(running);
      return health.labels.state === 'degraded' && health;
    }, 'the health to say so');
    expect(labels.error).toMatch(/labels\.json/);
    await waitFor(() => /"level":40[^\n]*labels\.json/.test(running.output()), 'the warning');
    expect(await running.stop()).toBe(0);
    expect(labelFilesIn(workspace)['labels.json']).toBe(before);
    expect(readdirSync(workspace).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

it('D6: with the unreadable labels.json moved away, there is a fresh start', async () => {
  const workspace = tempFolder('workspace');
  writeFileSync(`${workspace}/labels.json`, '{');
  await workspaces.refusalOf(workspace);
  rmSync(`${workspace}/labels.json`);
  expect((await labelOf(await workspaces.start(workspace), path)).version).toBe(1);
});

describe('LB7: labels.json moves labels between machines', () => {
  it('without a database everything in it is there: versions, authors, metrics, and what we do not know', async () => {
    const workspace = await workspaces.used();
    const first = await workspaces.start(workspace);
    await push(first, [{ path, metrics: { score: 0.25 } }]);
    const labels = await Promise.all(paths.map((each) => labelOf(first, each)));
    const { store_id } = await healthOf(first);
    await first.stop();
    const file = readLabelsFile(workspace);
    file.items[path.slice(1)]!['colour_profile'] = { of: ['another', 'program'] };
    file.items['not/here.jpg'] = { tags: ['elsewhere'], updated_at: file.saved_at, updated_by: 'Bo', item_version: 7 };
    writeLabelsFile(workspace, file);
    removeDatabase(workspace);
    const second = await workspaces.start(workspace);
    expect(await Promise.all(paths.map((each) => labelOf(second, each)))).toEqual(labels);
    const health = await healthOf(second);
    expect(health).toMatchObject({ store_id, labels: { state: 'ok', count: paths.length + 1 } });
    expect(health.labels.acked_seq).toBeGreaterThanOrEqual(file.seq);
    // And it goes on from there.
    const { version } = labels[0]!;
    expect((await patch(second, path, { set_notes: 'moved' }, { base: version })).body.version).toBe(version + 1);
    expect((await historyOf(second, path, version)).map((operation) => operation.version)).toEqual([version + 1]);
    await second.stop();
    const after = readLabelsFile(workspace);
    expect(after.items[path.slice(1)]).toMatchObject({
      notes: 'moved',
      colour_profile: { of: ['another', 'program'] },
    });
    expect(after.items['not/here.jpg']).toMatchObject({ tags: ['elsewhere'], item_version: 7 });
    expect(after.seq).toBeGreaterThan(file.seq);
  });

  const foreign: [string, (file: LabelsFile) => object][] = [
    ['of another store', (file) => ({ ...file, store_id: '11111111-2222-4333-8444-555555555555' })],
    ['of a later state than the database', (file) => ({ ...file, seq: file.seq + 1000 })],
    ['without a store', ({ version, items }) => ({ version, items })],
  ];
  it.each(foreign)('one %s is never overwritten: it runs, warns, and does not flush', async (_, change) => {
    const workspace = await workspaces.used();
    writeFileSync(`${workspace}/labels.json`, JSON.stringify(change(readLabelsFile(workspace))));
    const before = labelFilesIn(workspace)['labels.json'];
    const running = await workspaces.start(workspace, '--flush-count', '1', '--flush-interval', '1');
    await waitFor(() => /"level":40[^\n]*labels\.json/.test(running.output()), 'the warning');
    expect((await patch(running, path, { set_star: 1 })).body.star).toBe(1);
    expect((await healthOf(running)).labels).toMatchObject({
      state: 'degraded',
      error: expect.stringContaining('labels.json') as string,
    });
    await running.stop();
    expect(labelFilesIn(workspace)['labels.json']).toBe(before);
    // Moved away, as it was told to be, and all is well.
    rmSync(`${workspace}/labels.json`);
    const next = await workspaces.start(workspace);
    expect((await healthOf(next)).labels.state).toBe('ok');
    await next.stop();
    expect(readLabelsFile(workspace).items[path.slice(1)]).toMatchObject({ star: 1 });
  });

  it('one of an earlier state of the same store is simply brought up to date', async () => {
    const workspace = await workspaces.used();
    const old = readLabelsFile(workspace);
    const running = await workspaces.start(workspace);
    await patch(running, path, { set_notes: 'newer' });
    await running.kill();
    expect(readLabelsFile(workspace)).toEqual(old);
    const next = await workspaces.start(workspace, '--flush-interval', '1');
    expect((await labelOf(next, path)).notes).toBe('newer');
    await waitFor(() => readLabelsFile(workspace).items[path.slice(1)]?.notes === 'newer', 'the file to follow');
    expect((await healthOf(next)).labels.state).toBe('ok');
  });
});
