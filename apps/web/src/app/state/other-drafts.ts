import { signal } from '@angular/core';
import type { OutboxStore } from '../sync/outbox-store.ts';
import type { Owner } from '../sync/hub-protocol.ts';

/** How many changes this browser keeps for other people, or for other galleries at this address. They are sent by nobody else. */
export class OtherDrafts {
  private readonly known = signal(0);
  readonly count = this.known.asReadonly();

  constructor(
    private readonly store: Pick<OutboxStore, 'others'>,
    /** Who one is; null while that is not known. */
    private readonly owner: () => Owner | null,
  ) {}

  async look(): Promise<void> {
    const owner = this.owner();
    if (owner === null) return;
    try {
      const drafts = await this.store.others(owner);
      this.known.set(drafts.reduce((sum, { count }) => sum + count, 0));
    } catch {
      // The browser's database cannot be read: what was known is as good as anything.
    }
  }
}
