import { settled } from './support/fake-clock.ts';
import { lookAt, make, numbered, root } from './support/fake-lists.ts';

describe('the gallery store', () => {
  test('UI1 opens at the top, with the rows of the first screen', async () => {
    const { store } = make();
    await store.open(root, null);
    expect(store.shown()).toMatchObject({ total: 1000, anchor: { kind: 'fresh', at: null } });
    expect(store.item(0)?.name).toBe('img-00000');
    expect(store.isLoading()).toBe(false);
  });

  test('UI6 opens at the image the address names, with the rows around it', async () => {
    const { store } = make();
    await store.open(root, '/img-00777');
    expect(store.focus()).toBe(777);
    expect(store.focused()?.path).toBe('/img-00777');
    expect(store.shown()?.anchor).toEqual({ kind: 'fresh', at: 777 });
  });

  test('UI4 another order keeps what the eye is on, and its rows are there before it is drawn', async () => {
    const { store } = make();
    await store.open(root, '/img-00300');
    lookAt(store, 300);
    await store.open({ ...root, sort: { key: 'name', dir: 'desc' } }, null);
    expect(store.shown()?.anchor).toEqual({ kind: 'kept', from: 300, to: 699 });
    expect(store.focused()?.path).toBe('/img-00300');
    for (let index = 670; index < 730; index++) expect(store.item(index)).toBeDefined();
  });

  test('UI4 files that appear and go leave the eye where it is', async () => {
    const { server, store } = make();
    await store.open(root, '/img-00500');
    lookAt(store, 500);
    server.set([...numbered(1000), 'a-new-1', 'a-new-2', 'a-new-3']);
    await store.check();
    expect(store.shown()?.total).toBe(1003);
    expect(store.focus()).toBe(503);
    expect(store.focused()?.path).toBe('/img-00500');
    lookAt(store, 503);
    server.set(numbered(1000).filter((name) => name !== 'img-00500'));
    await store.check();
    // Three others went as well: the next of those that are still there takes its place.
    expect(store.focused()?.path).toBe('/img-00501');
    expect(store.shown()?.anchor).toEqual({ kind: 'kept', from: 503, to: 500 });
  });

  test('UI4 a focus out of sight follows its item, while the eye stays', async () => {
    const { server, store } = make();
    await store.open(root, '/img-00010');
    await store.shown()?.windows.ready({ first: 600, last: 640 });
    lookAt(store, 600);
    server.set([...numbered(1000), 'a-new']);
    await store.check();
    await settled();
    expect(store.focus()).toBe(11);
    expect(store.shown()?.anchor).toEqual({ kind: 'kept', from: 600, to: 601 });
  });

  test('UI4 a view whose rows have not arrived keeps its place when files appear', async () => {
    const { server, store } = make();
    await store.open(root, null);
    store.eye = () => ({ index: 700, path: null, reach: 40 });
    server.set([...numbered(1000), 'z-new']);
    await store.check();
    expect(store.shown()?.anchor).toEqual({ kind: 'kept', from: 700, to: 700 });
  });

  test('UI5 nothing is fetched again as long as nothing has changed', async () => {
    const { server, store } = make();
    await store.open(root, null);
    lookAt(store, 0);
    const shown = store.shown();
    server.asked.length = 0;
    expect(await store.check()).toBe(3000);
    expect(server.asked).toEqual(['browse /']);
    expect(store.shown()).toBe(shown);
  });

  test('UI26 what is shown stays until its successor is whole', async () => {
    const { store } = make();
    await store.open(root, null);
    const before = store.shown();
    const opening = store.open({ ...root, path: '/img-0001' }, null);
    expect(store.shown()).toBe(before);
    expect(store.isLoading()).toBe(true);
    await opening;
    expect(store.shown()?.query.path).toBe('/img-0001');
  });

  test('UI26 the last question wins, however the answers come', async () => {
    const { store } = make();
    const first = store.open({ ...root, path: '/img-0001' }, null);
    const second = store.open({ ...root, path: '/img-0002' }, null);
    await Promise.all([first, second]);
    expect(store.shown()?.query.path).toBe('/img-0002');
  });

  test('going back to a folder goes back to the place in it', async () => {
    const { store } = make();
    await store.open(root, '/img-00444');
    lookAt(store, 444);
    await store.open({ ...root, path: '/img-0001' }, null);
    expect(store.shown()?.anchor).toEqual({ kind: 'fresh', at: null });
    await store.open(root, null);
    expect(store.shown()?.anchor).toEqual({ kind: 'fresh', at: 444 });
  });

  test('UI6 one that is aimed at an item begins there, wherever the eye was', async () => {
    const { store } = make();
    await store.open(root, '/img-00970');
    lookAt(store, 970);
    store.aim('/img-00012');
    await store.open({ ...root, sort: { key: 'name', dir: 'desc' } }, null);
    expect([store.focused()?.path, store.moves()]).toEqual(['/img-00012', 1]);
  });

  test('UI26 a server that goes away takes nothing from the screen; when it is back, its news are taken', async () => {
    const { server, store } = make();
    await store.open(root, null);
    lookAt(store, 0);
    server.isAway = true;
    await expect(store.check()).rejects.toThrow('away');
    expect(store.shown()?.total).toBe(1000);
    expect(store.failure()).toBeNull();
    server.isAway = false;
    server.set(numbered(900));
    await store.check();
    expect(store.shown()?.total).toBe(900);
  });

  test('a folder that is not there says so, and is shown once it comes', async () => {
    const { server, store } = make();
    await store.open({ ...root, path: '/nowhere' }, null);
    expect(store.failure()).toMatchObject({ status: 404 });
    expect(store.shown()).toBeNull();
    await store.open(root, null);
    expect(store.failure()).toBeNull();
    expect(store.shown()?.total).toBe(server.names.length);
  });

  test('a server that was away from the beginning is asked until it answers', async () => {
    const { server, store } = make();
    server.isAway = true;
    await store.open(root, null);
    expect(store.failure()?.kind).toBe('offline');
    server.isAway = false;
    await store.check();
    expect(store.failure()).toBeNull();
    expect(store.shown()?.total).toBe(1000);
  });

  test('410 asks again and keeps the focused item', async () => {
    const { server, store } = make();
    await store.open(root, '/img-00500');
    lookAt(store, 500);
    server.forget();
    store.shown()?.windows.want('grid', { first: 800, last: 840 });
    await settled();
    await settled();
    await settled();
    expect(store.focused()?.path).toBe('/img-00500');
    expect(store.item(500)).toBeDefined();
    expect(store.shown()?.anchor).toEqual({ kind: 'kept', from: 500, to: 500 });
  });

  test('a result that expired before it was shown is asked for again at the next look', async () => {
    const { server, store } = make();
    await store.open(root, null);
    server.isForgetful = true;
    await store.open({ ...root, sort: { key: 'name', dir: 'desc' } }, null);
    expect(store.shown()?.query).toEqual(root);
    expect(store.failure()).toBeNull();
    server.isForgetful = false;
    await store.check();
    expect(store.shown()?.query.sort.dir).toBe('desc');
    expect(store.isLoading()).toBe(false);
  });

  test('UI4 sizes that become known change the layout, not the place', async () => {
    const { server, store } = make();
    server.unknown = 10;
    await store.open(root, null);
    lookAt(store, 20);
    server.unknown = 4;
    expect(await store.refreshLayout()).toBe(4);
    expect(store.shown()?.anchor).toEqual({ kind: 'kept', from: 20, to: 20 });
    const shown = store.shown();
    expect(await store.refreshLayout()).toBe(4);
    expect(store.shown()).toBe(shown);
  });

  test('while folders are still listed it looks again sooner, less often when there is much', async () => {
    const { server, store } = make(10);
    server.isPartial = true;
    await store.open(root, null);
    expect(await store.check()).toBe(1000);
  });

  test('a focus never leaves what there is', async () => {
    const { store } = make(10);
    await store.open(root, null);
    store.move(-5);
    expect(store.focus()).toBe(0);
    store.move(Number.MAX_SAFE_INTEGER);
    expect(store.focus()).toBe(9);
  });
});
