import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, lstatSync, writeFileSync } from 'node:fs';
import { sidecarOf, sidecarThat, startBeside } from '../../support/beside.ts';
import { runCli } from '../../support/cli.ts';
import { healthOf, indexed, namesIn } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { writeBytes, writeImage, writeMany } from '../../support/images.ts';
import { labelOf, labelsReady, patch } from '../../support/labels.ts';
import { hasPrinted } from '../../support/log-lines.ts';
import { readOnlyView } from '../../support/read-only-folder.ts';
import { readOnlyLabels, writeLabels } from '../../support/scripted-labels.ts';
import { rounds } from '../../support/seeded-random.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { canMount } from '../../support/small-disk.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const itMounted = canMount() ? it : it.skip;
const long = `${'é'.repeat(124)}.webp`;

/** Two folders, one of them with odd names. */
async function gallery(): Promise<string> {
  const root = tempFolder('gallery');
  await writeMany(`${root}/a`, 12, { width: 40, height: 30 });
  await writeImage(`${root}/b/c`, 'deep.png', { width: 30, height: 40 });
  await writeImage(`${root}/b/c`, long, { format: 'webp' });
  return root;
}

const pathsIn = (root: string): string[] =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:jpg|png|webp)$/.test(name))
    .map((name) => `/${name}`);

async function thumbsOf(server: TestServer, paths: readonly string[]): Promise<void> {
  for (const path of paths) expect((await ask(server, 'thumb', { query: { path } })).status).toBe(200);
}

const made = async (server: TestServer): Promise<{ thumbs: number; headers: number }> => {
  const { thumbs, headers } = (await healthOf(server)).workers;
  return { thumbs: thumbs.done, headers: headers.done };
};

/** Every file with its bytes, and every time and inode. */
function picture(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .concat('.')
    .sort()
    .map((name) => {
      const { mtimeMs, ctimeMs, ino, size, mode } = lstatSync(`${root}/${name}`);
      const bytes = lstatSync(`${root}/${name}`).isFile() ? readFileSync(`${root}/${name}`, 'base64') : '';
      return [name, mtimeMs, ctimeMs, ino, size, mode, bytes].join(' ');
    });
}

