import { limits, stars, type LabelPatch } from '#contracts';
import {
  changesBetween,
  isOverfull,
  patched,
  type LabelContent,
} from '../../../apps/api/src/persistence/patch-label.ts';
import { randomTags } from '../../support/random-labels.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';

const label: LabelContent = { star: 2, tags: ['a', 'b'], notes: 'n' };
const seed = chooseSeed();

describe('a patch of a label', () => {
  it.each<[string, LabelPatch, string[]]>([
    ['keeps tags that are not spoken of', {}, ['a', 'b']],
    ['A13: removes before it adds', { remove_tags: ['a'], add_tags: ['a'] }, ['b', 'a']],
    ['sets before it removes', { set_tags: ['c', 'a'], remove_tags: ['a'] }, ['c']],
    ['sets, removes, adds', { set_tags: ['c', 'd'], remove_tags: ['c'], add_tags: ['c', 'a'] }, ['d', 'c', 'a']],
    ['adds at the end, each once, in its order', { add_tags: ['z', 'a', 'y', 'z'] }, ['a', 'b', 'z', 'y']],
    ['takes all away', { set_tags: [] }, []],
    ['removes what is not there', { remove_tags: ['x'] }, ['a', 'b']],
    ['tells upper from lower case', { remove_tags: ['A'], add_tags: ['B'] }, ['a', 'b', 'B']],
  ])('IT6: %s', (_, patch, tags) => {
    expect(patched(label, patch).tags).toEqual(tags);
  });

  it('IT6: changes what it names only, and takes null and empty for values', () => {
    expect(patched(label, { set_star: null })).toEqual({ ...label, star: null });
    expect(patched(label, { set_star: 0 })).toEqual({ ...label, star: 0 });
    expect(patched(label, { set_notes: '' })).toEqual({ ...label, notes: '' });
    expect(patched(label, {})).toEqual(label);
  });

  it(`IT6: does what a naive one does (seed ${seed})`, () => {
    const random = new SeededRandom(seed);
    for (let round = 0; round < rounds(1500, 200_000); round += 1) {
      const before: LabelContent = {
        star: random.pick(stars),
        tags: randomTags(random),
        notes: random.pick(['', 'n']),
      };
      const patch = randomPatch(random);
      const expected = naive(before, patch);
      const frozen = structuredClone([before, patch]);
      const after = patched(before, patch);
      expect(after).toEqual(expected);
      // Neither the label nor the patch is touched.
      expect([before, patch]).toEqual(frozen);
      const changes = changesBetween(before, after);
      const differing = (['star', 'tags', 'notes'] as const).filter(
        (field) => JSON.stringify(before[field]) !== JSON.stringify(expected[field]),
      );
      expect(new Set(Object.keys(changes ?? {}))).toEqual(new Set(differing));
      for (const field of differing) expect(changes?.[field]).toEqual([before[field], after[field]]);
      expect(changes === undefined).toBe(differing.length === 0);
    }
  });
});

describe('too many tags', () => {
  const many = (count: number): LabelContent => ({ ...label, tags: Array.from({ length: count }, (_, at) => `${at}`) });
  const most = limits.tagsPerItem;

  it('IT6: are more than the limit', () => {
    expect(isOverfull(many(0), many(most))).toBe(false);
    expect(isOverfull(many(most), many(most + 1))).toBe(true);
  });

  it('may be taken down step by step where they were imported', () => {
    expect(isOverfull(many(most + 9), many(most + 9))).toBe(false);
    expect(isOverfull(many(most + 9), many(most + 5))).toBe(false);
    expect(isOverfull(many(most + 9), many(most + 10))).toBe(true);
  });
});

function randomPatch(random: SeededRandom): LabelPatch {
  return {
    ...(random.chance(0.3) ? { set_star: random.pick(stars) } : {}),
    ...(random.chance(0.3) ? { set_notes: random.pick(['', 'n', 'm']) } : {}),
    ...(random.chance(0.3) ? { set_tags: randomTags(random) } : {}),
    ...(random.chance(0.5) ? { remove_tags: randomTags(random) } : {}),
    ...(random.chance(0.5) ? { add_tags: randomTags(random) } : {}),
  };
}

function naive(before: LabelContent, patch: LabelPatch): LabelContent {
  const tags = [...(patch.set_tags ?? before.tags)];
  for (const tag of patch.remove_tags ?? []) if (tags.includes(tag)) tags.splice(tags.indexOf(tag), 1);
  for (const tag of patch.add_tags ?? []) if (!tags.includes(tag)) tags.push(tag);
  return {
    star: 'set_star' in patch ? patch.set_star! : before.star,
    tags,
    notes: 'set_notes' in patch ? patch.set_notes : before.notes,
  };
}
