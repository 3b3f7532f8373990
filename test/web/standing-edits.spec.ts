import { fitName } from '../../apps/web/src/app/state/display-name.ts';
import { OtherDrafts } from '../../apps/web/src/app/state/other-drafts.ts';
import { standingEdit } from '../../apps/web/src/app/state/standing-edits.ts';
import type { Edit, UndoEdit } from '../../apps/web/src/app/sync/edit.ts';
import { ann, bulkEdit, itemEdit } from './support/edits.ts';
import { fresh } from './support/fake-gallery.ts';

const refused = { state: 'refused', trouble: { status: 400, code: null, message: 'Too many tags.' } } as const;

describe('UI12: what the server will not take', () => {
  const undo: UndoEdit = { ...itemEdit(fresh('/a.jpg'), {}), kind: 'undo', gesture: 'g' };
  const ranges: [number, number][] = [
    [0, 10],
    [20, 22],
  ];
  test.each<[Edit, string, string | null]>([
    [itemEdit(fresh('/a.jpg'), { add_tags: ['x'] }), '+x', '/a.jpg'],
    [bulkEdit(['/a.jpg', '/b.jpg'], { add_tags: ['x'] }), '+x on 2 images', null],
    [{ ...bulkEdit([], { set_star: 4 }), scope: { result: 'r', ranges } }, '★4 on 12 images', null],
    [undo, 'Taking a change back', null],
  ])('can be tried again or discarded, whatever it is: %#', (edit, what, path) => {
    const standing = standingEdit({ ...edit, ...refused });
    expect(standing).toMatchObject({ id: edit.id, path, what, why: 'Invalid update. Too many tags.' });
    expect(standing.choices.map(({ choice }) => choice)).toEqual(['mine-again', 'drop']);
  });

  test.each([
    [403, /^Permission denied\. /],
    [404, /^Item missing\. /],
    [413, /^Invalid update\. /],
    [0, /^Somewhere else\.$/],
  ])('says of which kind it is: %i', (status, said) => {
    const trouble = { status, code: null, message: 'Somewhere else.' };
    expect(standingEdit({ ...itemEdit(fresh('/a.jpg'), {}), ...refused, trouble }).why).toMatch(said);
  });
});

test('UI12: what was selected in a list that is gone has to be selected again', () => {
  const trouble = { status: 410, code: 'result_expired', message: '' } as const;
  const standing = standingEdit({ ...bulkEdit([], {}), ...refused, trouble });
  expect(standing.why).toMatch(/nothing was changed\. Select the images once more/);
  // The places of another list are other images.
  expect(standing.choices.map(({ choice }) => choice)).toEqual(['drop']);
});

test('UI11: two texts are decided about by their own choice, and without a name somebody is someone', () => {
  const theirs = { ...fresh('/a.jpg'), notes: 'theirs', updatedBy: 'client:0123abcd' };
  const edit = { ...itemEdit(fresh('/a.jpg'), { set_notes: 'y'.repeat(500) }), state: 'conflict', theirs } as const;
  const { why, choices, texts } = standingEdit(edit);
  expect(why).toBe('Someone changed the notes, too.');
  expect(choices.map(({ choice }) => choice)).toEqual(['mine-again', 'keep-theirs']);
  expect(texts).toEqual([
    { name: 'Theirs', says: 'theirs' },
    { name: 'Yours', says: `${'y'.repeat(139)}…` },
  ]);
});

test('UI10: what is kept for others is counted, once it is known who one is', async () => {
  let owner: typeof ann | null = null;
  let hasFailed = false;
  const others = () =>
    hasFailed
      ? Promise.reject(new Error('closed'))
      : Promise.resolve([
          { owner: { ...ann, storeId: 'other' }, count: 2 },
          { owner: { ...ann, person: 'bob' }, count: 1 },
        ]);
  const drafts = new OtherDrafts({ others }, () => owner);
  await drafts.look();
  expect(drafts.count()).toBe(0);
  owner = ann;
  await drafts.look();
  expect(drafts.count()).toBe(3);
  hasFailed = true;
  await drafts.look();
  expect(drafts.count()).toBe(3);
});

test.each([
  ['  Ada ', 'Ada'],
  ['\u202bעדה\u202c', 'עדה'],
  ['A\u0000d\na', 'Ada'],
  ['e\u0301', 'é'],
  ['👩‍🚀'.repeat(200), '👩‍🚀'.repeat(42) + '👩‍'],
  ['\u2066', ''],
])('IT2: the name %j is sent as the server takes it', (typed, sent) => {
  expect(fitName(typed)).toBe(sent);
});
