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
};

export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

/** The name of a key press in a map. Digits go by their place on the board, whatever the layout makes of them. */
export function chordOf(press: KeyPress): string {
  const digit = /^Digit(\d)$/.exec(press.code)?.[1];
  const key = digit ?? (press.key.length === 1 ? press.key.toLowerCase() : press.key);
  const held = [
    press.ctrlKey ? 'Ctrl+' : '',
    press.altKey ? 'Alt+' : '',
    press.shiftKey ? 'Shift+' : '',
    press.metaKey ? 'Meta+' : '',
  ];
  return held.join('') + key;
}
