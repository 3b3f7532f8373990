import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { SeededRandom } from '../../support/seeded-random.ts';
import { sidecarOf, sidecarThat, startBeside } from '../../support/beside.ts';
import { contentsKnown } from '../../support/contents-known.ts';
import { healthOf } from '../../support/gallery-state.ts';
import { writeImage, writeMany } from '../../support/images.ts';
import { bulk, gesturesOf, labelOf, patch } from '../../support/labels.ts';
import { readLabelsFile } from '../../support/labels-file.ts';
import type { TestServer } from '../../support/server.ts';
import { canMount, fillDisk, smallDisk } from '../../support/small-disk.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const itMounted = canMount() ? it : it.skip;
const path = '/a/image-0001.jpg';

async function gallery(count = 3, root = tempFolder('gallery')): Promise<string> {
  await writeMany(`${root}/a`, count, { width: 8, height: 6 });
  return root;
}

/** As another program does: it knows nothing of us but the format. */
function edit(root: string, of: string, fields: object): void {
  writeFileSync(`${root}${of}.json`, JSON.stringify({ v: 1, ...sidecarOf(root, of), ...fields }));
}

const labelThat = (server: TestServer, of: string, isWanted: (label: Awaited<ReturnType<typeof labelOf>>) => boolean) =>
  waitFor(
    async () => {
      const label = await labelOf(server, of);
      return isWanted(label) ? label : undefined;
    },
    `the label of ${of}`,
    { seconds: 15 },
  );

