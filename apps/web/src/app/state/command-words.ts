import type { Command } from './key-map.ts';

/** One line of the sheet of keys. */
export interface CommandWords {
  readonly command: Command;
  readonly words: string;
}

export interface CommandGroup {
  readonly name: string;
  readonly commands: readonly CommandWords[];
}

const line = (command: Command, words: string): CommandWords => ({ command, words });

/** Everything that can be done with a key, in the words of people. */
export const commandGroups: readonly CommandGroup[] = [
  {
    name: 'Label',
    commands: [
      line('star-1', '1 star'),
      line('star-2', '2 stars'),
      line('star-3', '3 stars'),
      line('star-4', '4 stars'),
      line('star-5', '5 stars'),
      line('star-0', 'No star'),
      line('star-1-on', '1 star, and on'),
      line('star-2-on', '2 stars, and on'),
      line('star-3-on', '3 stars, and on'),
      line('star-4-on', '4 stars, and on'),
      line('star-5-on', '5 stars, and on'),
      line('star-0-on', 'No star, and on'),
      line('tags', 'Tags'),
      line('repeat-tags', 'The last tags again'),
      line('notes', 'Notes'),
      line('undo', 'Undo'),
      line('redo', 'Do again'),
    ],
  },
  {
    name: 'Select',
    commands: [
      line('select', 'Select or not'),
      line('select-left', 'Extend to the left'),
      line('select-right', 'Extend to the right'),
      line('select-up', 'Extend up'),
      line('select-down', 'Extend down'),
      line('select-all', 'Select all that match'),
    ],
  },
  {
    name: 'Move',
    commands: [
      line('left', 'Left'),
      line('right', 'Right'),
      line('up', 'Up'),
      line('down', 'Down'),
      line('first', 'First image'),
      line('last', 'Last image'),
      line('page-up', 'Page up'),
      line('page-down', 'Page down'),
    ],
  },
  {
    name: 'Compare',
    commands: [
      line('compare', 'Compare images'),
      line('compare-slider', 'Slider over two'),
      line('compare-differences', 'Table of differences'),
      line('compare-link', 'Zoom together or apart'),
      line('compare-remove', 'Take an image out'),
      line('compare-export', 'Export as a PNG'),
    ],
  },
  {
    name: 'View',
    commands: [
      line('open', 'Open the image'),
      line('close', 'Close what is on top'),
      line('grid', 'Back to the grid'),
      line('actual-size', 'Actual size'),
      line('full-screen', 'Full screen'),
      line('inspector', 'Inspector'),
      line('tree', 'Folders'),
      line('search', 'Search'),
      line('filters', 'Filters'),
      line('apply', 'Take over what has changed'),
      line('save-view', 'Save view…'),
      line('split', 'Split among people…'),
      line('export', 'Export…'),
      line('gestures', 'Who changed what'),
      line('import', 'Import labels…'),
      line('dashboard', 'Dashboard'),
      line('history', 'History, as a page'),
      line('palette', 'All commands'),
      line('keys', 'This sheet'),
    ],
  },
];

export function wordsOf(command: Command): string {
  const lines = commandGroups.flatMap(({ commands }) => commands);
  return lines.find((each) => each.command === command)?.words ?? command;
}

const names: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  PageUp: 'Page ↑',
  PageDown: 'Page ↓',
  ' ': 'Space',
  Meta: '⌘',
};

/** Apple's keyboards have ⌘ where others have Ctrl; each is shown its own. */
export function isShownHere(chord: string, isApple = /^(Mac|iP)/.test(navigator.platform)): boolean {
  return isApple ? !chord.includes('Ctrl+') : !chord.includes('Meta+');
}

/** A chord as it is written on keys: `Ctrl+Shift+z` is Ctrl, Shift, Z. */
export function keysOf(chord: string): string[] {
  // The plus sign itself is a key as well.
  const parts = chord.split(/\+(?=.)/);
  return parts.map((part) => names[part] ?? (part.length === 1 ? part.toUpperCase() : part));
}
