import { chmodSync, chownSync, copyFileSync, readdirSync, statSync } from 'node:fs';
import { runCli } from '../../support/cli.ts';
import { healthOf, indexed } from '../../support/gallery-state.ts';
import { writeMany } from '../../support/images.ts';
import { labelOf, patch } from '../../support/labels.ts';
import { readOnlyView } from '../../support/read-only-folder.ts';
import { startServer } from '../../support/server.ts';
import { canMount } from '../../support/small-disk.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const nobody = 65_534;
const one = '/image-0001.jpg';
const canDropRights = process.getuid?.() === 0;
const root = tempFolder('gallery');
let backup: string;

function ownFolder(): string {
  const folder = tempFolder('workspace');
  chownSync(folder, nobody, nobody);
  return folder;
}

function everythingIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`);
}

function expectOwned(folder: string): void {
  const owners = everythingIn(folder).map((path) => [path, statSync(path).uid, statSync(path).gid]);
  expect(owners).toEqual(owners.map(([path]) => [path, nobody, nobody]));
}

beforeAll(async () => {
  chmodSync(root, 0o755);
  await writeMany(root, 2, { width: 8, height: 8 });
  const server = await startServer({ root });
  await patch(server, one, { set_star: 4 });
  backup = `${tempFolder('backup')}/labels.db`;
  expect(await runCli(['backup', root, backup, '--workspace', server.workspace])).toMatchObject({ code: 0 });
  await server.stop();
});

(canDropRights ? describe : describe.skip)('what root does in the workspace of a server that is somebody else', () => {
  it('LB15: restore leaves it to that one, into an empty workspace and over another database', async () => {
    const workspace = ownFolder();
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await runCli(['restore', root, backup, '--workspace', workspace])).toMatchObject({ code: 0, err: '' });
      expectOwned(workspace);
      const server = await startServer({ root, workspace, uid: nobody });
      expect((await labelOf(server, one)).star).toBe(4);
      expect((await patch(server, one, { set_star: 2 })).status).toBe(200);
      await server.stop();
    }
    expect(readdirSync(workspace).filter((name) => name.includes('before-restore'))).not.toEqual([]);
  });

  it('LB15: the owner of the database that was there counts, before that of the folder', async () => {
    const workspace = tempFolder('workspace');
    copyFileSync(backup, `${workspace}/labels.db`);
    chownSync(`${workspace}/labels.db`, nobody, nobody);
    await runCli(['restore', root, backup, '--workspace', workspace]);
    expect(statSync(`${workspace}/labels.db`)).toMatchObject({ uid: nobody, gid: nobody });
  });

  it('LB15: import and index leave it to that one too', async () => {
    const workspace = ownFolder();
    const file = `${tempFolder('export')}/labels.ndjson`;
    const [from, to] = [ownFolder(), ['--format', 'ndjson', '--output', file]];
    await runCli(['restore', root, backup, '--workspace', from]);
    expect(await runCli(['export', root, ...to, '--workspace', from])).toMatchObject({ code: 0 });
    expect(await runCli(['import', root, file, '--workspace', workspace])).toMatchObject({ code: 0, err: '' });
    expect(await runCli(['index', root, '--workspace', workspace])).toMatchObject({ code: 0 });
    expect(everythingIn(workspace).filter((path) => /index|thumbs/.test(path)).length).toBeGreaterThan(3);
    expectOwned(workspace);
    const server = await startServer({ root, workspace, uid: nobody });
    await indexed(server, 2);
    expect((await labelOf(server, one)).star).toBe(4);
    expect((await healthOf(server)).labels.state).toBe('ok');
    await server.stop();
  });

  it.each(['labels.db', 'server.lock'])(
    'LB15: a %s that is root’s stops the start, and it says whose it is',
    async (name) => {
      const workspace = ownFolder();
      await runCli(['restore', root, backup, '--workspace', workspace]);
      chownSync(`${workspace}/${name}`, 0, 0);
      chmodSync(`${workspace}/${name}`, 0o644);
      const { code, err } = await runCli([root, '--port', '0', '--workspace', workspace], { uid: nobody });
      expect(code).toBe(1);
      expect(err).toContain(`${workspace}/${name} belongs to root, and this runs as user ${nobody}`);
      expect(err).toContain(`chown -R ${nobody}:${nobody} ${workspace}`);
    },
  );

  it('LB11: a backup into a folder that may not be written names that folder', async () => {
    const workspace = ownFolder();
    const closed = tempFolder('closed');
    await runCli(['restore', root, backup, '--workspace', workspace]);
    const { code, err } = await runCli(['backup', root, `${closed}/b.db`, '--workspace', workspace], { uid: nobody });
    expect([code, err]).toEqual([1, expect.stringContaining(`Cannot write in ${closed}: no permission.`)]);
    expect(readdirSync(closed)).toEqual([]);
  });
});

it('LB11: a restore into a workspace with nothing in it keeps nothing, and does not say so', async () => {
  const workspace = `${tempFolder('workspace')}/new`;
  const first = await runCli(['restore', root, backup, '--workspace', workspace]);
  expect([first.code, first.out]).toEqual([0, `The labels are those of ${backup}.\n`]);
  const second = await runCli(['restore', root, backup, '--workspace', workspace]);
  expect(second.out).toContain('What was there is kept in');
});

(canMount() ? it : it.skip)('RU2: a gallery that can only be read says that, and how to go on', async () => {
  const view = readOnlyView(root);
  const { code, err } = await runCli([view, '--require-write']);
  expect([code, err]).toEqual([
    2,
    expect.stringContaining('the file system is read-only. Choose a place with --workspace.'),
  ]);
  const restored = await runCli(['restore', view, backup]);
  expect([restored.code, restored.err]).toEqual([1, expect.stringContaining('the file system is read-only')]);
});
