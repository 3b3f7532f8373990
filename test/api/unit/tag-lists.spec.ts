import { TagLists } from '../../../apps/api/src/persistence/tag-lists.ts';
import { randomTags } from '../../support/random-labels.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';

const seed = chooseSeed();

/** As a write does: it holds the list, gives it to a label, and lets go. */
function use(lists: TagLists, tags: readonly string[]): number {
  const id = lists.hold(tags);
  lists.use(id);
  lists.letGo(id);
  return id;
}

describe('lists of tags', () => {
  it('are kept once, as long as a label has them', () => {
    const lists = new TagLists();
    const id = use(lists, ['a', 'b']);
    expect(use(lists, ['a', 'b'])).toBe(id);
    expect(use(lists, ['b', 'a'])).not.toBe(id);
    lists.release(id);
    expect(lists.tagsOf(id)).toEqual(['a', 'b']);
    lists.release(id);
    expect(lists.tagsOf(id)).toEqual([]);
    expect(lists.counts()).toEqual([
      { tag: 'a', count: 1 },
      { tag: 'b', count: 1 },
    ]);
  });

  it('have 0 for none, which never goes', () => {
    const lists = new TagLists();
    expect(use(lists, [])).toBe(0);
    lists.release(0);
    lists.release(0);
    expect(use(lists, ['a'])).not.toBe(0);
    expect(use(lists, [])).toBe(0);
    expect(lists.tagsOf(0)).toEqual([]);
    const isEmpty = lists.decide((tags) => tags.length === 0);
    expect([isEmpty(0), isEmpty(1)]).toEqual([true, false]);
  });

  it('IT9: are not counted while a write only holds them, and not taken away', () => {
    const lists = new TagLists();
    const id = lists.hold(['a']);
    expect(lists.counts()).toEqual([]);
    expect(lists.tagsOf(id)).toEqual(['a']);
    lists.letGo(id);
    expect(lists.tagsOf(id)).toEqual([]);
  });

  it('do not follow when the list that was given is changed', () => {
    const lists = new TagLists();
    const tags = ['a'];
    const id = use(lists, tags);
    tags.push('b');
    expect(lists.tagsOf(id)).toEqual(['a']);
  });

  it('are counted by tag, the most used first, then in order', () => {
    const lists = new TagLists();
    for (const tags of [['b', 'a'], ['c'], ['c', 'd'], ['d']]) use(lists, tags);
    use(lists, ['c']);
    expect(lists.counts().map(({ tag, count }) => `${tag}${count}`)).toEqual(['c3', 'd2', 'a1', 'b1']);
  });

  it(`agree with a plain list of labels (seed ${seed})`, () => {
    const random = new SeededRandom(seed);
    const lists = new TagLists();
    const model: { id: number; tags: string[] }[] = [];
    for (let round = 0; round < rounds(3000, 100_000); round += 1) {
      if (model.length > 0 && random.chance(0.5)) {
        const [gone] = model.splice(random.below(model.length), 1);
        lists.release(gone!.id);
      } else {
        const tags = randomTags(random);
        model.push({ id: use(lists, tags), tags });
      }
      if (round % 50 > 0) continue;
      for (const { id, tags } of model) expect(lists.tagsOf(id)).toEqual(tags);
      const wanted = lists.decide((tags) => tags.includes('cute'));
      for (const { id, tags } of model) expect(wanted(id)).toBe(tags.includes('cute'));
      const counts = new Map<string, number>();
      for (const tag of model.flatMap(({ tags }) => tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
      expect(new Map(lists.counts().map(({ tag, count }) => [tag, count]))).toEqual(counts);
    }
  });
});
