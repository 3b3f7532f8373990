import { setTimeout as pause } from 'node:timers/promises';
import { indexed } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { labelsReady, patch } from '../../support/labels.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { Tab, toldNumbers, untilTold } from '../../support/tabs.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { counters, root, start } from '../../support/three-folders.ts';

describe('times of seconds', () => {
  let server: TestServer;
  const knobs = ['--presence-view-ttl', '3', '--presence-edit-ttl', '1', '--presence-prune-interval', '1'];
  beforeAll(async () => (server = await start(...knobs)));
  afterAll(() => server.stop());

  /** Says that it lives, twice a second, until it is told to stop. */
  function keepAlive(tab: Tab): () => Promise<void> {
    const over = new AbortController();
    const beating = (async () => {
      while (!over.signal.aborted) {
        await tab.beat();
        await pause(500);
      }
    })();
    return async () => {
      over.abort();
      await beating;
    };
  }

  it('C9, PR9: gives up who vanishes without a word within view TTL, prune interval and 5 s; C7: also after a bad beacon', async () => {
    const observer = await new Tab(server).listen();
    const [gone, alive] = [new Tab(server), new Tab(server)];
    await Promise.all([gone.join('/a'), alive.join('/a')]);
    await untilTold(observer, { '/a': '2/0' });
    const body = JSON.stringify({ gallery_id: '/a', client_id: gone.clientId, lease_id: gone.lease });
    const headers = { 'content-type': 'text/plain', origin: server.url };
    expect((await fetch(`${server.url}/presence/leave`, { method: 'POST', headers, body })).status).toBe(415);
    const stop = keepAlive(alive);
    await untilTold(observer, { '/a': '1/0' }, 3 + 1 + 5);
    await stop();
    await untilTold(observer, {}, 3 + 1 + 5);
  });

  it('C16: counts who edited and is idle since as viewing', async () => {
    const observer = await new Tab(server).listen();
    const tab = new Tab(server);
    await tab.join('/a');
    const stop = keepAlive(tab);
    await patch(server, '/image-0002.jpg', { set_notes: 'C16' }, { client: tab.clientId });
    await untilTold(observer, { '/a': '1/1' });
    await untilTold(observer, { '/a': '1/0' });
    await tab.beat('editing');
    await untilTold(observer, { '/a': '1/1' });
    await untilTold(observer, { '/a': '1/0' });
    await stop();
    await tab.leave();
  });

  it('C10, K2: having stood still, gives up nobody who speaks up within two fifths of the view TTL', async () => {
    const observer = await new Tab(server).listen();
    const tabs = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const tab = new Tab(server);
        await tab.join('/a');
        return tab;
      }),
    );
    await untilTold(observer, { '/a': '10/0' });
    const before = (await counters(server)).stale_pruned_total;
    process.kill(server.pid, 'SIGSTOP');
    // Longer than anyone may be silent: this is what is tested.
    await pause(5000);
    const known = observer.frames.length;
    process.kill(server.pid, 'SIGCONT');
    const living = tabs.slice(0, 6);
    await Promise.all(living.map((tab) => tab.beat()));
    const stops = living.map(keepAlive);
    await untilTold(observer, { '/a': '6/0' }, 3 + 1 + 5);
    expect((await counters(server)).stale_pruned_total).toBe(before + 4);
    const least = observer.frames
      .slice(known)
      .flatMap((frame) => (frame.event === 'presence' ? [frame.data.viewing] : []));
    expect(Math.min(...least)).toBe(6);
    expect((await counters(server)).invalid_lease_total).toBe(0);
    await Promise.all(stops.map((stop) => stop()));
    await Promise.all(tabs.map((tab) => tab.leave()));
  });
});

it('C12: a server that starts again knows of those who join again, and of nobody else', async () => {
  const workspace = tempFolder('workspace');
  const begin = async () => {
    const server = await startServer({ root, workspace, args: ['--workers', '1'] });
    await Promise.all([indexed(server, 2), labelsReady(server)]);
    return server;
  };
  const first = await begin();
  const tabs = await Promise.all(Array.from({ length: 6 }, (_, at) => Tab.in(first, at % 2 === 0 ? '/a' : '/b')));
  await untilTold(tabs[0]!.stream, { '/a': '3/0', '/b': '3/0' });
  await first.kill();
  const second = await begin();
  const observer = await new Tab(second).listen();
  expect(toldNumbers(observer)).toEqual({});
  const returned = tabs
    .slice(0, 4)
    .map((tab) => ({ ...{ lease: tab.lease, scope: tab.scope }, tab: new Tab(second, tab.clientId) }));
  for (const { lease, scope, tab } of returned) {
    const body = { gallery_id: scope, client_id: tab.clientId, lease_id: lease };
    // Its lease is of the server before.
    expect((await ask(second, 'presenceJoin', { body })).problem?.error).toBe('invalid_lease');
    await tab.join(scope);
  }
  await untilTold(observer, { '/a': '2/0', '/b': '2/0' });
  expect(await counters(second)).toMatchObject({ active_clients: 4, active_scopes: 2, invalid_lease_total: 4 });
  await second.stop();
});
