import { defaultLabel } from '../../../apps/api/src/persistence/label.ts';
import { done, edit, labelIn, noon } from '../../support/store-writes.ts';
import { eventOf, toldBetween } from '../../support/told-writes.ts';
import { withStore, type OpenStore, type StoreKeeping } from './label-store.contract.ts';

/** What holds from one start to the next. */
export function promisesOfEpochs(open: OpenStore, keeping: StoreKeeping): void {
  it('ST3: every start is an epoch of its own, beginning where the one before ended', async () => {
    let store = await open();
    expect(store.facts.epochs).toEqual([{ epoch: store.facts.epoch, beganAt: 0 }]);
    const expected = [...store.facts.epochs];
    for (const writes of [2, 0, 0, 3]) {
      for (let at = 0; at < writes; at += 1)
        await done(store, edit('/a.jpg', { set_notes: `${expected.length} ${at}` }));
      await (writes % 2 === 0 ? store.close() : keeping.end(store));
      const ended = expected.at(-1)!.beganAt + writes;
      store = await open(store);
      expected.push({ epoch: store.facts.epoch, beganAt: ended });
      expect(store.facts.epochs).toEqual(expected);
    }
    expect(new Set(expected.map(({ epoch }) => epoch)).size).toBe(5);
    for (const { epoch } of expected) expect(epoch).toMatch(/^[\w-]{8,64}$/);
    await store.close();
  });

  it('ST3: the start that came last is the last, however the clock was set in between', async () => {
    const day = 86_400_000;
    let store = await open();
    const epochs = [store.facts.epoch];
    for (const now of [noon + day, noon - day, noon - 2 * day, 0, noon, noon]) {
      await store.close();
      store = await open(store, now);
      epochs.push(store.facts.epoch);
      expect(store.facts.epochs.map(({ epoch }) => epoch)).toEqual(epochs);
    }
    await store.close();
  });

  it('ST4: what was written before a start is told as after it', async () => {
    const store = await open();
    for (let at = 0; at < 5; at += 1) await done(store, edit(`/${at % 2}.jpg`, { set_notes: `ü ${at}` }));
    const before = await toldBetween(store, 0, 5);
    await keeping.end(store);
    await withStore(
      () => open(store, noon - 1000),
      async (again) => expect(await toldBetween(again, 0, 5)).toEqual(before),
    );
  });

  it('ST2, ST4: an import is an event like any other, with a number of its own', async () => {
    const store = await open();
    await done(store, edit('/a.jpg', { set_star: 1, add_tags: ['ours'] }));
    await store.close();
    const label = (path: string) => ({
      ...defaultLabel(path),
      version: 7,
      star: 4 as const,
      tags: ['theirs'],
      updatedBy: 'eve',
    });
    await keeping.bringIn(store, [{ ...label('/a.jpg'), notes: 'é', updatedAt: noon + 5 }]);
    await keeping.bringIn(
      store,
      ['/b.jpg', '/c.jpg', '/d.jpg'].map((path) => ({ ...label(path), updatedAt: noon + 9 })),
    );
    await withStore(
      () => open(store),
      async (again) => {
        expect(again.facts.epochs.at(-1)!.beganAt).toBe(3);
        const told = (await toldBetween(again, 0, 100)).map(eventOf);
        expect(told.map(({ name, event }) => [name, event.event_id])).toEqual([
          ['item-updated', 1],
          ['item-updated', 2],
          ['items-updated', 3],
        ]);
        const { star, tags, notes } = await labelIn(again, '/a.jpg');
        expect(told[1]!.event).toMatchObject({ path: '/a.jpg', version: 3, star, tags, notes });
        expect(told[1]!.event).toMatchObject({ star: 4, tags: ['ours', 'theirs'], notes: 'é', updated_by: 'eve' });
        expect(told[2]!.event).toMatchObject({
          ...{ count: 3, paths: ['/b.jpg', '/c.jpg', '/d.jpg'], versions: [7, 7, 7] },
          updated_by: 'import',
        });
      },
    );
  });
}
