import { mkdirSync } from 'node:fs';
import { healthOf, indexed } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { writeMany } from '../../support/images.ts';
import { labelsReady, patch } from '../../support/labels.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { Tab, untilTold } from '../../support/tabs.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const root = tempFolder('gallery');
const workspace = tempFolder('workspace');
let server: TestServer;

async function start(...args: string[]): Promise<void> {
  server = await startServer({ root, workspace, args: ['--workers', '1', ...args] });
  await Promise.all([indexed(server, 2), labelsReady(server)]);
}

beforeAll(async () => {
  await writeMany(root, 2, { width: 8, height: 8 });
  for (const name of ['a', 'b']) mkdirSync(`${root}/${name}`);
});
afterEach(() => server.stop());

describe('PR12: a server that is started again without leases', () => {
  it('takes joins and moves as signs of life, and lets nobody leave', async () => {
    await start();
    const before = await Tab.in(server, '/a');
    expect((await healthOf(server)).presence.lifecycle_v2_enabled).toBe(true);
    await server.stop();
    await start('--no-presence-lifecycle-v2');
    expect((await healthOf(server)).presence.lifecycle_v2_enabled).toBe(false);
    expect((await ask(server, 'presenceDiagnostics')).body.lifecycle_v2_enabled).toBe(false);
    const session = { client_id: before.clientId, lease_id: before.lease };
    // The lease is of the server before; here it is no matter.
    const joined = await ask(server, 'presenceJoin', { body: { ...session, gallery_id: '/a' } });
    expect(joined.body).toMatchObject({ viewing: 1, client_id: before.clientId });
    const moved = await ask(server, 'presenceMove', {
      body: { ...session, from_gallery_id: '/x', to_gallery_id: '/b' },
    });
    expect(moved.body.to_scope).toEqual({ gallery_id: '/b', viewing: 1, editing: 0 });
    const left = await ask(server, 'presenceLeave', { body: { ...session, gallery_id: '/b' } });
    expect(left.body).toMatchObject({ removed: false, mode: 'legacy_heartbeat', viewing: 1 });
    expect((await ask(server, 'presenceDiagnostics')).body).toMatchObject({
      active_clients: 1,
      invalid_lease_total: 0,
    });
  });

  it('tells of labels and of people as ever', async () => {
    await start('--no-presence-lifecycle-v2', '--presence-view-ttl', '60');
    const observer = await new Tab(server).listen();
    const tab = new Tab(server);
    await tab.join('/a');
    await untilTold(observer, { '/a': '1/0' });
    await patch(server, '/image-0001.jpg', { set_star: 2 }, { client: tab.clientId });
    await observer.until(({ events }) => events.length === 1, 'the event of the write');
    await untilTold(observer, { '/a': '1/1' });
    await server.stop();
    await start('--presence-lifecycle-v2');
    expect((await healthOf(server)).presence.lifecycle_v2_enabled).toBe(true);
  });
});

describe('C18: a server that writes nothing', () => {
  it('counts people all the same', async () => {
    server = await startServer({ root, workspace: null, args: ['--workers', '1', '--no-write'] });
    await Promise.all([indexed(server, 2), labelsReady(server)]);
    const tab = await Tab.in(server, '/a');
    await untilTold(tab.stream, { '/a': '1/0' });
    await tab.move('/b');
    await untilTold(tab.stream, { '/b': '1/0' });
    expect(await tab.leave()).toBe(true);
    await untilTold(tab.stream, {});
  });
});