describe('WK2, LB8, TH1: --layout beside', () => {
  let root: string;
  let paths: string[];

  beforeAll(async () => {
    root = await gallery();
    paths = pathsIn(root);
    const server = await startBeside({ root });
    for (const path of paths) await patch(server, path, { set_star: 3, add_tags: ['kept'] }, { by: 'Ada' });
    await thumbsOf(server, paths);
    await waitFor(() => paths.every((path) => isBeside(path)), 'all sidecars', { seconds: 15 });
    await waitFor(() => existsSync(`${root}/_health.json`) && existsSync(`${root}/_rollup.json`), 'the summaries', {
      seconds: 30,
    });
    expect(await server.stop()).toBe(0);
    // Its labels, and nothing that was found out.
    expect(readdirSync(server.workspace).sort()).toEqual([
      'labels.db',
      'labels.json',
      'server.lock',
      'sidecars-written.json',
    ]);
  }, 60_000);

  const isBeside = (path: string): boolean =>
    path.endsWith(long)
      ? readdirSync(`${root}/b/c`).some((name) => /~[\w-]{22}\.json$/.test(name))
      : !!sidecarOf(root, path);

  it('puts each file beside what it is about, and shows none of them', async () => {
    const names = readdirSync(root).sort();
    expect(names).toEqual(['_health.json', '_index.json', '_rollup.json', 'a', 'b']);
    expect(readdirSync(`${root}/b`).sort()).toEqual(['_index.json', 'c']);
    expect(readdirSync(`${root}/b/c`).sort()).toEqual(
      [
        ...['_index.json', 'deep.png', 'deep.png.json', 'deep.png.thumbnail', long],
        ...readdirSync(`${root}/b/c`).filter((name) => /^é{90}~[\w-]{22}\.(?:json|thumbnail)$/.test(name)),
      ].sort(),
    );
    expect(readdirSync(`${root}/b/c`)).toHaveLength(7);
    const server = await startBeside({ root });
    expect(await namesIn(server, '/a')).toHaveLength(12);
    for (const path of ['/a/_index.json', '/a/image-0001.jpg.thumbnail', '/a/image-0001.jpg.json', '/_rollup.json'])
      expect((await ask(server, 'file', { query: { path } })).status).toBe(404);
    await server.stop();
  });

  it('WK6: the rollup holds every image with its tags', () => {
    const rollup = JSON.parse(readFileSync(`${root}/_rollup.json`, 'utf8')) as { v: number; items: { path: string }[] };
    expect(rollup.v).toBe(1);
    expect(rollup.items.map(({ path }) => path).sort()).toEqual([...paths].sort());
  });

  it.each(['-a', '-r'])(
    'copied with cp %s and a new workspace: what is beside the images is there',
    async (how) => {
      const copy = `${tempFolder('copy')}/gallery`;
      execFileSync('cp', [how, root, copy]);
      const server = await startBeside({ root: copy });
      expect((await healthOf(server)).hits.manifest).toBe(1);
      for (const path of paths) {
        await waitFor(async () => (await labelOf(server, path)).star === 3, `the label of ${path}`, { seconds: 15 });
        expect(await labelOf(server, path)).toMatchObject({ tags: ['kept'], version: 2, updated_by: 'Ada' });
      }
      for (const path of ['/', '/a', '/b', '/b/c']) await ask(server, 'folders', { query: { path } });
      // Opening a folder lists it, for files that were rewritten under their names.
      await waitFor(async () => (await ask(server, 'thumb', { query: { path: paths[0]! } })).status === 200, 'a thumb');
      await indexed(server, paths.length);
      await thumbsOf(server, paths);
      // With -a nothing is made again. With -r every image has another time, so that it may be another image.
      const work = await made(server);
      if (how === '-a') expect(work).toEqual({ thumbs: 0, headers: 0 });
      else expect(work.headers).toBeGreaterThan(0);
      await server.stop();
    },
    60_000,
  );

  it('is listed no more than its images change, whatever we write there', async () => {
    const own = await gallery();
    const wish = { root: own, workspace: tempFolder('workspace') };
    const server = await startBeside(wish);
    await thumbsOf(server, pathsIn(own));
    await patch(server, '/a/image-0001.jpg', { set_star: 1 });
    await sidecarThat(own, '/a/image-0001.jpg', ({ star }) => star === 1);
    await waitFor(() => isWhole(`${own}/a/_index.json`), 'its manifest', { seconds: 15 });
    const before = JSON.parse(readFileSync(`${own}/a/_index.json`, 'utf8')) as { generatedAt: string };
    await writeImage(`${own}/a`, 'zz-late.jpg');
    await waitFor(async () => (await namesIn(server, '/a')).length === 13, 'the new image');
    const after = await waitFor(
      () => {
        const read = JSON.parse(readFileSync(`${own}/a/_index.json`, 'utf8')) as typeof before;
        return read.generatedAt === before.generatedAt ? undefined : read;
      },
      'its manifest',
      { seconds: 15 },
    );
    expect(after.generatedAt > before.generatedAt).toBe(true);
    await waitFor(() => existsSync(`${own}/_rollup.json`) && existsSync(`${own}/_health.json`), 'summaries', {
      seconds: 30,
    });
    // What a labelled image holds is read when nothing else is to be done, and stands in the manifest then.
    await waitFor(() => readFileSync(`${own}/a/_index.json`, 'utf8').includes('"hash":"blake3:'), 'its hash', {
      seconds: 30,
    });
    const times = picture(`${own}/a`);
    const { listings } = (await healthOf(server)).storage;
    await patch(server, '/a/image-0001.jpg', { set_star: 5 });
    await sidecarThat(own, '/a/image-0001.jpg', ({ star }) => star === 5);
    const until = Date.now() + 4000;
    await waitFor(() => Date.now() > until, 'some time in which nothing happens');
    expect(picture(`${own}/a`).filter((line) => !/^(?:\.|image-0001\.jpg\.json) /.test(line))).toEqual(
      times.filter((line) => !/^(?:\.|image-0001\.jpg\.json) /.test(line)),
    );
    expect((await healthOf(server)).storage.listings).toBe(listings);
    await server.stop();
    const next = await startBeside(wish);
    expect((await healthOf(next)).hits.manifest).toBe(1);
    await next.stop();
  }, 60_000);

  it('D6: what is cut short, of another version or no file of ours is made again', async () => {
    const own = tempFolder('gallery');
    await writeMany(`${own}/a`, 3);
    const wish = { root: own, workspace: tempFolder('workspace') };
    const first = await startBeside(wish);
    await thumbsOf(first, pathsIn(own));
    await first.stop();
    for (const name of ['_index.json', '_rollup.json', '_health.json'])
      writeFileSync(`${own}/${name}`, '{"v":1,"items":[{');
    writeFileSync(`${own}/a/_index.json`, '{"v":7}');
    writeFileSync(`${own}/a/image-0001.jpg.thumbnail`, 'garbage');
    const next = await startBeside(wish);
    expect((await healthOf(next)).hits.manifest).toBe(0);
    expect(await namesIn(next, '/a')).toHaveLength(3);
    await thumbsOf(next, pathsIn(own));
    expect((await made(next)).thumbs).toBe(1);
    await waitFor(
      () => ['_index.json', 'a/_index.json', '_rollup.json', '_health.json'].every((name) => isWhole(`${own}/${name}`)),
      'all files to be whole again',
      { seconds: 30 },
    );
    await next.stop();
  }, 60_000);

  itMounted(
    'on a folder that cannot be written: says so in a sentence, and everything is in the workspace',
    async () => {
      const own = await gallery();
      writeFileSync(`${own}/a/image-0002.jpg.json`, '{"v":1,"star":5,"updatedAt":"2026-01-23T19:22:05Z"}');
      const view = readOnlyView(own);
      const server = await startBeside({ root: view });
      await hasPrinted(
        server,
        `Nothing is written beside the images (the file system is read-only): Lenslet's files go to ${server.workspace}.`,
      );
      await patch(server, '/a/image-0001.jpg', { set_star: 2 });
      await thumbsOf(server, ['/a/image-0001.jpg']);
      // What lies beside the images is read all the same.
      await waitFor(async () => (await labelOf(server, '/a/image-0002.jpg')).star === 5, 'the label that is there');
      await server.stop();
      expect(readFileSync(`${server.workspace}/labels.json`, 'utf8')).toContain('"star":2');
      expect(existsSync(`${server.workspace}/thumbs/a/image-0001.jpg.thumbnail`)).toBe(true);
    },
  );

  it('lenslet doctor tells what is not as it should be, and what to do', async () => {
    const own = tempFolder('gallery');
    await writeMany(`${own}/a`, 2);
    await writeBytes(`${own}/a`, 'broken.jpg', 'no image');
    writeFileSync(`${own}/a/gone.jpg.json`, '{"v":1,"star":1}');
    expect((await runCli(['doctor', own])).err).toContain('there is no _health.json');
    const server = await startBeside({ root: own });
    await waitFor(() => isWhole(`${own}/_health.json`), 'health', { seconds: 30 });
    await server.stop();
    const { code, out } = await runCli(['doctor', own, '--layout', 'beside']);
    expect(code).toBe(0);
    expect(out).toContain('2 have no thumbnail yet');
    expect(out).toContain('1 cannot be shown. Replace what is damaged.');
    expect(out).toContain('/a/broken.jpg (undecodable)');
    expect(out).toContain('1 was labelled, by a sidecar without its image');
  });
});

describe('the workspace elsewhere', () => {
  itMounted(
    'a gallery mounted read-only is untouched by thousands of labels, thumbnails and a rescan',
    async () => {
      const root = await gallery();
      const before = picture(root);
      const server = await startServer({ root: readOnlyView(root) });
      await labelsReady(server);
      await indexed(server, 14);
      const paths = pathsIn(root);
      await writeLabels(server, paths, readOnlyLabels);
      await thumbsOf(server, paths);
      expect((await ask(server, 'refresh', { body: { path: '/' } })).status).toBe(202);
      await waitFor(() => existsSync(`${server.workspace}/_rollup.json`), 'the rollup', { seconds: 30 });
      await server.stop();
      expect(picture(root)).toEqual(before);
    },
    rounds(90_000, 600_000),
  );
});

function isWhole(file: string): boolean {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { v: number }).v === 1;
  } catch {
    return false;
  }
}
