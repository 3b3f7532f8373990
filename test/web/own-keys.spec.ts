import { Preferences } from '../../apps/web/src/app/state/preferences.ts';
import { isUnusual, keyless, withKey, withUsualKeys } from '../../apps/web/src/app/state/own-keys.ts';

describe('UI8: keys of one’s own', () => {
  function chosen(): { readonly preferences: Preferences; readonly lost: readonly string[] } {
    const preferences = new Preferences(null);
    const before = preferences.keys();
    preferences.ownKeys.set(withKey({}, before, 'notes', 't'));
    return { preferences, lost: keyless(before, preferences.keys()) };
  }

  test('taken from another command leave it without one, which is told', () => {
    const { preferences, lost } = chosen();
    expect(preferences.ownKeys()).toEqual({ n: null, t: 'notes' });
    expect(lost).toEqual(['tags']);
  });

  test('are set back one by one, and give back what they had taken', () => {
    const { preferences } = chosen();
    expect((['notes', 'tags', 'undo'] as const).map((command) => isUnusual(preferences.ownKeys(), command))).toEqual([
      true,
      true,
      false,
    ]);
    expect(withUsualKeys(preferences.ownKeys(), 'notes')).toEqual({});
    expect(withUsualKeys({ n: null, t: 'notes', q: 'star-0' }, 'tags')).toEqual({ n: null, q: 'star-0' });
  });

  test('that nobody had take nothing', () => {
    const preferences = new Preferences(null);
    const before = preferences.keys();
    preferences.ownKeys.set(withKey({}, before, 'notes', 'q'));
    expect(keyless(before, preferences.keys())).toEqual([]);
  });
});
