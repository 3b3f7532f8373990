import type { Choice, Edit, OutboxNews } from './edit.ts';
import type { Owner } from './hub-protocol.ts';

/** What the hub needs of whoever keeps and sends edits. */
export interface HubOutbox {
  /**
   * From now on for this owner. Edits of another stay where they are kept, and none of them is sent. The same owner again:
   * somebody signed in, or has another name; what waits is tried now.
   */
  open(owner: Owner, name: string): void;
  write(edit: Edit): void;
  decide(id: string, choice: Choice): void;
  /** Sends now what waits for its next try. */
  hurry(): void;
  /** Tells `all` first, and then what changes, until the answer is called. */
  news(listener: (news: OutboxNews) => void): () => void;
}
