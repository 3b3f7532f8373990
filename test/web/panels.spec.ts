import { isCrowded } from '../../apps/web/src/app/shell/panels.ts';

describe('UI31: what stands beside the grid leaves it room', () => {
  test.each([
    [{ window: 1280, tree: 248, filters: 300, inspector: 312 }, true],
    [{ window: 1280, tree: 248, filters: 300, inspector: 0 }, false],
    [{ window: 1280, tree: 0, filters: 300, inspector: 312 }, false],
    [{ window: 1280, tree: 248, filters: 0, inspector: 312 }, false],
    [{ window: 1600, tree: 248, filters: 300, inspector: 312 }, false],
    [{ window: 1000, tree: 248, filters: 300, inspector: 0 }, true],
  ])('%j: filters in the place of the folders: %s', (beside, expected) => {
    expect(isCrowded(beside)).toBe(expected);
  });
});
