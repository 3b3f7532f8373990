import { commands, usualKeys } from '../../apps/web/src/app/state/key-map.ts';
import { keyPresets, presetOf } from '../../apps/web/src/app/state/key-presets.ts';
import { Preferences } from '../../apps/web/src/app/state/preferences.ts';

function keysWith(kept: string): Preferences['keys'] {
  const storage = { getItem: () => kept, setItem: () => undefined };
  // Only what is used here.
  return new Preferences(storage as unknown as Storage).keys;
}

describe('sets of keys', () => {
  test.each(keyPresets.map((preset) => [preset.name, preset] as const))(
    'UI8: %s takes no usual key away from what it does, and is known again',
    (_, preset) => {
      for (const [chord, command] of Object.entries(preset.keys)) {
        // Those of a comparison have Shift as well, and are none the poorer.
        const usual = usualKeys[`Shift+${chord}`];
        const isDouble = usual?.startsWith('compare-') === true && usual === usualKeys[chord];
        expect([chord, isDouble ? undefined : usualKeys[chord]]).toEqual([chord, undefined]);
        expect(commands).toContain(command);
      }
      expect(presetOf(preset.keys)).toBe(preset);
      expect(presetOf({ ...preset.keys, p: 'open' })).toBeUndefined();
    },
  );

  test('UI8: a key for something that is not known here takes the others along no more', () => {
    const keys = keysWith(JSON.stringify({ q: 'star-1', 1: null, p: 'of-a-later-version' }))();
    expect([keys['q'], keys['1'], keys['p'], keys['2']]).toEqual(['star-1', undefined, undefined, 'star-2']);
  });
});