describe('LB8: sidecars', () => {
  it('are written with the first label, follow it, and hold what the image tells', async () => {
    const root = await gallery();
    const server = await startBeside({ root });
    await patch(server, path, { set_star: 4, add_tags: ['sea'], set_notes: 'noon' }, { by: 'Ada' });
    const first = await sidecarThat(root, path, ({ star }) => star === 4);
    expect(first).toMatchObject({ v: 1, tags: ['sea'], notes: 'noon', updatedBy: 'Ada', version: 2 });
    expect(first['exif']).toEqual({ width: 8, height: 6 });
    await patch(server, path, { remove_tags: ['sea'] });
    expect((await sidecarThat(root, path, ({ version }) => version === 3)).tags).toEqual([]);
    expect(readdirSync(`${root}/a`).filter((name) => /image.*json$/.test(name))).toEqual(['image-0001.jpg.json']);
    await server.stop();
  });

  it('WK12: go along with images that are renamed: what comes in the old place is not labelled, here or in a copy', async () => {
    const root = await gallery();
    const first = await startBeside({ root });
    await patch(first, path, { set_star: 4, add_tags: ['sea'] });
    await sidecarThat(root, path, ({ star }) => star === 4);
    await first.stop();
    const server = await startBeside({ root, workspace: first.workspace });
    await contentsKnown(server, [path]);
    renameSync(`${root}${path}`, `${root}/a/renamed.jpg`);
    expect(await sidecarThat(root, '/a/renamed.jpg', ({ star }) => star === 4)).toMatchObject({ tags: ['sea'] });
    await waitFor(() => sidecarOf(root, path) === undefined, 'the old sidecar to go', { seconds: 15 });
    await writeImage(`${root}/a`, 'image-0001.jpg', { hue: 300 });
    await server.stop();
    const copy = tempFolder('copy');
    cpSync(`${root}/a`, `${copy}/a`, { recursive: true });
    const another = await startBeside({ root: copy });
    await labelThat(another, '/a/renamed.jpg', ({ star }) => star === 4);
    expect(await labelOf(another, path)).toMatchObject({ star: null, tags: [] });
    await another.stop();
  });

  it('that another program changes while the server runs are merged, and keep its fields', async () => {
    const root = await gallery();
    const server = await startBeside({ root });
    await patch(server, path, { set_star: 4, add_tags: ['sea'] });
    await sidecarThat(root, path, ({ star }) => star === 4);
    // Ours are not looked at for a moment after they were written.
    await waitFor(
      async () => {
        edit(root, path, {
          tags: ['theirs'],
          notes: 'typed elsewhere',
          updatedAt: new Date().toISOString(),
          mine: [1],
        });
        return (await labelOf(server, path)).notes === 'typed elsewhere';
      },
      'the change to be taken over',
      { seconds: 20 },
    );
    expect(await labelOf(server, path)).toMatchObject({ tags: ['sea', 'theirs'], star: 4 });
    expect(
      (await gesturesOf(server)).filter(({ updated_by }) => updated_by === 'sidecars').map(({ kind }) => kind),
    ).toContain('import');
    await sidecarThat(root, path, ({ tags, mine }) => tags.length === 2 && Array.isArray(mine));
    // And what was taken over can be taken away again.
    await patch(server, path, { remove_tags: ['theirs'] });
    const sidecar = await sidecarThat(root, path, ({ tags }) => tags.length === 1);
    expect(sidecar).toMatchObject({ tags: ['sea'], mine: [1] });
    await server.stop();
  });

  it('changed while no server ran are merged with the next write, never overwritten', async () => {
    const root = await gallery();
    const wish = { root, workspace: tempFolder('workspace') };
    const server = await startBeside(wish);
    await patch(server, path, { set_notes: 'ours', add_tags: ['sea'] });
    await server.stop();
    expect(sidecarOf(root, path)?.notes).toBe('ours');
    edit(root, path, { tags: ['theirs'], notes: 'theirs', updatedAt: new Date().toISOString() });
    const next = await startBeside(wish);
    await patch(next, path, { set_star: 2 });
    await sidecarThat(root, path, ({ star, tags }) => star === 2 && tags.length === 2);
    expect(await labelOf(next, path)).toMatchObject({ star: 2, tags: ['sea', 'theirs'] });
    await next.stop();
  });

  it('of images without a label are taken over in one gesture, also when they come later; labels stay what they are', async () => {
    const root = await gallery(30);
    const other = '/a/image-0002.jpg';
    const label = {
      tags: ['found'],
      notes: 'beside',
      star: 3,
      updatedAt: '2026-01-23T19:22:05.000Z',
      updatedBy: 'Grace',
      version: 12,
    };
    for (const name of readdirSync(`${root}/a`)) edit(root, `/a/${name}`, label);
    const server = await startBeside({ root });
    const taken = await labelThat(server, other, ({ star }) => star === 3);
    expect(taken).toMatchObject({
      tags: ['found'],
      notes: 'beside',
      version: 12,
      updated_by: 'Grace',
      updated_at: label.updatedAt,
    });
    const gestures = await gesturesOf(server);
    expect(gestures.map(({ kind, updated_by, count }) => [kind, updated_by, count])).toEqual([
      ['import', 'sidecars', 30],
    ]);
    await patch(server, other, { set_star: 1, remove_tags: ['found'] });
    await sidecarThat(root, other, ({ star, tags }) => star === 1 && tags.length === 0);
    await writeImage(`${root}/a`, 'late.jpg');
    edit(root, '/a/late.jpg', label);
    await labelThat(server, '/a/late.jpg', ({ star }) => star === 3);
    expect(await labelOf(server, other)).toMatchObject({ star: 1, tags: [] });
    await server.stop();
  });

  it('that cannot be understood stop nothing and are never overwritten; health lists them', async () => {
    const root = await gallery();
    writeFileSync(`${root}${path}.json`, '{"title": "of another program"}');
    writeFileSync(`${root}/a/image-0002.jpg.json`, '{"v": 1, "tags": ["cut');
    writeFileSync(`${root}/a/nobody.jpg.json`, '{"v": 1}');
    const server = await startBeside({ root });
    await patch(server, path, { set_star: 5 });
    await patch(server, '/a/image-0003.jpg', { set_star: 5 });
    await sidecarThat(root, '/a/image-0003.jpg', ({ star }) => star === 5);
    expect(readFileSync(`${root}${path}.json`, 'utf8')).toBe('{"title": "of another program"}');
    expect((await labelOf(server, path)).star).toBe(5);
    const told = await waitFor(
      () => {
        try {
          const read = JSON.parse(readFileSync(`${root}/_health.json`, 'utf8')) as Record<
            string,
            { count: number; items: { path: string }[] }
          >;
          return read['brokenSidecars']?.count === 2 ? read : undefined;
        } catch {
          return undefined;
        }
      },
      'health to tell of them',
      { seconds: 90 },
    );
    expect(told['brokenSidecars']!.items.map((item) => item.path).sort()).toEqual([path, '/a/image-0002.jpg']);
    expect(told['orphanSidecars']!.items.map((item) => item.path)).toEqual(['/a/nobody.jpg']);
    await server.stop();
  }, 120_000);

  it('D1: are complete after the server was killed at any moment, and started again', async () => {
    const random = new SeededRandom(20261121);
    const root = await gallery(400);
    const wish = { root, workspace: tempFolder('workspace'), args: ['--flush-count', '1'] };
    const paths = readdirSync(`${root}/a`).map((name) => `/a/${name}`);
    for (let turn = 1; turn <= 5; turn += 1) {
      const server = await startBeside(wish);
      expect((await bulk(server, { scope: { paths }, patch: { set_star: ((turn % 5) + 1) as 1 } })).status).toBe(200);
      const enough = Math.floor(random.next() * paths.length);
      await waitFor(
        () => paths.filter((each) => sidecarOf(root, each)?.star === (turn % 5) + 1).length >= enough,
        'some',
        {
          seconds: 30,
        },
      );
      await server.kill();
      for (const each of paths) sidecarOf(root, each);
    }
    const server = await startBeside(wish);
    await waitFor(() => paths.every((each) => sidecarOf(root, each)?.star === 1), 'all sidecars', { seconds: 60 });
    expect(readdirSync(`${root}/a`).filter((name) => name.endsWith('.json')).length).toBeGreaterThanOrEqual(400);
    expect((await gesturesOf(server)).filter(({ updated_by }) => updated_by === 'sidecars')).toEqual([]);
    await server.stop();
  }, 180_000);

  itMounted('D8: wait while the disk of the images is full, and labels do not', async () => {
    const root = await gallery(40, smallDisk(4));
    const server = await startBeside({ root });
    await patch(server, path, { set_notes: 'before' });
    await sidecarThat(root, path, ({ notes }) => notes === 'before');
    const free = fillDisk(root);
    const paths = readdirSync(`${root}/a`)
      .filter((name) => name.endsWith('.jpg'))
      .map((name) => `/a/${name}`);
    expect((await bulk(server, { scope: { paths }, patch: { set_star: 5 } })).status).toBe(200);
    const told = await waitFor(async () => (await healthOf(server)).labels.error, 'health to say so', { seconds: 20 });
    expect(told).toContain('the disk is full');
    expect(sidecarOf(root, path)).toMatchObject({ notes: 'before', star: null });
    expect(readLabelsFile(server.workspace).items[path.slice(1)]).toMatchObject({ star: 5 });
    const halfWritten = (): string[] => readdirSync(`${root}/a`).filter((name) => name.endsWith('.tmp'));
    // It is tried again all the time; what a try leaves behind would stay.
    await waitFor(() => halfWritten().length === 0, 'tries to clean up after themselves');
    free();
    await waitFor(() => paths.every((each) => sidecarOf(root, each)?.star === 5), 'all sidecars', { seconds: 30 });
    await waitFor(async () => (await healthOf(server)).labels.state === 'ok', 'health to be well again');
    rmSync(`${root}/.filler`, { force: true });
    await server.stop();
    expect(halfWritten()).toEqual([]);
  });
});
