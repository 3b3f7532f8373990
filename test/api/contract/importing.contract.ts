import { writeFileSync } from 'node:fs';
import { importPolicies, type ImportPolicy, type Metrics } from '#contracts';
import type { Label } from '../../../apps/api/src/persistence/label.ts';
import type { Change, LabelStore } from '../../../apps/api/src/persistence/label-store.ts';
import { encodeNdjson } from '../../../apps/api/src/persistence/labels-file/ndjson.ts';
import { naiveImport } from '../../support/naive-import.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';
import { asked, done, labelIn, metrics, noon, undo, undone, unpacked } from '../../support/store-writes.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import type { OpenStore } from './label-store.contract.ts';

const seed = chooseSeed();
const names = Array.from({ length: 8 }, (_, at) => `/imported/${at}.jpg`);

export function promisesOfImporting(open: OpenStore): void {
  const file = `${tempFolder('imports')}/labels.ndjson`;
  let store: LabelStore;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  const importing = (labels: readonly Label[], policy: ImportPolicy): Change => {
    writeFileSync(file, [...encodeNdjson(labels)].join(''));
    const wish = { file, format: 'ndjson' as const, isTrusted: true, skipsRefused: false };
    return { kind: 'import', ...wish, policy, progress: new SharedArrayBuffer(4) };
  };
  const content = ({ star, tags, notes, metrics }: Label): object => ({ star, tags, notes, metrics: metrics ?? {} });

  it.each(importPolicies)(
    `EX6: by %s leaves what a plain model says, and can be taken back, with seed ${seed}`,
    async (policy) => {
      const random = new SeededRandom(seed);
      const model = new Map<string, Label>();
      for (let round = 0; round < rounds(30, 1000); round += 1) {
        const labels = names.filter(() => random.chance(0.5)).map((path) => randomLabel(random, path));
        const before = new Map(model);
        for (const label of labels) {
          const after = naiveImport(policy, model.get(label.path), label);
          if (after) model.set(label.path, after);
        }
        const { accepted, answer } = await done(store, importing(labels, policy), { at: noon + round });
        const changed = labels.filter(({ path }) => model.get(path) !== before.get(path));
        expect(accepted?.labels.flatMap(unpacked).map(({ path }) => path) ?? []).toEqual(
          changed.map(({ path }) => path),
        );
        for (const { path } of labels) {
          const [label, expected] = [await labelIn(store, path), model.get(path)];
          if (expected) expect({ ...label, ...content(label) }).toMatchObject({ ...expected, ...content(expected) });
        }
        if (answer.kind !== 'import' || answer.gestureId === null || random.chance(0.5)) continue;
        await done(store, undo(answer.gestureId), { at: noon + round });
        for (const { path } of changed) {
          const label = await labelIn(store, path);
          const was = before.get(path);
          expect(content(label)).toEqual(was ? content(was) : { star: null, tags: [], notes: '', metrics: {} });
          model.set(path, label);
        }
      }
    },
  );

  it.each(['newer', 'keep'] as const)('EX6: by %s says of nobody that they wrote what was here', async (policy) => {
    const path = '/imported/ours.jpg';
    const ours = asked({ kind: 'edit', path, base: 'any', patch: { set_star: 5 } }, { at: noon, actor: 'Ada' });
    await store.commit(ours);
    const theirs = { path, version: 2, star: 1, tags: [], notes: '', metrics: { score: 1 } } as const;
    await done(store, importing([{ ...theirs, updatedAt: noon - 1000, updatedBy: 'Bob' }], policy), { at: noon + 1 });
    const label = { star: 5, metrics: { score: 1 }, updatedAt: noon, updatedBy: 'Ada' };
    expect(await labelIn(store, path)).toMatchObject(label);
  });

  it('IT10, EX6: an undo names the items whose numbers it leaves as somebody set them since', async () => {
    const paths = ['/imported/set.jpg', '/imported/back.jpg', '/imported/long.jpg'] as const;
    const bring = { version: 2, star: 4, tags: [], notes: '', updatedAt: noon, updatedBy: 'Ada' } as const;
    const file = paths.map((path) => ({ ...bring, path, metrics: { score: 1, size: 2 } }));
    const { answer } = await done(store, importing(file, 'take'), { at: noon });
    const set = (path: string, numbers: Metrics, actor: string): Promise<unknown> =>
      done(store, metrics([{ path, metrics: numbers }]), { actor });
    await set(paths[0], { score: 7 }, 'job');
    await set(paths[0], { other: 1 }, 'somebody');
    for (let more = 0; more < 201; more += 1) await set(paths[2], { other: more }, 'loop');
    const { skipped, skippedCount, reverted } = await undone(store, answer.kind === 'import' ? answer.gestureId : '');
    expect(skipped).toEqual([
      { path: paths[0], field: 'metrics', by: 'job' },
      { path: paths[2], field: 'metrics', by: 'loop' },
    ]);
    expect([skippedCount, reverted]).toEqual([2, 3]);
    expect(content(await labelIn(store, paths[0]))).toMatchObject({ star: null, metrics: { score: 7, other: 1 } });
    expect(content(await labelIn(store, paths[1]))).toMatchObject({ star: null, metrics: {} });
    expect(content(await labelIn(store, paths[2]))).toMatchObject({ star: null, metrics: { score: 1, size: 2 } });
  });

  it('EX6: what a preview counts is what the import does', async () => {
    const random = new SeededRandom(seed);
    for (let round = 0; round < rounds(20, 300); round += 1) {
      const labels = names.filter(() => random.chance(0.6)).map((path) => randomLabel(random, path));
      const policy = random.pick(importPolicies);
      const change = importing(labels, policy);
      const examined = { file, format: 'ndjson' as const, isTrusted: true };
      const { findings } = await store.examine({ name: `round ${round}`, page: 0, file: examined, at: noon });
      const { answer } = await done(store, change);
      if (answer.kind !== 'import' || !findings) throw new Error('It was neither looked through nor imported.');
      expect(answer.fresh + answer.changed).toBe(findings.changes[policy]);
      expect(answer).toMatchObject({ read: findings.read, same: findings.unchanged.count });
      expect(answer.changed + answer.kept + answer.fresh).toBe(findings.new.count + findings.conflicts.count);
    }
  });

  it('EX6: a file that turns out bad in its last line has done nothing', async () => {
    const change = importing([randomLabel(new SeededRandom(seed), '/imported/0.jpg')], 'take');
    writeFileSync(file, '{"path":"/imported/0.jpg","star":5}\n{"path":"/imported/1.jpg","star":6}\n');
    expect(await store.commit(asked(change))).toMatchObject({ kind: 'bad-file', line: 2 });
    expect(await labelIn(store, '/imported/0.jpg')).toMatchObject({ star: null, version: 1 });
  });

  it('EX9: of very many items arrives whole, and what is committed after it is told after it', async () => {
    const labels = Array.from({ length: 60_000 }, (_, at) => ({
      ...randomLabel(new SeededRandom(at), `/many/${at}.jpg`),
      notes: `n${at}`,
    }));
    const order: string[] = [];
    const first = store.commit(asked(importing(labels, 'take'))).then((outcome) => {
      order.push('import');
      return outcome;
    });
    const second = store.commit(
      asked({ kind: 'edit', path: '/many/7.jpg', base: 'any', patch: { set_notes: 'mine' } }),
    );
    await second.then(() => order.push('edit'));
    const outcome = await first;
    expect(order).toEqual(['import', 'edit']);
    if (outcome.kind !== 'done') throw new Error('It was refused.');
    const arrived = outcome.accepted?.labels.flatMap(unpacked) ?? [];
    expect(arrived.map(({ path, notes }) => `${path} ${notes}`)).toEqual(
      labels.map(({ path, notes }) => `${path} ${notes}`),
    );
    expect(await labelIn(store, '/many/7.jpg')).toMatchObject({ notes: 'mine' });
  });
}

function randomLabel(random: SeededRandom, path: string): Label {
  const tags = ['sea', 'sky', 'cat'].filter(() => random.chance(0.3));
  const star = random.pick([null, null, 1, 5] as const);
  const notes = random.pick(['', '', 'a', 'b']);
  const score = random.chance(0.4) ? { score: random.below(3) } : {};
  const numbers = { ...score, ...(random.chance(0.2) ? { other: random.below(2) } : {}) };
  const updatedBy = random.pick(['Ada', 'Ben']);
  const updatedAt = noon - 100 + random.below(100);
  const metrics = Object.keys(numbers).length > 0 ? numbers : undefined;
  return { path, version: random.between(2, 9), star, tags, notes, metrics, updatedAt, updatedBy };
}
