import { matchRenames, type Displaced, type Holder } from '../../../apps/api/src/renames/match-renames.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';

const gone = (path: string, hash: string): Displaced => ({ path, hash, isGone: true });
const replaced = (path: string, hash: string): Displaced => ({ path, hash, isGone: false });
const held = (path: string, hash: string, isLabelled = false): Holder => ({ path, hash, isLabelled });

describe('WK12: which label goes where', () => {
  it('one label, one file: it goes', () => {
    const found = matchRenames([gone('/a', 'A'), gone('/b', 'B')], [held('/new', 'A'), held('/other', 'C')]);
    expect(found).toEqual({ renames: [{ from: '/a', to: '/new' }], unclear: [] });
  });

  it('two files, or two labels, of one content: it is left to people', () => {
    const files = matchRenames([gone('/a', 'A')], [held('/1', 'A'), held('/2', 'A')]);
    expect(files).toEqual({ renames: [], unclear: [{ path: '/a', candidates: ['/1', '/2'], rivals: [] }] });
    const labels = matchRenames([gone('/a', 'A'), gone('/b', 'A')], [held('/1', 'A')]);
    expect(labels.renames).toEqual([]);
    expect(labels.unclear).toEqual([
      { path: '/a', candidates: ['/1'], rivals: ['/b'] },
      { path: '/b', candidates: ['/1'], rivals: ['/a'] },
    ]);
  });

  it('a file with a label of its own is left alone, unless that goes as well', () => {
    expect(matchRenames([gone('/a', 'A')], [held('/b', 'A', true)])).toEqual({
      renames: [],
      unclear: [{ path: '/a', candidates: ['/b'], rivals: [] }],
    });
    const row = [gone('/1', 'A'), replaced('/2', 'B'), replaced('/3', 'C')];
    const there = [held('/2', 'A', true), held('/3', 'B', true)];
    expect(matchRenames(row, [...there, held('/4', 'C')]).renames).toHaveLength(3);
    // One who cannot go holds up all behind.
    expect(matchRenames(row, [...there, held('/4', 'C', true)]).renames).toEqual([]);
    expect(matchRenames(row, there).renames).toEqual([]);
  });

  it('what was edited where it lies keeps its label, also when the former state was put aside', () => {
    expect(matchRenames([replaced('/a', 'A')], [held('/a', 'new', true), held('/a.bak', 'A')])).toEqual({
      renames: [],
      unclear: [],
    });
  });

  it('after any renames, copies, swaps, edits and deletions: what it says is right, and nothing clear is left out', () => {
    const first = chooseSeed();
    for (let seed = first; seed < first + rounds(3000, 100_000); seed += 1) {
      const world = played(seed);
      const { renames } = matchRenames(world.displaced, world.holders);
      expect([seed, complaints(world, renames)]).toEqual([seed, []]);
    }
  });
});

interface World {
  readonly displaced: Displaced[];
  readonly holders: Holder[];
  readonly before: ReadonlyMap<string, string>;
  readonly now: ReadonlyMap<string, string>;
}

/** Some files, most of them labelled, and some deeds; what is known of them afterwards. */
function played(seed: number): World {
  const random = new SeededRandom(seed);
  const below = (count: number): number => random.below(count);
  const now = new Map<string, string>();
  const before = new Map<string, string>();
  const paths = Array.from({ length: 9 }, (_, at) => `/${String(at)}`);
  const anyPath = (): string => random.pick(paths);
  for (const path of paths.slice(0, 6)) {
    // Some of them are twins.
    now.set(path, `content ${String(below(12))}`);
    if (below(10) < 7) before.set(path, now.get(path)!);
  }
  for (let deed = below(6); deed >= 0; deed -= 1) {
    const [one, other] = [anyPath(), anyPath()];
    const [inOne, inOther] = [now.get(one), now.get(other)];
    const kind = below(5);
    if (inOne === undefined || one === other) continue;
    if (kind === 0) now.delete(one);
    if (kind === 1) now.set(one, `edited ${String(deed)}`);
    if (kind > 1) now.set(other, inOne);
    if (kind === 3) now.delete(one);
    if (kind === 4 && inOther !== undefined) now.set(one, inOther);
    if (kind === 4 && inOther === undefined) now.delete(one);
  }
  const displaced = [...before]
    .filter(([path, hash]) => now.get(path) !== hash)
    .map(([path, hash]) => ({ path, hash, isGone: !now.has(path) }));
  const holders = [...now].map(([path, hash]) => ({ path, hash, isLabelled: before.has(path) }));
  return { displaced, holders, before, now };
}

/** Said again in other words: by trying every set of the renames that content allows. */
function complaints({ before, now, displaced }: World, renames: readonly { from: string; to: string }[]): string[] {
  const allowed = displaced.flatMap(({ path, hash }) => {
    const files = [...now].filter(([, content]) => content === hash).map(([each]) => each);
    const labels = displaced.filter((each) => each.hash === hash);
    return files.length === 1 && labels.length === 1 ? [{ from: path, to: files[0]! }] : [];
  });
  const isSound = (some: typeof allowed): boolean =>
    some.every(({ from, to }) => {
      const isFree = !before.has(to) || some.some((each) => each.from === to);
      return isFree && (!now.has(from) || some.some((each) => each.to === from));
    });
  let best: typeof allowed = [];
  for (let bits = 0; bits < 1 << allowed.length; bits += 1) {
    const some = allowed.filter((_, at) => (bits & (1 << at)) !== 0);
    if (some.length > best.length && isSound(some)) best = some;
  }
  const inWords = (some: readonly { from: string; to: string }[]): string[] =>
    some.map(({ from, to }) => `${from} → ${to}`).sort();
  const [said, right] = [inWords(renames), inWords(best)];
  return JSON.stringify(said) === JSON.stringify(right) ? [] : [`said ${said.join()}, right ${right.join()}`];
}
