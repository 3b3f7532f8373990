import type { View } from '#contracts';
import { isSameView, mergeViews, queryId, type Side } from '../../apps/web/src/app/views/merge-views.ts';
import { SeededRandom, chooseSeed, rounds } from '../support/seeded-random.ts';
import { queryIn, view } from './support/views.ts';

type Names = readonly string[];

/** `a` is the view a; `a=x` the same one, called x. */
function list(names: Names): View[] {
  return names.map((each) => {
    const [id = '', name = id] = each.split('=');
    return view(id, { name });
  });
}

function written(views: readonly View[]): string[] {
  return views.map(({ id, name }) => (id === name ? id : `${id}=${name}`));
}

describe('UI21: lists of views that two people have changed', () => {
  test.each<[string, Names, Names, Names, Names]>([
    ['nothing was changed', ['a', 'b'], ['a', 'b'], ['a', 'b'], ['a', 'b']],
    ['I renamed one, they another', ['a', 'b'], ['a=x', 'b'], ['a', 'b=y'], ['a=x', 'b=y']],
    ['both added one', ['a'], ['a', 'm'], ['a', 't'], ['a', 'm', 't']],
    ['I added, they deleted', ['a', 'b'], ['a', 'b', 'm'], ['b'], ['b', 'm']],
    ['I deleted, they added', ['a', 'b'], ['b'], ['a', 'b', 't'], ['b', 't']],
    ['both deleted the same', ['a', 'b'], ['b'], ['b'], ['b']],
    ['both renamed one to the same', ['a'], ['a=x'], ['a=x'], ['a=x']],
    ['I moved one up, they renamed it', ['a', 'b', 'c'], ['c', 'a', 'b'], ['a', 'b', 'c=x'], ['c=x', 'a', 'b']],
    [
      'I moved one, they another',
      ['a', 'b', 'c', 'd'],
      ['b', 'a', 'c', 'd'],
      ['a', 'b', 'd', 'c'],
      ['b', 'a', 'd', 'c'],
    ],
    ['they moved, I renamed', ['a', 'b', 'c'], ['a=x', 'b', 'c'], ['c', 'b', 'a'], ['c', 'b', 'a=x']],
    ['I moved behind one that they deleted', ['a', 'b', 'c'], ['b', 'c', 'a'], ['a', 'b'], ['b', 'a']],
    ['the list was empty', [], ['m'], ['t'], ['m', 't']],
  ])('are merged in silence when %s', (_, base, mine, theirs, merged) => {
    const { views, clashes } = mergeViews(list(base), list(mine), list(theirs));
    expect(clashes).toEqual([]);
    expect(written(views)).toEqual(merged);
  });

  test.each<[string, Names, Names, Names, Names, Names]>([
    ['both renamed it', ['a', 'b'], ['a=x', 'b'], ['a=y', 'b'], ['a=x', 'b'], ['a=y', 'b']],
    ['I renamed what they deleted', ['a', 'b'], ['a=x', 'b'], ['b'], ['a=x', 'b'], ['b']],
    ['I deleted what they renamed', ['a', 'b'], ['b'], ['a=y', 'b'], ['b'], ['a=y', 'b']],
  ])('ask when %s', (_, base, mine, theirs, keepMine, keepTheirs) => {
    const all = [list(base), list(mine), list(theirs)] as const;
    const asked = mergeViews(...all);
    expect(asked.clashes.map(({ id }) => id)).toEqual(['a']);
    // As long as nobody has answered, it is there.
    expect(asked.views.some(({ id }) => id === 'a')).toBe(true);
    for (const [side, expected] of [
      ['mine', keepMine],
      ['theirs', keepTheirs],
    ] as const) {
      const { views, clashes } = mergeViews(...all, new Map<string, Side>([['a', side]]));
      expect([clashes, written(views)]).toEqual([[], expected]);
    }
  });

  test('are compared by what they mean: not by the order of fields, nor by who made them', () => {
    const [one, other] = [
      queryIn('/a', { filters: { and: [{ metric: { key: 'score', min: 1, max: 2 } }] } }),
      queryIn('/a', { filters: { and: [{ metric: { max: 2, min: 1, key: 'score' } }] } }),
    ];
    expect(isSameView(view('a', { query: one }), view('a', { query: other, created_by: 'bob' }))).toBe(true);
    expect(queryId(queryIn('/a', { filters: { and: [] } }))).toBe(queryId(queryIn('/a')));
    expect(isSameView(view('a'), view('a', { shared: true }))).toBe(false);
    expect(isSameView(view('a'), view('a', { query: queryIn('/a', { recursive: false }) }))).toBe(false);
  });

  const seed = chooseSeed();

  test(`lose nothing that neither deleted, bring nothing back, and keep their order (seed ${String(seed)})`, () => {
    const random = new SeededRandom(seed);
    for (let round = 0; round < rounds(1500, 20_000); round += 1) {
      const base = list(Array.from({ length: random.below(8) }, (_, at) => `v${String(at)}`));
      const [mine, theirs] = [altered(base, 'm', random), altered(base, 't', random)];
      const { views, clashes } = mergeViews(base, mine, theirs);
      const [before, here, there, after] = [base, mine, theirs, views].map(idsOf);
      expect(new Set(after).size).toBe(after?.length);
      for (const id of new Set([...(here ?? []), ...(there ?? [])])) {
        const isDeleted =
          before?.includes(id) === true && !(here?.includes(id) === true && there?.includes(id) === true);
        const isAsked = clashes.some((clash) => clash.id === id);
        expect([id, after?.includes(id)]).toEqual([id, !isDeleted || isAsked]);
      }
      // Where only one side has done something, that is what is there.
      expect(mergeViews(base, base, theirs).views).toEqual(theirs);
      expect(mergeViews(base, mine, base).views).toEqual(mine);
      // What both have in the same order stays in it.
      for (const [at, one] of (after ?? []).entries())
        for (const other of (after ?? []).slice(at + 1)) {
          const isReversed = (ids: Names = []): boolean => ids.includes(other) && ids.indexOf(other) < ids.indexOf(one);
          const isKnown = (ids: Names = []): boolean => ids.includes(one) && ids.includes(other);
          if (isKnown(here) && isKnown(there))
            expect([one, other, isReversed(here) && isReversed(there)]).toEqual([one, other, false]);
        }
      // Each clash goes as it was chosen.
      const choices = new Map(clashes.map(({ id }) => [id, random.pick(['mine', 'theirs'] as const)]));
      const chosen = mergeViews(base, mine, theirs, choices);
      expect(chosen.clashes).toEqual([]);
      for (const [id, side] of choices) {
        const wanted = (side === 'mine' ? mine : theirs).find((each) => each.id === id) ?? null;
        expect(isSameView(chosen.views.find((each) => each.id === id) ?? null, wanted)).toBe(true);
      }
    }
  });
});

function idsOf(views: readonly View[]): string[] {
  return views.map(({ id }) => id);
}

/** A few things that somebody may have done: renamed, deleted, moved, added. */
function altered(base: readonly View[], who: string, random: SeededRandom): View[] {
  let views = [...base];
  for (let deed = random.below(4); deed > 0; deed -= 1) {
    const at = random.below(Math.max(1, views.length));
    const taken = views[at];
    const kind = random.pick(['rename', 'delete', 'move', 'add'] as const);
    if (kind === 'add' || taken === undefined) views = views.toSpliced(at, 0, view(`${who}${String(deed)}`));
    else if (kind === 'delete') views = views.toSpliced(at, 1);
    else if (kind === 'rename') views = views.with(at, { ...taken, name: random.pick(['x', 'y']) });
    else views = views.toSpliced(at, 1).toSpliced(random.below(views.length), 0, taken);
  }
  return views;
}
