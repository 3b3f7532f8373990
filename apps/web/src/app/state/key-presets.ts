import type { OwnKeys } from './preferences.ts';

/** Keys that go well together. They stand beside the usual ones, so that nobody has to learn anew. */
export interface KeyPreset {
  readonly name: string;
  readonly explained: string;
  readonly keys: OwnKeys;
}

export const keyPresets: readonly KeyPreset[] = [
  { name: 'Usual', explained: 'Arrows move, digits give stars', keys: {} },
  {
    name: 'Left hand',
    explained: 'W A S D move, E opens, X selects, Q takes the star away: the right hand stays on the mouse',
    keys: { w: 'up', a: 'left', s: 'down', d: 'right', e: 'open', x: 'select', q: 'star-0' },
  },
  {
    name: 'Vim',
    explained: 'H J K L move, X selects, U takes back',
    keys: { h: 'left', j: 'down', k: 'up', l: 'right', x: 'select', u: 'undo', 'Ctrl+r': 'redo' },
  },
];

/** The one that these keys are; undefined when somebody has chosen keys of their own. */
export function presetOf(own: OwnKeys): KeyPreset | undefined {
  const count = Object.keys(own).length;
  return keyPresets.find(
    ({ keys }) =>
      Object.keys(keys).length === count && Object.entries(keys).every(([chord, command]) => own[chord] === command),
  );
}
