import { limits } from '#contracts';
import { asked, done, edit, labelIn, labelled, metrics, noon, unpacked } from '../../support/store-writes.ts';
import type { Outcome } from '../../../apps/api/src/persistence/label-store.ts';
import type { Shared } from './label-store.contract.ts';

export function promisesOfEdits(store: Shared): void {
  it('IT1, IT2: raises the version by one, and is signed by whoever wrote last', async () => {
    const path = '/edits/one.jpg';
    const untouched = await labelIn(store(), path);
    const nobody = { path, version: 1, star: null, tags: [], notes: '', updatedAt: 0, updatedBy: 'server' };
    expect(untouched).toEqual(nobody);
    const first = await labelled(store(), edit(path, { set_star: 3, add_tags: ['b', 'a'] }, [1]));
    const written = { path, version: 2, star: 3, tags: ['b', 'a'], notes: '', updatedAt: noon, updatedBy: 'ann' };
    expect(first.label).toEqual(written);
    const wish = { actor: 'bob', at: noon + 5 };
    const second = await labelled(store(), edit(path, { set_notes: 'golden' }, [2]), wish);
    expect(second.label).toEqual({ ...written, version: 3, notes: 'golden', updatedAt: noon + 5, updatedBy: 'bob' });
    expect(await labelIn(store(), path)).toEqual(second.label);
  });

  it('IT10, IT12: tells what was accepted: its number, its gesture, and the label as it is now', async () => {
    const path = '/edits/accepted.jpg';
    const { accepted: before } = await done(store(), edit(path, { set_star: 1 }));
    const patch = { set_notes: 'ü', add_tags: ['😀'] };
    const { answer, accepted } = await done(store(), edit(path, patch), { actor: 'bob' });
    expect(answer).toMatchObject({ gestureId: accepted?.gestureId });
    expect(accepted).toMatchObject({ seq: before!.seq + 1, kind: 'edit', at: noon, actor: 'bob', count: 1, patch });
    expect(accepted?.labels.flatMap(unpacked)).toEqual([(answer as { label: unknown }).label]);
  });

  it('IT4, A3: is refused on an older version, with what is there and which fields have changed since', async () => {
    const path = '/edits/stale.jpg';
    await done(store(), edit(path, { set_star: 1 }));
    await done(store(), edit(path, { set_notes: 'theirs' }));
    const { label: current } = await labelled(store(), edit(path, { set_star: 2 }));
    const refusal = await store().commit(asked(edit(path, { set_notes: 'mine' }, [2])));
    expect(refusal).toMatchObject({ kind: 'conflict', current });
    expect(fieldsOf(refusal)).toEqual(new Set(['notes', 'star']));
    const nearly = await store().commit(asked(edit(path, { set_notes: 'mine' }, [3])));
    expect(nearly).toMatchObject({ kind: 'conflict', changedFields: ['star'] });
    const never = await store().commit(asked(edit(path, { set_notes: 'mine' }, [1])));
    expect(fieldsOf(never)).toEqual(new Set(['notes', 'star']));
    expect(await labelIn(store(), path)).toEqual(current);
  });

  it('IT4: leaves out no field that has changed, however long ago the version was', async () => {
    const path = '/edits/long ago.jpg';
    await done(store(), edit(path, { set_star: 1 }));
    const writes = Array.from({ length: 1000 }, (_, at) => done(store(), edit(path, { set_notes: `${at}` })));
    await Promise.all(writes);
    const refusal = await store().commit(asked(edit(path, { set_star: 2 }, [1])));
    expect([...fieldsOf(refusal)]).toEqual(expect.arrayContaining(['star', 'notes']));
  });

  it('A4: is refused on a version that is still to come', async () => {
    const path = '/edits/future.jpg';
    await done(store(), edit(path, { set_star: 1 }));
    const refusal = await store().commit(asked(edit(path, { set_star: 2 }, [3])));
    expect(refusal).toMatchObject({ kind: 'conflict', current: { version: 2, star: 1 } });
    expect(fieldsOf(refusal)).toEqual(new Set(['tags', 'notes', 'star']));
  });

  it('A6, A7: is done when any of the named versions is the current one, or whatever is there is fine', async () => {
    const path = '/edits/any.jpg';
    await done(store(), edit(path, { set_star: 1 }));
    expect((await labelled(store(), edit(path, { set_star: 2 }, [1, 2]))).label.version).toBe(3);
    expect((await labelled(store(), edit(path, { set_star: 3 }, 'any'))).label.version).toBe(4);
  });

  it('A10: lets one of many that race win', async () => {
    const path = '/edits/race.jpg';
    const writes = Array.from({ length: 100 }, (_, at) => asked(edit(path, { add_tags: [`tag ${at}`] }, [1])));
    const outcomes = await Promise.all(writes.map((write) => store().commit(write)));
    expect(outcomes.filter(({ kind }) => kind === 'done')).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === 'conflict')).toHaveLength(99);
    expect((await labelIn(store(), path)).version).toBe(2);
  });

  it.each([
    ['nothing', {}],
    ['what is there', { set_star: 4, set_tags: ['b', 'a'], set_notes: 'n' }],
    ['tags that are there, and takes away others', { add_tags: ['a'], remove_tags: ['z'] }],
  ] as const)('IT5, A12: makes no new version, and no history, when it says %s', async (what, patch) => {
    const path = `/edits/same ${what}.jpg`;
    const whole = { set_star: 4 as const, set_tags: ['b', 'a'], set_notes: 'n' };
    const { label } = await labelled(store(), edit(path, whole));
    const again = await done(store(), edit(path, JSON.parse(JSON.stringify(patch)) as object, [2]), { actor: 'bob' });
    expect(again).toMatchObject({ accepted: null, isReplay: false, answer: { label, gestureId: null } });
    expect((await store().history(path, null)).operations).toHaveLength(1);
  });

  it('IT5: is refused on an older version even when it would change nothing', async () => {
    const path = '/edits/idle.jpg';
    await done(store(), edit(path, { set_star: 1 }));
    expect(await store().commit(asked(edit(path, { set_star: 1 }, [1])))).toMatchObject({ kind: 'conflict' });
  });

  it('IT6, A13: sets tags, then takes away, then adds', async () => {
    const path = '/edits/tags.jpg';
    const patch = { set_tags: ['a', 'b', 'c'], remove_tags: ['b', 'a'], add_tags: ['a', 'd', 'c'] };
    expect((await labelled(store(), edit(path, patch))).label.tags).toEqual(['c', 'a', 'd']);
  });

  it('IT6: takes as many tags as are allowed, and not one more', async () => {
    const path = '/edits/full.jpg';
    const tags = Array.from({ length: limits.tagsPerItem }, (_, at) => `tag ${at}`);
    const { label } = await labelled(store(), edit(path, { set_tags: tags }));
    expect(label.tags).toEqual(tags);
    const tooMany = edit(path, { set_star: 1, add_tags: ['one more'] });
    expect(await store().commit(asked(tooMany))).toEqual({ kind: 'too-many-tags', path });
    expect(await labelIn(store(), path)).toEqual(label);
    const exchange = await labelled(store(), edit(path, { add_tags: ['one more'], remove_tags: ['tag 0'] }));
    expect(exchange.label.tags).toHaveLength(limits.tagsPerItem);
  });

  it('A30: never looks older than what it replaces, however the clock was set', async () => {
    const path = '/edits/clock.jpg';
    await done(store(), edit(path, { set_star: 1 }), { at: noon });
    const back = await labelled(store(), edit(path, { set_star: 2 }), { at: noon - 3_600_000 });
    expect(back.label).toMatchObject({ version: 3, updatedAt: noon });
    await done(store(), metrics([{ path, metrics: { loss: 1 } }]), { at: noon - 1 });
    expect(await labelIn(store(), path)).toMatchObject({ version: 4, updatedAt: noon });
    // Another item has a time of its own.
    const other = await labelled(store(), edit('/edits/other clock.jpg', { set_star: 1 }), { at: noon - 1000 });
    expect(other.label.updatedAt).toBe(noon - 1000);
  });

  it('keeps notes and tags of any letters as they are', async () => {
    const path = '/edits/Ärger "%_\\ 😀/\u200d漢字.jpg';
    const patch = { set_notes: "'); DROP TABLE labels; --\r\n\t\u2028😀", set_tags: ['"', '\\', "'", 'é', 'e\u0301'] };
    const { label } = await labelled(store(), edit(path, patch));
    expect(await labelIn(store(), path)).toEqual(label);
    expect(label).toMatchObject({ path, notes: patch.set_notes, tags: patch.set_tags });
  });
}

function fieldsOf(outcome: Outcome): ReadonlySet<string> {
  return new Set(outcome.kind === 'conflict' ? outcome.changedFields : []);
}
