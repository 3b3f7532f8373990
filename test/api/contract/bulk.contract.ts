import { limits } from '#contracts';
import {
  asked,
  bulk,
  counted,
  done,
  edit,
  labelIn,
  metrics,
  noon,
  undone,
  unpacked,
} from '../../support/store-writes.ts';
import type { Shared } from './label-store.contract.ts';

export function promisesOfBulk(store: Shared): void {
  const pathsIn = (folder: string, count: number): string[] =>
    Array.from({ length: count }, (_, at) => `/bulk/${folder}/${at}.jpg`);

  it('IT9, IT12: changes many items under one number, and counts what became of them', async () => {
    const paths = pathsIn('counts', 5);
    await done(store(), edit(paths[1]!, { set_star: 4 }));
    await done(store(), edit(paths[3]!, { set_star: 2, set_notes: 'stays' }));
    const patch = { set_star: 4 as const };
    const { answer, accepted } = await done(store(), bulk(paths, patch, 7), { actor: 'bob' });
    const gestureId = accepted?.gestureId;
    expect(answer).toEqual({ kind: 'bulk', gestureId, matched: 5, changed: 4, unchanged: 1, missing: 7 });
    expect(accepted).toMatchObject({ kind: 'bulk', count: 4, actor: 'bob', at: noon, patch });
    const labels = accepted!.labels.flatMap(unpacked);
    expect(labels.map(({ path, version }) => [path, version])).toEqual([
      [paths[0], 2],
      [paths[2], 2],
      [paths[3], 3],
      [paths[4], 2],
    ]);
    for (const label of labels) expect(await labelIn(store(), label.path)).toEqual(label);
    expect(await labelIn(store(), paths[3]!)).toMatchObject({ star: 4, notes: 'stays', updatedBy: 'bob' });
    const operations = await Promise.all(labels.map(({ path }) => store().history(path, null)));
    expect(new Set(operations.map((page) => page.operations[0]!.seq))).toEqual(new Set([accepted!.seq]));
    expect((await labelIn(store(), paths[1]!)).version).toBe(2);
  });

  it('LB8: takes labels from elsewhere in one gesture: new ones as they are, others united, and it can be undone', async () => {
    const [fresh = '', known = ''] = pathsIn('merged', 2);
    await done(store(), edit(known, { set_star: 4, add_tags: ['ours'], set_notes: 'ours' }));
    const theirs = { star: 1 as const, tags: ['theirs'], notes: 'theirs', version: 12, updatedBy: 'Grace' };
    const labels = [
      { path: fresh, ...theirs, updatedAt: noon - 5000 },
      { path: known, ...theirs, updatedAt: noon - 5000 },
    ];
    const { accepted } = await done(store(), { kind: 'merge', labels }, { actor: 'sidecars' });
    expect(accepted).toMatchObject({ kind: 'import', count: 2, actor: 'sidecars' });
    expect(await labelIn(store(), fresh)).toMatchObject({ ...labels[0] });
    expect(await labelIn(store(), known)).toMatchObject({
      star: 4,
      tags: ['ours', 'theirs'],
      notes: 'ours',
      version: 3,
    });
    // A second time there is nothing in it that is not here.
    expect((await done(store(), { kind: 'merge', labels })).accepted).toBeNull();
    expect((await undone(store(), accepted!.gestureId)).reverted).toBe(2);
    expect(await labelIn(store(), fresh)).toMatchObject({ star: null, tags: [], notes: '', version: 13 });
    expect(await labelIn(store(), known)).toMatchObject({ star: 4, tags: ['ours'] });
  });

  it('IT9: changes nothing at all when one item cannot take it', async () => {
    const paths = pathsIn('full', 9);
    const full = paths[6]!;
    const tags = Array.from({ length: limits.tagsPerItem }, (_, at) => `tag ${at}`);
    const { accepted } = await done(store(), edit(full, { set_tags: tags }));
    const key = 'a bulk write that is refused';
    const refused = await store().commit(asked(bulk(paths, { set_star: 5, add_tags: ['new'] }), { key }));
    expect(refused).toEqual({ kind: 'too-many-tags', path: full });
    for (const path of paths) expect((await labelIn(store(), path)).version).toBe(path === full ? 2 : 1);
    for (const path of paths.slice(0, 6)) expect((await store().history(path, null)).operations).toEqual([]);
    const mended = bulk(paths, { set_star: 5 });
    expect(await done(store(), mended, { key })).toMatchObject({ accepted: { seq: accepted!.seq + 1, count: 9 } });
  });

  it('IT5, IT9: done twice, the second one changes nothing', async () => {
    const paths = pathsIn('twice', 3);
    const change = bulk(paths, { add_tags: ['t'], remove_tags: ['u'] });
    await done(store(), change);
    const again = await done(store(), change);
    const answer = { kind: 'bulk', gestureId: null, matched: 3, changed: 0, unchanged: 3, missing: 0 };
    expect(again).toMatchObject({ accepted: null, answer });
    for (const path of paths) expect((await labelIn(store(), path)).version).toBe(2);
  });

  it('IT9: may be for no items at all', async () => {
    const none = { gestureId: null, matched: 0, changed: 0, unchanged: 0, missing: 3 };
    expect(await counted(store(), bulk([], { set_star: 1 }, 3))).toEqual({ kind: 'bulk', ...none });
  });

  it('IT9, D3: holds more items than any batch, each once', async () => {
    const paths = pathsIn('large', 9000);
    await done(store(), edit(paths[4500]!, { set_notes: 'of one' }));
    const { accepted } = await done(store(), bulk(paths, { add_tags: ['large'] }));
    const labels = accepted!.labels.flatMap(unpacked);
    expect(labels.map(({ path }) => path)).toEqual(paths);
    expect(accepted!.count).toBe(9000);
    expect(labels.filter(({ version, tags }) => version === 2 && tags[0] === 'large')).toHaveLength(8999);
    expect(labels[4500]).toMatchObject({ version: 3, notes: 'of one' });
    expect(await undone(store(), accepted!.gestureId)).toMatchObject({ reverted: 9000, skippedCount: 0 });
  });

  it('A27: two over the same items in opposite order follow one another', async () => {
    const paths = pathsIn('opposite', 50);
    const outcomes = await Promise.all([
      done(store(), bulk(paths, { set_star: 1 })),
      done(store(), bulk([...paths].reverse(), { set_star: 2 })),
    ]);
    const last = Math.max(...outcomes.map(({ accepted }) => accepted!.seq));
    const winner = outcomes.findIndex(({ accepted }) => accepted!.seq === last) + 1;
    for (const path of paths) expect(await labelIn(store(), path)).toMatchObject({ version: 3, star: winner });
  });

  it('IT11: puts metrics beside those that are there, and names the keys that changed', async () => {
    const path = '/bulk/metrics.jpg';
    await done(store(), edit(path, { set_star: 3 }));
    await done(store(), metrics([{ path, metrics: { loss: 0.25, psnr: 31, steps: 9 } }]));
    const more = [
      { path, metrics: { loss: 0.125, psnr: 31, ssim: -1e-9 } },
      { path: '/bulk/other.jpg', metrics: { fid: 7 } },
    ];
    const { answer, accepted } = await done(store(), metrics(more, 1), { actor: 'job' });
    const { gestureId, metricKeys, ...rest } = accepted!;
    expect(answer).toEqual({ kind: 'bulk', gestureId, matched: 2, changed: 2, unchanged: 0, missing: 1 });
    expect(rest).toMatchObject({ kind: 'metrics', count: 2, actor: 'job' });
    expect(new Set(metricKeys)).toEqual(new Set(['loss', 'ssim', 'fid']));
    const label = await labelIn(store(), path);
    expect(label).toMatchObject({ version: 4, star: 3, metrics: { loss: 0.125, psnr: 31, steps: 9, ssim: -1e-9 } });
    expect(accepted!.labels.flatMap(unpacked)[0]).toEqual(label);
    await done(store(), edit(path, { set_star: 4 }));
    expect(await labelIn(store(), path)).toMatchObject({ version: 5, star: 4, metrics: label.metrics });
  });

  it('IT11: metrics that are there already are no change', async () => {
    const [path, push] = ['/bulk/same metrics.jpg', { loss: 0.1, huge: 1.7976931348623157e308, zero: 0 }];
    await done(store(), metrics([{ path, metrics: push }]));
    const again = await done(store(), metrics([{ path, metrics: push }]));
    expect(again).toMatchObject({ accepted: null, answer: { gestureId: null, changed: 0, unchanged: 1 } });
  });

  it('IT11: history says which metrics, and no values', async () => {
    const path = '/bulk/told metrics.jpg';
    const { accepted } = await done(store(), metrics([{ path, metrics: { loss: 0.123456 } }]));
    const { operations } = await store().history(path, null);
    expect(operations).toMatchObject([{ version: 2, changes: { metrics: ['loss'] } }]);
    const { gestures } = await store().gestures({ before: accepted!.seq + 1 });
    expect(gestures[0]).toMatchObject({ kind: 'metrics', metric_keys: ['loss'], count: 1 });
    expect(JSON.stringify([operations, gestures])).not.toContain('123456');
  });
}
