import { mkdirSync } from 'node:fs';
import { healthOf, indexed } from '../../support/gallery-state.ts';
import { ask, send } from '../../support/http-client.ts';
import { writeMany } from '../../support/images.ts';
import { labelsReady, patch } from '../../support/labels.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { Tab } from '../../support/tabs.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const root = tempFolder('gallery');
let server: TestServer;

beforeAll(async () => {
  await writeMany(root, 3, { width: 8, height: 8 });
  for (const name of ['a', 'b', 'c é']) mkdirSync(`${root}/${name}`);
  server = await startServer({ root, args: ['--workers', '1'] });
  await Promise.all([indexed(server, 3), labelsReady(server)]);
});

const join = (body: object) => ask(server, 'presenceJoin', { body });
const diagnostics = async () => (await ask(server, 'presenceDiagnostics')).body;
async function joined(scope: string): Promise<Tab> {
  const tab = new Tab(server);
  await tab.join(scope);
  return tab;
}

describe('a session', () => {
  it('C1, PR3: joins twice with the same lease and counts once', async () => {
    const tab = await joined('/a');
    const body = { gallery_id: '/a', client_id: tab.clientId, lease_id: tab.lease };
    for (let times = 0; times < 3; times += 1) {
      expect((await join(body)).body).toEqual({ ...body, viewing: 1, editing: 0 });
    }
    expect(await tab.leave()).toBe(true);
  });

  it('C2: of a second tab counts as well; when one is closed, the other stays', async () => {
    const [one, two] = [await joined('/a'), await joined('/a')];
    expect(one.lease).not.toBe(two.lease);
    const body = { gallery_id: '/a', client_id: one.clientId, lease_id: one.lease };
    expect((await join(body)).body.viewing).toBe(2);
    await two.leave();
    expect((await join(body)).body.viewing).toBe(1);
    await one.leave();
  });

  it('C3, PR4: that moves twice is counted once, in the one it went to', async () => {
    const tab = await joined('/a');
    const move = { from_gallery_id: '/a', to_gallery_id: '/b', client_id: tab.clientId, lease_id: tab.lease };
    const counts = {
      from_scope: { gallery_id: '/a', viewing: 0, editing: 0 },
      to_scope: { gallery_id: '/b', viewing: 1, editing: 0 },
    };
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask(server, 'presenceMove', { body: move })));
    for (const { body } of answers) expect(body).toEqual({ client_id: tab.clientId, lease_id: tab.lease, ...counts });
    tab.scope = '/b';
    await tab.move('/c é');
    const late = await ask(server, 'presenceMove', { body: move });
    expect([late.status, late.problem?.error, late.problem?.actual_gallery_id]).toEqual([
      409,
      'scope_mismatch',
      '/c é',
    ]);
    await tab.leave();
  });

  it('C4, PR10: that is elsewhere is told where it is', async () => {
    const tab = await joined('/a');
    const wrong = { client_id: tab.clientId, lease_id: tab.lease };
    const refusals = [
      await ask(server, 'presenceMove', { body: { ...wrong, from_gallery_id: '/b', to_gallery_id: '/c é' } }),
      await ask(server, 'presenceLeave', { body: { ...wrong, gallery_id: '/b' } }),
    ];
    for (const { status, problem } of refusals) {
      expect([status, problem]).toMatchObject([
        409,
        { error: 'scope_mismatch', requested_gallery_id: '/b', actual_gallery_id: '/a', client_id: tab.clientId },
      ]);
    }
    expect(await tab.leave()).toBe(true);
  });

  it('C5, PR10: is not harmed by a lease that is forged, of another or old, each of which is counted', async () => {
    const victim = await joined('/a');
    const old = victim.lease;
    await victim.join('/a');
    await victim.beat('editing');
    const other = await joined('/b');
    const before = (await diagnostics()).invalid_lease_total;
    const leases = ['forged', other.lease, old];
    for (const lease_id of leases) {
      const from = { client_id: victim.clientId, lease_id };
      const answers = [
        await ask(server, 'presenceMove', { body: { ...from, from_gallery_id: '/a', to_gallery_id: '/b' } }),
        await ask(server, 'presenceLeave', { body: { ...from, gallery_id: '/a' } }),
        await ask(server, 'presence', { body: { ...from, gallery_id: '/b' } }),
        await join({ ...from, gallery_id: '/b' }),
      ];
      for (const { status, problem } of answers) {
        expect([status, problem?.error, problem?.client_id]).toEqual([409, 'invalid_lease', victim.clientId]);
      }
    }
    expect((await diagnostics()).invalid_lease_total).toBe(before + 12);
    const body = { gallery_id: '/a', client_id: victim.clientId, lease_id: victim.lease };
    expect((await join(body)).body).toMatchObject({ viewing: 1, editing: 1 });
    await Promise.all([victim.leave(), other.leave()]);
  });

  it('C6, PR5: that is gone leaves without an error', async () => {
    const tab = await joined('/a');
    expect([await tab.leave(), await tab.leave()]).toEqual([true, false]);
    const body = { gallery_id: '/b', client_id: 'nobody at all', lease_id: 'x' };
    expect((await ask(server, 'presenceLeave', { body })).body).toMatchObject({ removed: false, viewing: 0 });
  });

  it('PR7: edits where it is when it writes elsewhere, and its id is told nobody', async () => {
    const tab = await joined('/a');
    const { body } = await patch(server, '/image-0001.jpg', { set_star: 3 }, { client: tab.clientId });
    const here = { gallery_id: '/a', client_id: tab.clientId, lease_id: tab.lease };
    expect((await join(here)).body).toMatchObject({ viewing: 1, editing: 1 });
    expect(body.updated_by).toMatch(/^client:[^ ]{8}$/);
    expect(body.updated_by).not.toContain(tab.clientId.slice(0, 8));
    await tab.leave();
    await patch(server, '/image-0001.jpg', { set_star: 4 }, { client: tab.clientId });
    expect((await ask(server, 'presenceLeave', { body: here })).body).toMatchObject({ removed: false, viewing: 0 });
  });
});

