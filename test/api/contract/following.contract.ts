import type { LabelStore } from '../../../apps/api/src/persistence/label-store.ts';
import {
  asked,
  contentOf,
  done,
  edit,
  everyLabel,
  follow,
  labelIn,
  labelled,
  metrics,
  undone,
  type AnswerOf,
} from '../../support/store-writes.ts';
import { withStore, type OpenStore, type Shared } from './label-store.contract.ts';

type Moves = Parameters<typeof follow>[0];

export function promisesOfFollowing(store: Shared, open: OpenStore): void {
  const known = (contents: Readonly<Record<string, string>>): Promise<void> =>
    store().keepContents(
      Object.entries(contents).map(([path, letter]) => contentOf(path, letter)),
      [],
    );
  const followed = async (moves: Moves): Promise<AnswerOf<'follow'>> =>
    (await done(store(), follow(moves), { actor: 'Lenslet' })).answer as AnswerOf<'follow'>;
  const stars = async (...paths: string[]): Promise<unknown[]> =>
    Promise.all(paths.map(async (path) => (await labelIn(store(), path)).star));

  it('WK12: all of a label goes, with its date and author, in one gesture', async () => {
    const [from, to] = ['/follow/old.jpg', '/follow/new.jpg'];
    await done(store(), edit(from, { set_star: 4, set_tags: ['a', 'b'], set_notes: 'mine' }), { actor: 'ann' });
    await done(store(), metrics([{ path: from, metrics: { loss: 0.5 } }]), { actor: 'job' });
    const before = await labelIn(store(), from);
    await known({ [from]: 'a' });
    const { accepted, answer } = await done(store(), follow([[from, to, 'a']]), { actor: 'Lenslet' });
    expect(answer).toEqual({ kind: 'follow', gestureId: accepted!.gestureId, files: 1 });
    expect(accepted).toMatchObject({ kind: 'follow', count: 2, actor: 'Lenslet' });
    expect(await labelIn(store(), to)).toEqual({ ...before, path: to, version: 2 });
    expect(await labelIn(store(), from)).toMatchObject({
      version: 4,
      star: null,
      tags: [],
      notes: '',
      metrics: undefined,
    });
    const { gestures } = await store().gestures({ before: accepted!.seq + 1 });
    expect(gestures[0]).toMatchObject({ kind: 'follow', updated_by: 'Lenslet', followed: { files: 1, from, to } });
    const [there] = (await store().history(to, null)).operations;
    expect(there).toMatchObject({ changes: { star: [null, 4], metrics: ['loss'], followed: { from } } });
    const [gone, ...earlier] = (await store().history(from, null)).operations;
    expect(gone).toMatchObject({ changes: { star: [4, null], followed: { to } }, updated_by: 'Lenslet' });
    expect(earlier.map(({ version }) => version)).toEqual([3, 2]);
    expect(await store().contentsOf([from, to])).toEqual([contentOf(to, 'a')]);
  });

  it('WK12: done again, after a crash for one, nothing moves twice', async () => {
    const [from, to] = ['/again/old.jpg', '/again/new.jpg'];
    await done(store(), edit(from, { set_star: 1 }));
    await known({ [from]: 'b' });
    await followed([[from, to, 'b']]);
    // The old path is another image by now, and labelled.
    await done(store(), edit(from, { set_star: 2 }));
    expect(await followed([[from, to, 'b']])).toEqual({ kind: 'follow', gestureId: null, files: 0 });
    expect(await stars(from, to)).toEqual([2, 1]);
  });

  it('WK12: a label at the new path is never written over, and one at the old path goes as it is now', async () => {
    const moves: Moves = [
      ['/race/a.jpg', '/race/new-a.jpg', 'c'],
      ['/race/b.jpg', '/race/new-b.jpg', 'd'],
    ];
    for (const [from, , letter] of moves) {
      await done(store(), edit(from, { set_star: 1 }));
      await known({ [from]: letter });
    }
    // Both after the plan was made.
    await done(store(), edit('/race/new-a.jpg', { set_star: 5 }), { actor: 'bob' });
    await done(store(), edit('/race/b.jpg', { set_star: 3 }), { actor: 'bob' });
    expect(await followed(moves)).toMatchObject({ files: 1 });
    expect(await stars('/race/a.jpg', '/race/new-a.jpg', '/race/b.jpg', '/race/new-b.jpg')).toEqual([1, 5, null, 3]);
    expect(await store().contentsOf(['/race/a.jpg'])).toEqual([contentOf('/race/a.jpg', 'c')]);
  });

  it('WK12: of files that changed places, in a circle or a row, every label goes with its own', async () => {
    const names = ['/row/1', '/row/2', '/row/3', '/swap/a', '/swap/b'];
    for (const [at, path] of names.entries()) {
      await done(store(), edit(path, { set_star: (at + 1) as 1 }));
      await done(store(), metrics([{ path, metrics: { [`of ${path}`]: at } }]));
      await known({ [path]: 'efghi'[at]! });
    }
    const moves: Moves = [
      ['/row/1', '/row/2', 'e'],
      ['/row/2', '/row/3', 'f'],
      ['/row/3', '/row/4', 'g'],
      ['/swap/a', '/swap/b', 'h'],
      ['/swap/b', '/swap/a', 'i'],
    ];
    const { gestureId, files } = await followed(moves);
    expect(files).toBe(5);
    expect(await stars('/row/1', '/row/2', '/row/3', '/row/4', '/swap/a', '/swap/b')).toEqual([null, 1, 2, 3, 5, 4]);
    const numbers = async (path: string) => (await labelIn(store(), path)).metrics;
    expect(await numbers('/swap/a')).toEqual({ 'of /swap/b': 4 });
    expect(await numbers('/row/1')).toBeUndefined();
    expect(await undone(store(), gestureId)).toMatchObject({ reverted: 6, skipped: [] });
    expect(await stars(...names, '/row/4')).toEqual([1, 2, 3, 4, 5, null]);
    for (const [at, path] of names.entries()) expect(await numbers(path)).toEqual({ [`of ${path}`]: at });
    // Somebody stands in the row: nobody behind them can move.
    await known({ '/row/1': 'e', '/row/2': 'f', '/row/3': 'g' });
    await done(store(), edit('/row/4', { set_star: 5 }));
    expect(await followed(moves.slice(0, 3))).toMatchObject({ files: 0 });
    expect(await stars('/row/1', '/row/2', '/row/3', '/row/4')).toEqual([1, 2, 3, 5]);
  });

  it('WK12, IT10: taken back, and that again, numbers of jobs included', async () => {
    const [from, to] = ['/back/old.jpg', '/back/new.jpg'];
    await done(store(), edit(from, { set_star: 4 }));
    await done(store(), metrics([{ path: from, metrics: { loss: 0.5 } }]));
    await done(store(), metrics([{ path: to, metrics: { own: 1 } }]));
    await known({ [from]: 'j' });
    const { gestureId } = await followed([[from, to, 'j']]);
    expect(await labelIn(store(), to)).toMatchObject({ star: 4, metrics: { loss: 0.5, own: 1 } });
    const undo = await undone(store(), gestureId);
    expect(undo.reverted).toBe(2);
    expect(await labelIn(store(), from)).toMatchObject({ star: 4, metrics: { loss: 0.5 } });
    expect(await labelIn(store(), to)).toMatchObject({ star: null, metrics: { own: 1 } });
    expect(await undone(store(), gestureId)).toMatchObject({ reverted: 0 });
    expect(await labelIn(store(), from)).toMatchObject({ star: 4, metrics: { loss: 0.5 } });
    await undone(store(), undo.gestureId);
    expect(await labelIn(store(), from)).toMatchObject({ star: null, metrics: undefined });
    expect(await labelIn(store(), to)).toMatchObject({ star: 4, metrics: { loss: 0.5, own: 1 } });
  });

  it('WK12, IT10: what somebody wrote since stays when it is taken back', async () => {
    const [from, to] = ['/since/old.jpg', '/since/new.jpg'];
    await done(store(), edit(from, { set_star: 4, set_notes: 'mine' }));
    await known({ [from]: 'k' });
    const { gestureId } = await followed([[from, to, 'k']]);
    await done(store(), edit(to, { set_star: 5 }), { actor: 'bob' });
    const skipped = [{ path: to, field: 'star', by: 'bob' }];
    expect(await undone(store(), gestureId)).toMatchObject({ reverted: 2, skipped });
    expect(await labelIn(store(), to)).toMatchObject({ star: 5, notes: '' });
    expect(await labelIn(store(), from)).toMatchObject({ star: 4, notes: 'mine' });
  });

  it('WK12, ST4: is told again as it was told, and a version before it is refused', async () => {
    const [from, to] = ['/told/old.jpg', '/told/new.jpg'];
    const { label } = await labelled(store(), edit(from, { set_star: 4 }));
    await known({ [from]: 'l' });
    const { accepted } = await done(store(), follow([[from, to, 'l']]), { actor: 'Lenslet' });
    const [told] = await store().writesBetween(accepted!.seq - 1, accepted!.seq);
    expect(told).toMatchObject({ name: 'items-updated' });
    expect(new Set((JSON.parse(told!.data) as { paths: string[] }).paths)).toEqual(new Set([from, to]));
    const outcome = await store().commit(asked(edit(from, { set_star: 1 }, [label.version])));
    expect(outcome).toMatchObject({ kind: 'conflict', changedFields: ['star'], current: { star: null } });
  });

  it('WK12: what is known of contents is kept, replaced and forgotten, and read in pages in order', async () => {
    await withStore(open, async (own: LabelStore) => {
      const paths = Array.from({ length: 5000 }, (_, at) => `/many/${String(at).padStart(4, '0')}.jpg`);
      await own.keepContents(
        paths.map((path) => contentOf(path, 'm')),
        [],
      );
      await own.keepContents([contentOf(paths[1]!, 'n')], [paths[0]!, '/nowhere.jpg']);
      expect(await own.contentsOf(paths.slice(0, 2))).toEqual([contentOf(paths[1]!, 'n')]);
      const first = await own.contentPathsAfter('');
      const second = await own.contentPathsAfter(first.at(-1)!);
      expect([...first, ...second]).toEqual(paths.slice(1));
      expect(await own.contentPathsAfter(paths.at(-1)!)).toEqual([]);
      expect([own.facts.seq, await everyLabel(own)]).toEqual([0, []]);
    });
  });
}
