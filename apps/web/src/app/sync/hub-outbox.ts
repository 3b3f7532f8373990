import type { Choice, Edit, OutboxNews } from './edit.ts';
import type { Owner } from './hub-protocol.ts';

/** What the hub needs of whoever keeps and sends edits. */
export interface HubOutbox {
  /** From now on for this owner. Edits of another stay where they are kept, and none of them is sent. */
  open(owner: Owner, name: string): void;
  write(edit: Edit): void;
  decide(id: string, choice: Choice): void;
  /** Sends now what waits for its next try. */
  hurry(): void;
  /** Tells `all` first, and then what changes, until the answer is called. */
  news(listener: (news: OutboxNews) => void): () => void;
}

/** For a page in which nothing can be edited. */
export class EmptyOutbox implements HubOutbox {
  open(): void {
    // Nobody's edits are kept.
  }

  write(): void {
    throw new Error('There is no outbox: nothing can be written.');
  }

  decide(): void {
    // There is nothing to decide.
  }

  hurry(): void {
    // Nothing waits.
  }

  news(listener: (news: OutboxNews) => void): () => void {
    listener({ kind: 'all', edits: [] });
    return () => undefined;
  }
}
