/** Everything that can be done with a key, by the name of what it does. */
export const commands = [
  'left',
  'right',
  'up',
  'down',
  'first',
  'last',
  'page-up',
  'page-down',
  'open',
  'close',
  'grid',
  'inspector',
  'tree',
  'actual-size',
  'full-screen',
  'star-0',
  'star-1',
  'star-2',
  'star-3',
  'star-4',
  'star-5',
  'star-0-on',
  'star-1-on',
  'star-2-on',
  'star-3-on',
  'star-4-on',
  'star-5-on',
  'tags',
  'repeat-tags',
  'notes',
  'select',
  'select-left',
  'select-right',
  'select-up',
  'select-down',
  'select-all',
  'undo',
  'redo',
  'keys',
  'palette',
  'gestures',
  'import',
  'dashboard',
  'history',
  'save-view',
  'split',
  'export',
  'apply',
  'search',
  'filters',
  'compare',
  'compare-slider',
  'compare-differences',
  'compare-link',
  'compare-remove',
  'compare-export',
] as const;
export type Command = (typeof commands)[number];

/** Chords are written `Ctrl+Alt+Shift+Meta+` in this order, then the key; letters in lower case. */
export type KeyMap = Readonly<Record<string, Command>>;

export const usualKeys: KeyMap = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
  End: 'last',
  PageUp: 'page-up',
  PageDown: 'page-down',
  Enter: 'open',
  Escape: 'close',
  g: 'grid',
  i: 'inspector',
  b: 'tree',
  z: 'actual-size',
  f: 'full-screen',
  F11: 'full-screen',
  0: 'star-0',
  1: 'star-1',
  2: 'star-2',
  3: 'star-3',
  4: 'star-4',
  5: 'star-5',
  'Shift+0': 'star-0-on',
  'Shift+1': 'star-1-on',
  'Shift+2': 'star-2-on',
  'Shift+3': 'star-3-on',
  'Shift+4': 'star-4-on',
  'Shift+5': 'star-5-on',
  t: 'tags',
  'Shift+t': 'repeat-tags',
  n: 'notes',
  ' ': 'select',
  'Shift+ArrowLeft': 'select-left',
  'Shift+ArrowRight': 'select-right',
  'Shift+ArrowUp': 'select-up',
  'Shift+ArrowDown': 'select-down',
  'Ctrl+a': 'select-all',
  'Meta+a': 'select-all',
  'Ctrl+z': 'undo',
  'Meta+z': 'undo',
  'Ctrl+Shift+z': 'redo',
  'Shift+Meta+z': 'redo',
  'Ctrl+y': 'redo',
  'Shift+?': 'keys',
  '?': 'keys',
  'Shift+h': 'gestures',
  'Shift+b': 'dashboard',
  r: 'apply',
  '/': 'search',
  'Shift+f': 'filters',
  c: 'compare',
  // Those of a comparison have Shift as well: sets of keys may need the letters alone.
  s: 'compare-slider',
  'Shift+s': 'compare-slider',
  d: 'compare-differences',
  'Shift+d': 'compare-differences',
  l: 'compare-link',
  'Shift+l': 'compare-link',
  x: 'compare-remove',
  'Shift+x': 'compare-remove',
  'Shift+e': 'compare-export',
  'Ctrl+k': 'palette',
  'Meta+k': 'palette',
};

export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

/**
 * The name of a key press in a map. Digits go by their place on the board, whatever the layout makes of them, and so do letters on
 * a board of another script, which has no T.
 */
export function chordOf(press: KeyPress): string {
  const digit = /^Digit(\d)$/.exec(press.code)?.[1];
  const letter = /^[\u0250-\uffff]$/.test(press.key) ? /^Key([A-Z])$/.exec(press.code)?.[1] : undefined;
  const key = digit ?? (press.key.length === 1 ? (letter ?? press.key).toLowerCase() : press.key);
  const held = [
    press.ctrlKey ? 'Ctrl+' : '',
    press.altKey ? 'Alt+' : '',
    press.shiftKey ? 'Shift+' : '',
    press.metaKey ? 'Meta+' : '',
  ];
  return held.join('') + key;
}
