import { signal } from '@angular/core';
import type { OutboxNews } from '../sync/edit.ts';
import { personWords } from './person-words.ts';

const KEY = 'lenslet:own-numbers';
const KEPT = 50;

/**
 * What the server calls whoever labels here without a name: each tab by its number, which it tells with every answer. A name that
 * people choose is not among these: two of them may choose the same.
 */
export class OwnNames {
  private readonly numbers = signal<readonly string[]>([]);

  constructor(private readonly storage: Pick<Storage, 'getItem' | 'setItem'> | null) {
    this.numbers.set(this.read());
  }

  hearOutbox(news: OutboxNews): void {
    if (news.kind !== 'gone' || news.outcome.kind !== 'saved') return;
    const { label, gesture } = news.outcome;
    // An edit that changed nothing is answered with what somebody else wrote.
    if (gesture === null || !isNumber(label.updatedBy) || this.isOwn(label.updatedBy)) return;
    this.numbers.update((all) => [...all, label.updatedBy].slice(-KEPT));
    try {
      this.storage?.setItem(KEY, JSON.stringify(this.numbers()));
    } catch {
      // Full or off: one is oneself until the page is closed.
    }
  }

  isOwn(by: string): boolean {
    return this.numbers().includes(by);
  }

  /** Who wrote something, as it is told to this person. */
  words(by: string): string {
    return this.isOwn(by) ? 'You' : personWords(by);
  }

  private read(): readonly string[] {
    try {
      const kept: unknown = JSON.parse(this.storage?.getItem(KEY) ?? '[]');
      if (Array.isArray(kept)) return kept.filter((each) => typeof each === 'string').filter(isNumber);
    } catch {
      // Off, or not ours: the next answer tells.
    }
    return [];
  }
}

function isNumber(by: string): boolean {
  return by.startsWith('client:');
}
