import type { ItemEdit } from '../../apps/web/src/app/sync/edit.ts';
import { ann, bulkEdit, itemEdit } from './support/edits.ts';
import { settled } from './support/fake-clock.ts';
import { fresh, refusal } from './support/fake-gallery.ts';
import { Desk } from './support/outbox-desk.ts';

const a = fresh('/a.jpg');

describe('the outbox', () => {
  test('UI10: an edit is told at once, written down before it is sent, and gone when it is saved', async () => {
    const desk = await new Desk().opened();
    const edit = itemEdit(a, { set_star: 3 });
    const writing = desk.outbox.write(edit);
    expect(desk.news.at(-2)).toEqual({ kind: 'put', edit });
    expect(desk.gallery.arrived).toEqual([]);
    await writing;
    await desk.clock.pass(0);
    expect(desk.gallery.label('/a.jpg').star).toBe(3);
    expect(desk.outcome(edit.id)).toMatchObject({ outcome: { kind: 'saved', label: { version: 2 }, gesture: 'g1' } });
    expect(desk.store.of(ann).size).toBe(0);
  });

  test('IT8: a lost answer is asked for again, with the same key and the same request', async () => {
    const desk = await new Desk().opened();
    desk.instead = ['lost answer', refusal(503, 'storage_failed'), refusal(507, 'storage_full')];
    const edit = itemEdit(a, { add_tags: ['x'] });
    await desk.outbox.write(edit);
    await desk.clock.pass(0);
    expect(desk.edits()).toMatchObject([{ state: 'waiting', trouble: { status: 0 }, tries: 1 }]);
    expect(desk.outbox.numbers).toMatchObject({ count: { waiting: 1 }, oldest: edit.madeAt, isPaused: true });
    await desk.clock.pass(30_000);
    expect(desk.keysSent).toEqual([edit.key, edit.key, edit.key, edit.key]);
    expect(desk.gallery.accepted).toHaveLength(1);
    expect(desk.edits()).toEqual([]);
  });

  test('UI10: edits of one item go in order, one at a time; two requests at most', async () => {
    const desk = await new Desk().opened();
    desk.isHeld = true;
    const edits = ['/a.jpg', '/a.jpg', '/b.jpg', '/c.jpg'].map((path, at) =>
      itemEdit(fresh(path), { add_tags: [`t${at}`] }),
    );
    for (const edit of edits) void desk.outbox.write(edit);
    await settled();
    expect(desk.running).toBe(2);
    desk.letGo();
    await desk.clock.pass(0);
    expect(desk.most).toBe(2);
    expect(desk.gallery.label('/a.jpg').tags).toEqual(['t0', 't1']);
    // Its own version, not a conflict.
    expect(desk.gallery.arrived).toHaveLength(4);
  });

  test('a write to many waits for all before it, and all after it wait', async () => {
    const desk = await new Desk().opened();
    const edits = [
      itemEdit(a, { set_star: 1 }),
      bulkEdit(['/a.jpg', '/b.jpg'], { set_star: 2 }),
      itemEdit(fresh('/b.jpg'), { set_star: 3 }),
    ];
    for (const edit of edits) void desk.outbox.write(edit);
    await desk.clock.pass(1000);
    expect(desk.gallery.accepted.map(({ id }) => id)).toEqual([0, 1, 1, 2].map((at) => edits[at]?.id));
    expect(desk.most).toBe(1);
  });

  test('notes that were not sent yet are merged; those on their way are not; stars never are', async () => {
    const desk = await new Desk().opened();
    desk.isHeld = true;
    const texts = ['o', 'on', 'one'].map((text) => itemEdit(a, { set_notes: text }));
    const stars = [1, 2].map((star) => itemEdit(a, { set_star: star as 1 | 2 }));
    for (const edit of [...texts, ...stars]) void desk.outbox.write(edit);
    await settled();
    expect(desk.edits().map(({ id }) => id)).toEqual([texts[0]?.id, texts[1]?.id, stars[0]?.id, stars[1]?.id]);
    expect(desk.outcome(texts[2]?.id ?? '')).toMatchObject({ outcome: { kind: 'merged', into: texts[1]?.id } });
    desk.letGo();
    await desk.clock.pass(0);
    expect(desk.gallery.label('/a.jpg')).toMatchObject({ notes: 'one', star: 2, version: 5 });
    expect(desk.keysSent).toEqual([texts[0]?.key, texts[1]?.key, stars[0]?.key, stars[1]?.key]);
  });

  test('IT7, UI11: a star goes on after somebody else wrote, with another key, and says whose it replaced', async () => {
    const desk = await new Desk().opened();
    desk.gallery.write('/a.jpg', { set_star: 1 });
    const edit = itemEdit(a, { set_star: 5 });
    await desk.outbox.write(edit);
    await desk.clock.pass(1000);
    expect(desk.keysSent).toEqual([edit.key, 'new-1']);
    const replaced = { field: 'star', mine: 5, theirs: 1, by: 'bob' };
    expect(desk.outcome(edit.id)).toMatchObject({ outcome: { kind: 'saved', replaced } });
  });

  test('IT7: it never gives up against people who write all the time, and slows down', async () => {
    const desk = await new Desk().opened();
    desk.gallery.write('/a.jpg', { set_star: 1 });
    const edit = itemEdit(a, { add_tags: ['mine'] });
    const send = desk.send.bind(desk);
    let isBusy = true;
    desk.send = (sent) => {
      if (isBusy) desk.gallery.write('/a.jpg', { add_tags: [`bob-${desk.gallery.arrived.length}`] });
      return send(sent);
    };
    await desk.outbox.write(edit);
    await desk.clock.pass(10_000);
    expect(desk.gallery.arrived.length).toBeGreaterThan(5);
    expect(desk.gallery.arrived.length).toBeLessThan(12);
    isBusy = false;
    await desk.clock.pass(60_000);
    expect(desk.gallery.label('/a.jpg').tags).toContain('mine');
  });

  describe('UI11: notes against notes', () => {
    async function inConflict(patch = {}): Promise<[Desk, ItemEdit]> {
      const desk = await new Desk().opened();
      desk.gallery.write('/a.jpg', { set_notes: 'theirs' });
      const edit = itemEdit(a, { set_notes: 'mine', ...patch });
      await desk.outbox.write(edit);
      await desk.clock.pass(0);
      expect(desk.edits()).toMatchObject([
        { state: 'conflict', patch: { set_notes: 'mine' }, theirs: { notes: 'theirs' } },
      ]);
      expect([...desk.store.of(ann).values()]).toMatchObject([{ state: 'conflict', patch: { set_notes: 'mine' } }]);
      return [desk, edit];
    }

    test('wait for a person, while other edits of the item go on', async () => {
      const [desk, edit] = await inConflict();
      await desk.outbox.write(itemEdit(a, { set_star: 4 }));
      await desk.clock.pass(1000);
      expect(desk.gallery.label('/a.jpg')).toMatchObject({ star: 4, notes: 'theirs' });
      desk.outbox.decide(edit.id, 'mine-again');
      await desk.clock.pass(1000);
      expect(desk.gallery.label('/a.jpg')).toMatchObject({ star: 4, notes: 'mine' });
      expect(desk.edits()).toEqual([]);
    });

    test('"Keep theirs" gives up the text, and not the star beside it', async () => {
      const [desk, edit] = await inConflict({ set_star: 2 });
      desk.outbox.decide(edit.id, 'keep-theirs');
      await desk.clock.pass(1000);
      expect(desk.gallery.label('/a.jpg')).toMatchObject({ star: 2, notes: 'theirs' });
      expect(desk.outcome(edit.id)).toMatchObject({ outcome: { kind: 'saved' } });
    });

    test('and stand there after a reload', async () => {
      const [desk, edit] = await inConflict();
      desk.outbox.close();
      desk.outbox = desk.born();
      await desk.opened();
      expect(desk.edits()).toMatchObject([{ id: edit.id, state: 'conflict' }]);
      desk.outbox.decide(edit.id, 'keep-theirs');
      expect(desk.outcome(edit.id)).toMatchObject({ outcome: { kind: 'dropped', label: { notes: 'theirs' } } });
      await settled();
      expect(desk.store.of(ann).size).toBe(0);
    });
  });

  test('IT8: what was on its way when everything died is sent again as it was, and in its order', async () => {
    const desk = await new Desk().opened();
    desk.isHeld = true;
    const edits = ['x', 'y'].map((tag) => itemEdit(a, { add_tags: [tag] }));
    for (const edit of edits) await desk.outbox.write(edit);
    desk.outbox.close();
    desk.letGo();
    await settled();
    expect(desk.gallery.label('/a.jpg').tags).toEqual(['x']);
    desk.outbox = desk.born();
    await desk.opened();
    await desk.clock.pass(0);
    expect(desk.keysSent).toEqual([edits[0]?.key, edits[0]?.key, edits[1]?.key]);
    expect(desk.gallery.label('/a.jpg')).toMatchObject({ tags: ['x', 'y'], version: 3 });
  });

  test('IT8: newer notes are not merged into those that were on their way before the reload', async () => {
    const desk = new Desk();
    const [old, newer] = [itemEdit(a, { set_notes: 'old' }), itemEdit(a, { set_notes: 'new' })];
    const others = ['/b.jpg', '/c.jpg'].map((path) => itemEdit(fresh(path), { set_star: 1 }));
    for (const edit of [...others, { ...old, state: 'sending', tries: 1 } as const]) await desk.store.put(ann, edit);
    desk.gallery.answer(old);
    // The other two take all the room there is.
    desk.isHeld = true;
    await desk.opened();
    await desk.outbox.write(newer);
    desk.letGo();
    await desk.clock.pass(0);
    expect(desk.keysSent.filter((key) => [old.key, newer.key].includes(key))).toEqual([old.key, old.key, newer.key]);
    expect(desk.gallery.label('/a.jpg')).toMatchObject({ notes: 'new', version: 3 });
    expect(desk.edits()).toEqual([]);
  });

  test('UI12: signed out, nothing is sent until somebody is there again', async () => {
    const desk = await new Desk().opened();
    desk.instead = [refusal(401, 'unauthenticated')];
    await desk.outbox.write(itemEdit(a, { set_star: 1 }));
    await desk.outbox.write(itemEdit(fresh('/b.jpg'), { set_star: 1 }));
    await desk.clock.pass(300_000);
    const before = desk.gallery.arrived.length;
    expect(desk.outbox.numbers.count.waiting).toBeGreaterThanOrEqual(1);
    await desk.clock.pass(300_000);
    expect(desk.gallery.arrived.length).toBe(before);
    await desk.outbox.open(ann, 'Ann');
    await desk.clock.pass(0);
    expect(desk.edits()).toEqual([]);
  });

  test('UI12: a server that is away is asked by one request, later and later, and then by all', async () => {
    const desk = await new Desk().opened();
    desk.instead = Array.from({ length: 9 }, () => refusal(0));
    for (let at = 0; at < 20; at++) await desk.outbox.write(itemEdit(fresh(`/${at}.jpg`), { set_star: 1 }));
    await desk.clock.pass(10_000);
    expect(desk.gallery.arrived.length).toBeLessThanOrEqual(6);
    await desk.clock.pass(300_000);
    expect(desk.edits()).toEqual([]);
    expect(desk.gallery.accepted).toHaveLength(20);
  });

  test('UI10: a browser that keeps nothing is told, and the edit is sent all the same', async () => {
    const desk = await new Desk().opened();
    desk.store.isFull = true;
    desk.instead = [refusal(0)];
    await desk.outbox.write(itemEdit(a, { set_star: 1 }));
    await settled();
    expect(desk.outbox.numbers.isKept).toBe(false);
    expect(desk.news).toContainEqual({ kind: 'kept', isKept: false });
    desk.store.isFull = false;
    await desk.outbox.write(itemEdit(fresh('/b.jpg'), { set_star: 1 }));
    await settled();
    expect(desk.outbox.numbers.isKept).toBe(true);
    expect(desk.store.of(ann).size).toBe(2);
    await desk.clock.pass(60_000);
    expect(desk.gallery.label('/a.jpg').star).toBe(1);
  });

  test('UI10: what belongs to another gallery or person stays, and is not sent', async () => {
    const desk = await new Desk().opened();
    desk.instead = [refusal(0)];
    await desk.outbox.write(itemEdit(a, { set_star: 1 }));
    await settled();
    await desk.outbox.open({ ...ann, storeId: 'store-2' }, 'ann');
    await desk.clock.pass(300_000);
    expect(desk.gallery.accepted).toEqual([]);
    expect(desk.store.of(ann).size).toBe(1);
    await desk.outbox.open(ann, 'ann');
    await desk.clock.pass(0);
    expect(desk.gallery.accepted).toHaveLength(1);
  });

  test('an edit that was never sent can be taken back; a refused one stands until the person says so', async () => {
    const desk = await new Desk().opened();
    desk.isHeld = true;
    const [sent, held] = [itemEdit(a, { set_star: 1 }), itemEdit(a, { set_star: 2 })];
    desk.instead = [refusal(403, 'forbidden')];
    for (const edit of [sent, held]) await desk.outbox.write(edit);
    for (const { id } of [sent, held]) desk.outbox.decide(id, 'drop');
    expect(desk.edits().map(({ id }) => id)).toEqual([sent.id]);
    desk.letGo();
    await desk.clock.pass(0);
    expect(desk.edits()).toMatchObject([{ state: 'refused', trouble: { status: 403, code: 'forbidden' } }]);
    desk.outbox.decide(sent.id, 'mine-again');
    await desk.clock.pass(0);
    expect(desk.keysSent).toEqual([sent.key, 'new-1']);
  });

  test('UI10: ten thousand edits drain without slowing down', async () => {
    const desk = await new Desk().opened();
    desk.instead = [refusal(0)];
    for (let at = 0; at < 10_000; at++)
      void desk.outbox.write(itemEdit(fresh(`/${at % 500}.jpg`), { add_tags: [`${at % 50}`] }));
    const begin = performance.now();
    await desk.clock.pass(60_000);
    expect(desk.edits()).toEqual([]);
    expect(performance.now() - begin).toBeLessThan(5000);
  });
});
