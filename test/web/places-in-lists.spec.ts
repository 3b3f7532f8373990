import { make, numbered, root } from './support/fake-lists.ts';

describe('places in a list that stands still', () => {
  test('UI18 goes to an image in the list that is shown, though a new answer would hold others before it', async () => {
    const { server, store } = make(400);
    await store.open(root, null);
    server.set(numbered(400).slice(5));
    await expect(store.moveTo('/img-00100')).resolves.toBe(true);
    expect(store.focus()).toBe(100);
    await store.shown()?.windows.ready({ first: 100, last: 100 });
    expect(store.focused()?.path).toBe('/img-00100');
    await expect(store.moveTo('/elsewhere')).resolves.toBe(false);
  });

  test('UI18 asks again when the list is not kept any more, and goes to the image there', async () => {
    const { server, store } = make(400);
    await store.open(root, null);
    server.set(numbered(400).slice(5));
    server.forget();
    await expect(store.moveTo('/img-00100')).resolves.toBe(true);
    expect(store.focus()).toBe(95);
  });

  test('UI5 what is next to an image that went is found in the new list, also while it changes on', async () => {
    const { server, store } = make(400);
    await store.open(root, null);
    server.set(numbered(400).filter((_, at) => at !== 50 && at !== 100));
    const browse = server.browse;
    // Somebody writes after each answer, so that asking anew leads to another result each time.
    server.browse = async (request) => {
      const answer = await browse(request);
      server.set([...server.names]);
      return answer;
    };
    store.eye = () => ({ index: 100, path: '/img-00100', reach: 40 });
    await store.again();
    expect(store.shown()?.anchor).toEqual({ kind: 'kept', from: 100, to: 99 });
    expect(server.asked.filter((each) => each.startsWith('browse'))).toHaveLength(2);
  });
});
