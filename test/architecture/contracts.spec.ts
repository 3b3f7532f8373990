import type { BrowseWindowQuery, FoldersQuery, ItemQuery, RefreshQuery, SearchQuery } from '#contracts';
import { errorStatus, routes } from '#contracts';
import type { BrowseWindowQueryDto } from '../../apps/api/src/browse/browse.query.ts';
import type { FoldersQueryDto, RefreshQueryDto } from '../../apps/api/src/folders/folders.query.ts';
import type { SearchQueryDto } from '../../apps/api/src/search/search.query.ts';
import type { ItemQueryDto } from '../../apps/api/src/shared/item.query.ts';

/** True only when each could stand for the other. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
type Plain<T> = { [Key in keyof T]: T[Key] };

/** A class that guards input covers its contract: the compiler refuses this list otherwise. */
const covered: [
  Same<Plain<FoldersQueryDto>, Plain<FoldersQuery>>,
  Same<Plain<RefreshQueryDto>, Plain<RefreshQuery>>,
  Same<Plain<BrowseWindowQueryDto>, Plain<BrowseWindowQuery>>,
  Same<Plain<SearchQueryDto>, Plain<SearchQuery>>,
  Same<Plain<ItemQueryDto>, Plain<ItemQuery>>,
] = [true, true, true, true, true];

describe('contracts', () => {
  it('are covered by the classes that guard input', () => {
    expect(covered.every(Boolean)).toBe(true);
  });

  it('SC5: say for every route who may use it', () => {
    for (const [name, { needs }] of Object.entries(routes)) {
      expect([name, ['public', 'viewer', 'labeller', 'admin']]).toEqual([name, expect.arrayContaining([needs])]);
    }
  });

  it('H4: let GET change nothing: whatever changes something is another method', () => {
    const changing = Object.values(routes).filter(({ needs }) => needs === 'admin');
    expect(changing.every(({ method }) => method !== 'GET')).toBe(true);
  });

  it('give every error a status of its kind', () => {
    for (const status of Object.values(errorStatus)) expect(status >= 400 && status < 600).toBe(true);
  });
});
