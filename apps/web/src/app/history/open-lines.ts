import { signal } from '@angular/core';
import type { HistoryEntry } from './history-entries.ts';

/** Of a line: what was changed on each image, and below that each save of a text. */
type Part = 'changes' | 'saves';

/** What is open of the lines of a list. It outlives the lines: a text that goes on is another line with the same pieces. */
export class OpenLines {
  private readonly open = signal<ReadonlySet<string>>(new Set());

  has(line: Pick<HistoryEntry, 'gestures'>, part: Part): boolean {
    const open = this.open();
    return keysOf(line, part).some((key) => open.has(key));
  }

  set(line: Pick<HistoryEntry, 'gestures'>, part: Part, isOpen: boolean): void {
    if (this.has(line, part) === isOpen) return;
    const keys = new Set(keysOf(line, part));
    this.open.update((all) => new Set(isOpen ? [...all, ...keys] : [...all].filter((key) => !keys.has(key))));
  }

  toggle(line: Pick<HistoryEntry, 'gestures'>, part: Part): void {
    this.set(line, part, !this.has(line, part));
  }
}

function keysOf({ gestures }: Pick<HistoryEntry, 'gestures'>, part: Part): string[] {
  return gestures.map(({ gesture_id }) => `${part} ${gesture_id}`);
}