describe('C7: a beacon', () => {
  const beacon = async (tab: Tab, type: string, more: object = {}) => {
    const body = JSON.stringify({ gallery_id: tab.scope, client_id: tab.clientId, lease_id: tab.lease });
    const headers = { 'content-type': type, origin: server.url, 'sec-fetch-site': 'same-origin', ...more };
    return send(`${server.url}/presence/leave`, { method: 'POST', headers, body });
  };

  it('of our page, as a Blob of JSON, leaves', async () => {
    const tab = await joined('/a');
    const { status, bytes } = await beacon(tab, 'application/json', {
      'sec-fetch-mode': 'no-cors',
      'sec-fetch-dest': 'empty',
    });
    expect([status, JSON.parse(bytes.toString())]).toMatchObject([200, { removed: true }]);
  });

  it.each([
    'text/plain',
    'text/plain;charset=UTF-8',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
  ])('as %s is refused, and the session stays', async (type) => {
    const tab = await joined('/a');
    expect((await beacon(tab, type)).status).toBe(415);
    expect(await tab.leave()).toBe(true);
  });

  it('of a foreign page is refused, and the session stays', async () => {
    const tab = await joined('/a');
    const foreign = { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await beacon(tab, 'application/json', foreign)).status).toBe(403);
    expect(await tab.leave()).toBe(true);
  });
});

describe('C15: a scope', () => {
  it.each([
    ['../..', 400],
    ['/../..', 400],
    ['/a/../../b', 400],
    [`/${'x'.repeat(10_240)}`, 400],
    ['/a\u0000', 400],
    ['/nowhere', 404],
    ['/a/nowhere', 404],
    ['/image-0001.jpg', 404],
    ['/.lenslet', 404],
    ['/__proto__', 404],
  ])('%j is refused, and takes no room', async (gallery_id, expected) => {
    const before = await diagnostics();
    const tab = await joined('/a');
    const session = { client_id: 'nobody in particular' };
    const answers = [
      await join({ ...session, gallery_id }),
      await ask(server, 'presence', { body: { ...session, gallery_id } }),
      await ask(server, 'presenceMove', {
        body: { from_gallery_id: '/a', to_gallery_id: gallery_id, client_id: tab.clientId, lease_id: tab.lease },
      }),
    ];
    for (const { status, problem } of answers) {
      expect([400, 404]).toContain(status);
      expect([status, typeof problem?.error]).toEqual([expected, 'string']);
    }
    expect(await tab.leave()).toBe(true);
    const { active_clients, active_scopes } = await diagnostics();
    expect([active_clients, active_scopes]).toEqual([before.active_clients, before.active_scopes]);
  });
});

describe('PR10: a field', () => {
  const good = { gallery_id: '/a', client_id: 'x' };

  it.each<[string, object, string]>([
    ['no client', { gallery_id: '/a' }, 'client_id'],
    ['an empty client', { ...good, client_id: '' }, 'client_id'],
    ['a long client', { ...good, client_id: 'x'.repeat(129) }, 'client_id'],
    ['a client in another alphabet', { ...good, client_id: 'é' }, 'client_id'],
    ['a client with a line feed', { ...good, client_id: 'a\nb' }, 'client_id'],
    ['a client that is a number', { ...good, client_id: 7 }, 'client_id'],
    ['no folder', { client_id: 'x' }, 'gallery_id'],
    ['a long lease', { ...good, lease_id: 'x'.repeat(129) }, 'lease_id'],
    ['a stream that is a list', { ...good, stream_id: [] }, 'stream_id'],
    ['something else', { ...good, else: 1 }, 'else'],
  ])('%s is refused and named', async (_, body, field) => {
    const { status, problem } = await join(body);
    expect([status, problem?.field]).toEqual([400, field]);
  });

  it('of 128 characters is an id', async () => {
    const client_id = 'x'.repeat(128);
    const { lease_id } = (await join({ ...good, client_id, stream_id: null })).body;
    expect((await ask(server, 'presenceLeave', { body: { ...good, client_id, lease_id } })).body.removed).toBe(true);
  });

  it('that says neither viewing nor editing is refused', async () => {
    const { status, problem } = await ask(server, 'presence', { body: { ...good, status: 'away' } });
    expect([status, problem?.field]).toEqual([400, 'status']);
  });
});

it('PR11: the counters are the same in diagnostics and in health', async () => {
  const tab = await joined('/b');
  const stream = await tab.listen();
  const found = await diagnostics();
  const { presence } = await healthOf(server);
  expect(found).toMatchObject(presence);
  expect(found).toMatchObject({
    ...{ lifecycle_v2_enabled: true, view_ttl_seconds: 75, edit_ttl_seconds: 60, prune_interval_seconds: 5 },
    ...{ replay_buffer_capacity: 10_000, replay_oldest_event_id: 1, connected_sse_clients: 1 },
  });
  expect(found.replay_buffer_size).toBe(found.replay_newest_event_id);
  stream.close();
  await tab.leave();
});
