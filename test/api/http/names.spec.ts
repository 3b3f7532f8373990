import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirsIn, indexed } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { imageBytes, writeBytes, writeImage } from '../../support/images.ts';
import { strangeNames, undecodableNames, writeStrangeNames, writeUndecodableNames } from '../../support/odd-folder.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const mediaRoutes = ['file', 'thumb', 'item', 'metadata'] as const;

describe('SR3: names are exact', () => {
  const root = tempFolder('gallery');
  const workspace = tempFolder('workspace');
  let server: TestServer;
  let canHoldAnyBytes: boolean;

  beforeAll(async () => {
    await writeStrangeNames(`${root}/strange`);
    for (const name of strangeNames.filter((each) => Buffer.byteLength(each) < 250)) {
      await writeImage(`${root}/folders/${name}`, 'inside.jpg');
    }
    canHoldAnyBytes = await writeUndecodableNames(`${root}/bytes`);
    server = await startServer({ root, workspace });
    await indexed(server);
  });

  it.each(strangeNames)('F8, F10, F11: %j is listed, described, thumbed and served', async (name) => {
    const { items } = (await ask(server, 'folders', { query: { path: '/strange' } })).body;
    expect(items).toHaveLength(strangeNames.length);
    // A backslash means a slash in a path, so in a key it has to be written otherwise.
    const key = name.replaceAll('\\', '\u{10ff5c}');
    const row = items.find((item) => item.name === key)!;
    expect(row).toMatchObject({ path: `/strange/${key}`, w: 64, h: 48 });
    const bytes = await imageBytes({ hue: (strangeNames.indexOf(name) * 17) % 360 });
    for (const route of mediaRoutes) {
      const answer = await ask(server, route, {
        query: { path: row.path, ...(route === 'file' ? { v: row.fingerprint } : {}) },
      });
      expect([route, answer.status]).toEqual([route, 200]);
      if (route === 'file') expect(answer.bytes.equals(bytes)).toBe(true);
      if (route === 'item') expect(answer.body).toMatchObject({ path: row.path });
    }
    const { located } = (await ask(server, 'browse', { body: { path: '/strange', locate: row.path } })).body;
    expect(items[located!]?.name).toBe(key);
  });

  it('F10: twins that differ in case or in Unicode form are two items', async () => {
    const etags = await Promise.all(
      ['e\u0301 decomposed.jpg', '\u00e9 composed.jpg', 'Case.jpg', 'case.jpg'].map(
        async (name) => (await ask(server, 'file', { query: { path: `/strange/${name}` } })).headers.etag,
      ),
    );
    expect(new Set(etags).size).toBe(4);
    for (const path of ['/strange/\u00e9 decomposed.jpg', '/strange/CASE.jpg', '/STRANGE/case.jpg']) {
      expect((await ask(server, 'file', { query: { path } })).status).toBe(404);
    }
  });

  it('F8, F11: folders of such names too', async () => {
    const names = await dirsIn(server, '/folders');
    expect(names).toHaveLength(readdirSync(`${root}/folders`).length);
    for (const name of names) {
      const { items } = (await ask(server, 'folders', { query: { path: `/folders/${name}` } })).body;
      expect([name, items.length]).toEqual([name, 1]);
      expect((await ask(server, 'thumb', { query: { path: items[0]!.path } })).status).toBe(200);
    }
  });

  it('F9: names that are not UTF-8, two that look alike when decoded, are two items through every route', async () => {
    if (!canHoldAnyBytes) return;
    const { items } = (await ask(server, 'folders', { query: { path: '/bytes' } })).body;
    expect(items.map(({ name }) => name)).toEqual(['la\u{10fff1}o.jpg', 'la\u{10fffe}o.jpg']);
    for (const [at, { path, name }] of items.entries()) {
      const bytes = await imageBytes({ hue: at * 90 });
      for (const route of mediaRoutes) {
        const answer = await ask(server, route, { query: { path } });
        expect([route, answer.status]).toEqual([route, 200]);
        if (route === 'file') expect(answer.bytes.equals(bytes)).toBe(true);
      }
      expect(readdirSync(`${workspace}/thumbs/bytes`)).toContain(`${name}.thumbnail`);
    }
    expect(undecodableNames).toHaveLength(items.length);
  });

  it('F9: a folder whose name is not UTF-8 is one too, and what changes in it is noticed', async () => {
    if (!canHoldAnyBytes) return;
    const folder = Buffer.concat([Buffer.from(`${root}/l`), Buffer.from([0xf1])]);
    mkdirSync(folder);
    for (const name of ['one.jpg', 'two.jpg']) {
      writeFileSync(Buffer.concat([folder, Buffer.from(`/${name}`)]), await imageBytes());
      await waitFor(async () => {
        const { items } = (await ask(server, 'folders', { query: { path: '/l\u{10fff1}' } })).body;
        return items.at(-1)?.name === name;
      }, `${name} to be found`);
      expect((await ask(server, 'thumb', { query: { path: `/l\u{10fff1}/${name}` } })).status).toBe(200);
    }
  });

  it('F9: a name that already looks like an escaped one is a third item', async () => {
    if (!canHoldAnyBytes) return;
    await writeImage(`${root}/bytes`, 'la\u{10fff1}o.jpg', { hue: 200 });
    const items = await waitFor(async () => {
      const { body } = await ask(server, 'folders', { query: { path: '/bytes' } });
      return body.items.length === 3 && body.items;
    }, 'the third to be found');
    expect(new Set(items.map(({ path }) => path)).size).toBe(3);
    const served = await Promise.all(items.map(({ path }) => ask(server, 'file', { query: { path } })));
    const expected = await Promise.all([0, 90, 200].map((hue) => imageBytes({ hue })));
    expect(served.map(({ bytes }) => bytes.toString('base64')).sort()).toEqual(
      expected.map((bytes) => bytes.toString('base64')).sort(),
    );
  });

  it('WK2: all of them come back from their manifests', async () => {
    const paths = async (from: TestServer): Promise<string[]> => {
      const { items } = (await ask(from, 'folders', { query: { recursive: true, page_size: 500 } })).body;
      return items.map(({ path }) => path);
    };
    const before = await paths(server);
    await server.stop();
    const next = await startServer({ root, workspace });
    await indexed(next);
    expect(await paths(next)).toEqual(before);
    server = next;
  });

  it("our own names are no other people's names: folders called as our files are", async () => {
    for (const name of ['_index.json', '_index_0.json', 'thumbs', 'index', 'one.jpg.thumbnail']) {
      await writeImage(`${root}/ours/${name}`, 'inside.jpg');
    }
    await writeImage(`${root}/ours`, 'one.jpg');
    const dirs = await waitFor(async () => {
      const names = await dirsIn(server, '/ours');
      return names.length === 5 && names;
    }, 'the folders to be found');
    for (const name of dirs) {
      expect((await ask(server, 'thumb', { query: { path: `/ours/${name}/inside.jpg` } })).status).toBe(200);
    }
    expect((await ask(server, 'thumb', { query: { path: '/ours/one.jpg' } })).status).toBe(200);
    await indexed(server);
    expect(await server.stop()).toBe(0);
    server = await startServer({ root, workspace });
    await indexed(server);
    expect(await dirsIn(server, '/ours')).toHaveLength(5);
  });

  it('F14: a folder two hundred levels deep', async () => {
    const path = '/d'.repeat(200);
    await writeImage(root + path, 'deep.jpg');
    const query = { path: `${path}/deep.jpg` };
    expect((await ask(server, 'thumb', { query })).status).toBe(200);
    await indexed(server);
    const { body } = await ask(server, 'folders', { query: { path: '/d', recursive: true } });
    expect(body.items.map((item) => item.path)).toEqual([`${path}/deep.jpg`]);
  });

  it('SR3: a name that was changed only in case is another one', async () => {
    await writeBytes(`${root}/renamed`, 'a.jpg', await imageBytes());
    await waitFor(async () => (await ask(server, 'file', { query: { path: '/renamed/a.jpg' } })).status === 200, 'it');
    renameSync(`${root}/renamed/a.jpg`, `${root}/renamed/A.jpg`);
    await waitFor(async () => {
      const { body } = await ask(server, 'folders', { query: { path: '/renamed' } });
      return body.items.map(({ name }) => name).join() === 'A.jpg';
    }, 'the new name alone');
  });
});
