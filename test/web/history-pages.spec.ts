import type { Operation } from '#contracts';
import { withLatest, withOlder, type HistoryPages } from '../../apps/web/src/app/inspector/history-pages.ts';
import { changeWords } from '../../apps/web/src/app/state/change-words.ts';

/** Operations from the first version down to the last. */
function operations(first: number, last: number): Operation[] {
  const all: Operation[] = [];
  // Only their versions are looked at.
  for (let version = first; version >= last; version--) all.push({ version } as Operation);
  return all;
}

const versions = (pages: HistoryPages): number[] => pages.operations.map(({ version }) => version);
const page = (first: number, last: number, next?: number) => ({
  operations: operations(first, last),
  ...(next === undefined ? {} : { next }),
});

describe('UI24: the pages of a history', () => {
  const first = withLatest('/a.jpg', null, page(9, 7, 7));
  const both = withOlder(first, page(6, 4, 4));

  test('follow one another', () => {
    expect([versions(both), both.next]).toEqual([[9, 8, 7, 6, 5, 4], 4]);
    expect(withOlder(both, page(3, 1)).next).toBeUndefined();
  });

  test('stay when a change makes the first of them another, and no change is told twice', () => {
    const after = withLatest('/a.jpg', both, page(10, 8, 8));
    expect([versions(after), after.next]).toEqual([[10, 9, 8, 7, 6, 5, 4], 4]);
  });

  test('go where something would be missing between', () => {
    const after = withLatest('/a.jpg', both, page(20, 18, 18));
    expect([versions(after), after.next]).toEqual([[20, 19, 18], 18]);
    // Nothing is missing between neighbours.
    expect(versions(withLatest('/a.jpg', both, page(12, 10, 10)))).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4]);
  });

  test('are of one image', () => {
    expect(versions(withLatest('/b.jpg', both, page(2, 1)))).toEqual([2, 1]);
  });
});

describe('UI24, WK12: a label that went with its file', () => {
  test.each([
    [{}, []],
    [{ followed: { from: '/a.jpg' } }, ['came with the renamed file from /a.jpg']],
    [{ followed: { to: '/b.jpg' } }, ['what was here went with the renamed file to /b.jpg']],
    [
      { followed: { from: '/a.jpg', to: '/b.jpg' } },
      ['came with the renamed file from /a.jpg', 'what was here went with the renamed file to /b.jpg'],
    ],
  ])('is told with the change: %j', (changes, words) => {
    expect(changeWords(changes, String)).toEqual(words);
  });
});
