import type { LabelField, LabelPatch } from '#contracts';
import { changesBetween, patched as onServer } from '../../apps/api/src/persistence/patch-label.ts';
import { tagsAt } from '../../apps/api/src/shared/label-fields.ts';
import { painted } from '../../apps/web/src/app/sync/apply-edits.ts';
import type { KnownLabel } from '../../apps/web/src/app/sync/edit.ts';
import { rebase } from '../../apps/web/src/app/sync/rebase.ts';
import { randomTags } from '../support/random-labels.ts';
import { rounds, SeededRandom } from '../support/seeded-random.ts';
import { itemEdit } from './support/edits.ts';
import { fresh } from './support/fake-gallery.ts';

const base = fresh('/a.jpg');
const saw = { ...base, version: 5, tags: ['old', 'kept'], notes: 'before', star: 2 } as const;

function now(more: Partial<KnownLabel>): KnownLabel {
  return { ...saw, version: 9, updatedBy: 'bob', ...more };
}

describe('an edit after somebody else wrote', () => {
  const cases: [string, LabelPatch, KnownLabel, LabelField[], unknown][] = [
    ['tags are added to theirs', { add_tags: ['mine'] }, now({ tags: ['theirs'] }), ['tags'], { add_tags: ['mine'] }],
    ['and removed', { remove_tags: ['old'] }, now({ tags: ['old', 'new'] }), ['tags'], { remove_tags: ['old'] }],
    [
      'a list of tags is what it did to what was seen',
      { set_tags: ['kept', 'mine'] },
      now({ tags: ['old', 'kept', 'theirs'] }),
      ['tags'],
      { add_tags: ['mine'], remove_tags: ['old'] },
    ],
    [
      'a list goes as it is when nobody touched the tags',
      { set_tags: ['x'] },
      now({ star: 1 }),
      ['star'],
      { set_tags: ['x'] },
    ],
    ['a star goes on', { set_star: 4 }, now({ star: 1 }), ['star'], { set_star: 4 }],
    [
      'notes go on when theirs did not change',
      { set_notes: 'mine' },
      now({ star: 1 }),
      ['star'],
      { set_notes: 'mine' },
    ],
    ['and when theirs are again what was seen', { set_notes: 'mine' }, now({}), ['notes'], { set_notes: 'mine' }],
    ['notes against notes are a conflict', { set_notes: 'mine' }, now({ notes: 'theirs' }), ['notes'], 'conflict'],
    [
      'with a star beside them too',
      { set_notes: 'mine', set_star: 1 },
      now({ notes: 'theirs' }),
      ['notes'],
      'conflict',
    ],
    ['nothing is left when the same was written', { set_notes: 'same' }, now({ notes: 'same' }), ['notes'], 'settled'],
    ['nor when the tags are there', { add_tags: ['t'] }, now({ tags: ['t'] }), ['tags'], 'settled'],
    ['nor of a list that says nothing new', { set_tags: ['old', 'kept'] }, now({ tags: ['z'] }), ['tags'], 'settled'],
  ];

  test.each(cases)('IT7: %s', (_, patch, current, changed, expected) => {
    const edit = itemEdit(saw, patch, { tries: 1 });
    const rebased = rebase(edit, current, changed, 'next');
    if (rebased.kind === 'again') {
      expect(rebased.edit.patch).toEqual(expected);
      expect(rebased.edit).toMatchObject({ key: 'next', base: current, state: 'waiting', tries: 0, id: edit.id });
    } else {
      expect(rebased.kind).toBe(expected);
    }
    if (rebased.kind === 'conflict') {
      expect(rebased.edit).toMatchObject({ state: 'conflict', theirs: current, patch });
    }
  });

  test('IT7: a star says whose value it takes the place of', () => {
    const rebased = rebase(itemEdit(saw, { set_star: 4 }), now({ star: 1 }), ['star'], 'next');
    expect(rebased).toMatchObject({ edit: { replaced: { field: 'star', mine: 4, theirs: 1, by: 'bob' } } });
    const others = rebase(itemEdit(saw, { set_star: 4 }), now({ tags: [] }), ['tags'], 'next');
    expect(others).toMatchObject({ edit: { replaced: null } });
  });
});

describe('what a person sees', () => {
  const random = new SeededRandom();

  test(`UI10: is what the server makes of the same edits, seed ${random.seed}`, () => {
    const untidy = (): string[] => {
      const tags = randomTags(random).flatMap((tag) => (random.chance(0.3) ? [` ${tag} `, tag] : [tag]));
      return random.chance(0.2) ? [...tags, ' ', 'e\u0301'] : tags;
    };
    for (let round = 0; round < rounds(500, 20_000); round++) {
      const known: KnownLabel = { ...base, tags: randomTags(random), notes: 'n', star: 1 };
      const patches = Array.from({ length: random.below(4) }, (): LabelPatch => ({
        ...(random.chance(0.3) ? { set_tags: untidy() } : {}),
        ...(random.chance(0.4) ? { remove_tags: untidy() } : {}),
        ...(random.chance(0.4) ? { add_tags: untidy() } : {}),
        ...(random.chance(0.3) ? { set_star: random.pick([0, 3, 5, null] as const) } : {}),
        ...(random.chance(0.3) ? { set_notes: random.pick(['', 'new']) } : {}),
      }));
      let expected = { star: known.star, tags: known.tags, notes: known.notes };
      for (const patch of patches) {
        const clean = { ...patch };
        for (const field of ['set_tags', 'add_tags', 'remove_tags'] as const) {
          const tags = patch[field];
          if (tags !== undefined) clean[field] = tagsAt(tags, field);
        }
        expected = { ...onServer(expected, clean) };
      }
      const seen = painted(
        known,
        patches.map((patch) => itemEdit(known, patch)),
      );
      expect(changesBetween(expected, seen)).toBeUndefined();
      expect(seen.version).toBe(known.version);
    }
  });
});
