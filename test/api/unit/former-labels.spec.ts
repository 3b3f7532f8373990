import { FormerLabels, type FormerLabel } from '../../../apps/api/src/persistence/former-labels.ts';

const state = (name: string): FormerLabel => ({
  star: null,
  tags: [name],
  isLabelled: true,
  author: undefined,
  metrics: undefined,
});
const tagsOf = (states: Map<number, FormerLabel> | undefined): unknown =>
  states && Object.fromEntries([...states].map(([id, { tags }]) => [id, tags[0]]));

describe('labels as they were', () => {
  it('are told as of any revision', () => {
    const former = new FormerLabels();
    former.note(1, 7, state('first'));
    former.note(2, 7, state('second'));
    former.note(3, 8, state('other'));
    expect(tagsOf(former.since(0))).toEqual({ 7: 'first', 8: 'other' });
    expect(tagsOf(former.since(1))).toEqual({ 7: 'second', 8: 'other' });
    expect(tagsOf(former.since(2))).toEqual({ 8: 'other' });
    expect(tagsOf(former.since(3))).toEqual({});
  });

  it('are not known when so much was written since that counting anew costs no more', () => {
    const former = new FormerLabels(16);
    former.note(1, 7, state('first'));
    expect(former.takes(3, 2)).toBe(false);
    expect(former.since(1)).toBeUndefined();
    expect(tagsOf(former.since(2))).toEqual({});
    expect(former.takes(2, 3)).toBe(true);
  });

  it('are bounded, and a write is never known by half', () => {
    const former = new FormerLabels(16);
    for (let revision = 1; revision <= 9; revision += 1) {
      for (const id of [1, 2]) former.note(revision, id, state(`${id} before ${revision}`));
    }
    expect(former.since(1)).toBeUndefined();
    const known = [2, 3, 4, 5, 6, 7, 8].find((revision) => former.since(revision) !== undefined)!;
    expect(tagsOf(former.since(known))).toEqual({ 1: `1 before ${known + 1}`, 2: `2 before ${known + 1}` });
  });
});
