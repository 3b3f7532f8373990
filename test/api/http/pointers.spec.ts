import { existsSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { startBeside } from '../../support/beside.ts';
import { runCli } from '../../support/cli.ts';
import { dirsIn, healthOf, indexed, namesIn } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { writeImage } from '../../support/images.ts';
import { labelOf, labelsReady, patch } from '../../support/labels.ts';
import { entryOf, galleryWithReal, namesSoon, pointerFile, pointerText, writePointer } from '../../support/pointers.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const refusalOf = async (server: TestServer, path: string) => {
  const { status, problem } = await ask(server, 'folders', { query: { path } });
  return [status, problem?.error, problem?.detail];
};

describe('SR5: a folder that stands for another', () => {
  it('shows what that holds under its own path, as if it lay there', async () => {
    const root = await galleryWithReal();
    writePointer(`${root}/links/here`, pointerText('real', { label: 'The real one' }));
    await writeImage(`${root}/links/here`, 'beside.jpg');
    await writeImage(`${root}/links/here/under`, 'beside.jpg');
    const server = await startServer({ root });
    // Asked for at once: nobody knows yet that there is a pointer on the way.
    expect(await namesIn(server, '/links/here/deep')).toEqual(['two.png']);
    await indexed(server, 5);
    expect(await entryOf(server, '/links/here')).toEqual({
      ...{ name: 'here', kind: 'leaf-pointer', label: 'The real one', totalItems: 2, hasDirs: true },
    });
    expect([await namesIn(server, '/links/here'), await dirsIn(server, '/links/here')]).toEqual([
      ['one.jpg'],
      ['deep'],
    ]);
    expect((await refusalOf(server, '/links/here/under')).slice(0, 2)).toEqual([404, 'folder_not_found']);
    for (const path of ['/links/here/one.jpg', '/links/here/deep/two.png']) {
      const there = readFileSync(`${root}/real${path.slice('/links/here'.length)}`);
      const file = await ask(server, 'file', { query: { path } });
      const thumb = await ask(server, 'thumb', { query: { path } });
      expect([path, file.status, file.bytes.equals(there), thumb.status]).toEqual([path, 200, true, 200]);
    }
    expect((await ask(server, 'file', { query: { path: `/links/here/${pointerFile}` } })).status).toBe(404);
    await labelsReady(server);
    await patch(server, '/links/here/one.jpg', { set_star: 5, add_tags: ['linked'] });
    expect((await labelOf(server, '/real/one.jpg')).star).toBe(null);
    const query = { path: '/links', recursive: true, filters: { and: [{ stars: { in: [5 as const] } }] } };
    const browsed = await ask(server, 'browse', {
      body: { ...query, sort: { key: 'path', dir: 'asc' }, offset: 0, limit: 9 },
    });
    expect(browsed.body.items.map(({ path }) => path)).toEqual(['/links/here/one.jpg']);
    const found = await ask(server, 'search', { query: { q: 'tag:linked' } });
    expect(found.body.items.map(({ path }) => path)).toEqual(['/links/here/one.jpg']);
  });

  it('WK2: is known again after a restart, with its labels and thumbs, and no image is opened anew', async () => {
    const root = await galleryWithReal();
    const workspace = tempFolder('workspace');
    writePointer(`${root}/here`, pointerText('real'));
    const first = await startServer({ root, workspace });
    await labelsReady(first);
    await indexed(first, 5);
    await patch(first, '/here/one.jpg', { set_star: 4 });
    expect((await ask(first, 'thumb', { query: { path: '/here/one.jpg' } })).status).toBe(200);
    expect(await first.stop()).toBe(0);
    const manifest = JSON.parse(readFileSync(`${workspace}/index/here/_index.json`, 'utf8')) as object;
    expect(manifest).toMatchObject({ path: 'here/', pointer: { text: pointerText('real') } });
    const again = await startServer({ root, workspace });
    const { workers } = await indexed(again, 5);
    await labelsReady(again);
    expect(workers.headers.done).toBe(0);
    expect((await labelOf(again, '/here/one.jpg')).star).toBe(4);
    expect((await ask(again, 'thumb', { query: { path: '/here/one.jpg' } })).status).toBe(200);
    expect((await healthOf(again)).workers.thumbs.done).toBe(0);
    expect((await entryOf(again, '/here'))?.kind).toBe('leaf-pointer');
  });

  it('leads out of the gallery only where --allow-pointer-root says so, and no link leads out of its target', async () => {
    const [root, outside, secret] = [await galleryWithReal(), tempFolder('outside'), tempFolder('secret')];
    await writeImage(`${outside}/in`, 'far.jpg');
    await writeImage(secret, 'secret.jpg');
    await writeImage(`${root}/.hidden`, 'x.jpg');
    symlinkSync(secret, `${outside}/in/out`);
    symlinkSync(`${secret}/secret.jpg`, `${outside}/in/out.jpg`);
    symlinkSync(secret, `${root}/leak`);
    writePointer(`${root}/far`, pointerText(`${outside}/in`));
    writePointer(`${root}/secret`, pointerText(secret));
    writePointer(`${root}/up`, pointerText(`../${secret.split('/').at(-1) ?? ''}`));
    writePointer(`${root}/nothing`, pointerText('/no/such/folder'));
    writePointer(`${root}/linked`, pointerText('leak'));
    symlinkSync(`${secret}/none`, `${root}/nowhere`);
    for (const [name, target] of Object.entries({
      up2: '../no-such',
      below: 'leak/none',
      dangling: 'nowhere',
      dangles: 'nowhere/in',
    }))
      writePointer(`${root}/${name}`, pointerText(target));
    writePointer(`${root}/absent`, pointerText('absent-folder/in'));
    writePointer(`${root}/hides`, pointerText('.hidden'));
    const strict = await startServer({ root });
    await indexed(strict, 3);
    for (const path of ['/far', '/secret', '/up', '/nothing', '/linked', '/hides'])
      expect([path, (await refusalOf(strict, path)).slice(0, 2)]).toEqual([path, [409, 'broken_pointer']]);
    // Nobody learns from it what there is on this machine.
    const wordsOf = async (path: string): Promise<string> =>
      String((await refusalOf(strict, path))[2]).replace(path, '/…');
    const words = await wordsOf('/secret');
    expect(words).not.toContain(secret);
    for (const path of ['/up', '/nothing', '/linked', '/up2', '/below', '/dangling', '/dangles'])
      expect([path, await wordsOf(path)]).toEqual([path, words]);
    expect(await wordsOf('/absent')).toContain('its target is not there');
    await strict.stop();
    const server = await startServer({ root, args: ['--allow-pointer-root', outside] });
    await indexed(server, 4);
    expect([await namesIn(server, '/far'), await dirsIn(server, '/far')]).toEqual([['far.jpg'], []]);
    expect((await ask(server, 'file', { query: { path: '/far/out.jpg' } })).status).toBe(404);
    expect((await refusalOf(server, '/far/out'))[0]).toBe(404);
    expect((await refusalOf(server, '/secret'))[1]).toBe('broken_pointer');
  });

  it('may name its target in full or from the gallery, wherever that is; names of what lies elsewhere stay secret', async () => {
    const [root, outside, secret] = [await galleryWithReal(), tempFolder('outside'), tempFolder('secret')];
    const fromGallery = (folder: string): string => `../${folder.split('/').at(-1) ?? ''}`;
    await writeImage(`${outside}/in`, 'far.jpg');
    await writeImage(`${root}/.own`, 'mine.jpg');
    const targets = {
      ...{ inFull: `${root}/real`, up: `${fromGallery(outside)}/in`, own: `${root}/.own`, whole: root },
      ...{ secret, none: `${secret}/none`, hidden: `${root}/real/../.hidden`, gone: `${root}/not-there` },
    };
    for (const [name, target] of Object.entries(targets)) writePointer(`${root}/${name}`, pointerText(target));
    await writeImage(`${root}/.hidden`, 'x.jpg');
    const server = await startServer({
      root,
      args: ['--allow-pointer-root', outside, '--allow-pointer-root', `${root}/.own`],
    });
    await indexed(server, 7);
    expect([await namesIn(server, '/inFull'), await namesIn(server, '/up')]).toEqual([['one.jpg'], ['far.jpg']]);
    // It lies in the gallery, where it is hidden, and in a folder that was allowed.
    expect(await namesIn(server, '/own')).toEqual(['mine.jpg']);
    expect((await refusalOf(server, '/whole'))[1]).toBe('pointer_loop');
    const wordsOf = async (name: string) => String((await refusalOf(server, `/${name}`))[2]).replace(name, '…');
    expect([await wordsOf('gone'), await wordsOf('hidden')]).toEqual([
      expect.stringContaining('its target is not there'),
      expect.stringContaining('its target is hidden'),
    ]);
    expect(await wordsOf('secret')).toContain('its target lies outside of the gallery');
    expect(await wordsOf('none')).toBe(await wordsOf('secret'));
  });

  it('loops, also through several, are told with their way, and the rest works', async () => {
    const root = await galleryWithReal();
    writePointer(`${root}/self`, pointerText('self'));
    writePointer(`${root}/all`, pointerText('.'));
    writePointer(`${root}/a`, pointerText('b'));
    writePointer(`${root}/b`, pointerText('a'));
    writePointer(`${root}/x/in`, pointerText('y'));
    writePointer(`${root}/y/in`, pointerText('x'));
    writePointer(`${root}/deep/er/parent`, pointerText('deep'));
    await writeImage(`${root}/x`, 'x.jpg');
    await writeImage(`${root}/y`, 'y.jpg');
    const server = await startServer({ root });
    await indexed(server);
    const loop = async (path: string) => (await refusalOf(server, path)).slice(1).join(': ');
    expect(await loop('/self')).toBe(
      'pointer_loop: The pointers lead in a circle: /self, and from there back to /self.',
    );
    expect(await loop('/all')).toContain('and from there to a folder that holds /all.');
    expect(await loop('/a')).toContain('circle: /a → /b, and from there back to /a.');
    expect(await loop('/b')).toContain('circle: /b → /a, and from there back to /b.');
    expect(await loop('/x/in/in')).toContain(
      'circle: /x/in → /y → /x/in/in, and from there to a folder that holds /x/in.',
    );
    expect(await loop('/deep/er/parent')).toContain('to a folder that holds /deep/er/parent.');
    expect([await namesIn(server, '/x/in'), await namesIn(server)]).toEqual([['y.jpg'], ['top.jpg']]);
    const entry = await entryOf(server, '/self');
    expect([entry?.kind, entry?.problem?.error]).toEqual(['leaf-pointer', 'pointer_loop']);
    expect((await ask(server, 'item', { query: { path: '/self/top.jpg' } })).problem?.error).toBe('pointer_loop');
  });

  it('WK7: what is broken is shown with its reason, in _health.json and by the doctor; one of them is mended', async () => {
    const root = await galleryWithReal();
    const workspace = tempFolder('workspace');
    const broken: Record<string, string> = {
      json: '{"version":1,',
      list: '[1]',
      version: pointerText('real', { version: 2 }),
      kind: pointerText('real', { kind: 'folder' }),
      target: JSON.stringify({ version: 1, kind: 'pointer' }),
      missing: pointerText('not/there'),
      file: pointerText('top.jpg'),
      bucket: pointerText({ type: 's3', bucket: '..' }),
      large: pointerText('real', { label: 'x'.repeat(100_000) }),
    };
    for (const [name, text] of Object.entries(broken)) writePointer(`${root}/broken/${name}`, text);
    writePointer(`${root}/self`, pointerText('self'));
    const server = await startServer({ root, workspace });
    await indexed(server, 3);
    const reasons = await Promise.all(
      Object.keys(broken).map(async (name) => {
        const { kind, problem } = (await entryOf(server, `/broken/${name}`)) ?? {};
        expect([name, kind, problem?.error]).toEqual([name, 'leaf-pointer', 'broken_pointer']);
        return problem?.message ?? '';
      }),
    );
    expect(new Set(reasons).size).toBe(reasons.length);
    expect(reasons.join()).not.toContain(root);
    const report = await waitFor(
      () => {
        const file = `${workspace}/_health.json`;
        if (!existsSync(file)) return undefined;
        const read = JSON.parse(readFileSync(file, 'utf8')) as Record<string, { count: number; items: unknown[] }>;
        return read['brokenPointers']?.count === 9 ? read : undefined;
      },
      'a report of the broken pointers',
      { seconds: 90 },
    );
    expect(report['loops']).toEqual({
      ...{ count: 1, items: [{ path: '/self', why: expect.stringContaining('circle') as string }] },
    });
    const { out } = await runCli(['doctor', root, '--workspace', workspace]);
    expect(out).toContain('9 are folders that point to nothing');
    expect(out).toContain('/broken/missing (The pointer "/broken/missing" leads nowhere: its target is not there.)');
    expect(out).toContain('1 is a folder that leads back to itself');
    writePointer(`${root}/broken/json`, pointerText('real'));
    await namesSoon(server, '/broken/json', ['one.jpg']);
  });

  it('LB8, TH1: nothing is written through it, also with --layout beside', async () => {
    const [root, outside] = [await galleryWithReal(), tempFolder('outside')];
    await writeImage(`${outside}/sub`, 'far.jpg');
    writePointer(`${root}/here`, pointerText(outside));
    const before = readdirSync(outside, { recursive: true });
    const server = await startBeside({ root, args: ['--allow-pointer-root', outside] });
    await indexed(server, 4);
    for (const path of ['/here/sub/far.jpg', '/top.jpg']) {
      await patch(server, path, { set_star: 2 });
      expect((await ask(server, 'thumb', { query: { path } })).status).toBe(200);
    }
    await waitFor(() => existsSync(`${root}/top.jpg.json`), 'the sidecar of what lies in the gallery', { seconds: 30 });
    expect(await server.stop()).toBe(0);
    expect(readdirSync(outside, { recursive: true })).toEqual(before);
    expect(readdirSync(`${root}/here`)).toEqual([pointerFile]);
    const kept = ['thumbs/here/sub/far.jpg.thumbnail', 'index/here/_index.json', 'index/here/sub/_index.json'];
    expect(kept.filter((name) => !existsSync(`${server.workspace}/${name}`))).toEqual([]);
    const again = await startBeside({ root, workspace: server.workspace, args: ['--allow-pointer-root', outside] });
    expect((await labelOf(again, '/here/sub/far.jpg')).star).toBe(2);
    expect((await ask(again, 'thumb', { query: { path: '/here/sub/far.jpg' } })).status).toBe(200);
    expect((await healthOf(again)).workers.thumbs.done).toBe(0);
  });
});
