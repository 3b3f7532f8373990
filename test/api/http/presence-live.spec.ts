import { ask } from '../../support/http-client.ts';
import { patch } from '../../support/labels.ts';
import type { TestServer } from '../../support/server.ts';
import { Tab, untilTold } from '../../support/tabs.ts';
import { counters, start } from '../../support/three-folders.ts';
import { waitFor } from '../../support/wait-for.ts';

describe('two people with a stream each', () => {
  let server: TestServer;
  beforeAll(async () => (server = await start()));
  afterAll(() => server.stop());

  it('PR8, PR9: see each other come, move, edit and leave', async () => {
    const [one, two] = [await Tab.in(server, '/a'), await Tab.in(server, '/a')];
    const both = (numbers: Record<string, string>) =>
      Promise.all([untilTold(one.stream, numbers), untilTold(two.stream, numbers)]);
    await both({ '/a': '2/0' });
    await two.move('/b');
    await both({ '/a': '1/0', '/b': '1/0' });
    await patch(server, '/image-0001.jpg', { set_star: 3 }, { client: two.clientId });
    await both({ '/a': '1/0', '/b': '1/1' });
    await two.leave();
    await both({ '/a': '1/0' });
    await one.leave();
    await both({});
    // Each change once: nothing that was told says the same as what was told before.
    const steps = two.stream.all('presence').map((each) => `${each.gallery_id} ${each.viewing}/${each.editing}`);
    const again = steps.filter(
      (step, at) => steps.slice(0, at).findLast((each) => each.startsWith(step.slice(0, 3))) === step,
    );
    expect(again).toEqual([]);
  });

  it('ST7: who comes later is told first of all who is there', async () => {
    const tab = await Tab.in(server, '/c');
    await untilTold(tab.stream, { '/c': '1/0' });
    const late = await new Tab(server).listen();
    await untilTold(late, { '/c': '1/0' });
    expect(late.frames.slice(0, 2).map(({ event }) => event)).toEqual(['hb', 'presence']);
    await tab.leave();
    await untilTold(late, {});
  });

  it('C8: never counts a page twice that is loaded again under its id', async () => {
    const observer = await new Tab(server).listen();
    const tab = await Tab.in(server, '/a');
    await untilTold(observer, { '/a': '1/0' });
    for (let times = 0; times < 5; times += 1) {
      tab.stream.close();
      await tab.listen();
      await tab.join('/a');
    }
    await tab.move('/b');
    await untilTold(observer, { '/b': '1/0' });
    const most = Math.max(...observer.all('presence').map(({ viewing }) => viewing));
    expect([most, (await counters(server)).active_clients]).toEqual([1, 1]);
    await tab.leave();
  });

  it('C8, PR9: gives up whose stream closed within some 10 s, and keeps whoever gave a sign since', async () => {
    const observer = await new Tab(server).listen();
    const [crashed, renamed, beating, shared] = await Promise.all(
      ['/a', '/a', '/b', '/c'].map((scope) => Tab.in(server, scope)),
    );
    // One stream, two tabs.
    const second = new Tab(server);
    second.streamId = shared!.streamId;
    await second.join('/c');
    const silent = new Tab(server);
    await silent.join('/b');
    await untilTold(observer, { '/a': '2/0', '/b': '2/0', '/c': '2/0' });
    const before = (await counters(server)).stale_pruned_total;
    const begun = performance.now();
    const streams = (await counters(server)).connected_sse_clients;
    for (const tab of [crashed, renamed, beating, shared]) tab!.stream.close();
    const body = { gallery_id: '/a', client_id: renamed!.clientId, lease_id: renamed!.lease };
    await ask(server, 'presenceJoin', {
      body: { ...body, stream_id: (await renamed!.listen().then(() => renamed!.streamId))! },
    });
    await waitFor(
      async () => (await counters(server)).connected_sse_clients === streams - 3,
      'the streams to be seen to close',
    );
    await beating!.beat();
    await untilTold(observer, { '/a': '1/0', '/b': '2/0' }, 15);
    const seconds = (performance.now() - begun) / 1000;
    expect([seconds > 9.5, seconds < 15]).toEqual([true, true]);
    expect((await counters(server)).stale_pruned_total).toBe(before + 3);
    // C6: what comes after that is no error.
    expect(await crashed!.leave()).toBe(false);
    await Promise.all([renamed!.leave(), beating!.leave(), silent.leave()]);
    await untilTold(observer, {});
  });
});
