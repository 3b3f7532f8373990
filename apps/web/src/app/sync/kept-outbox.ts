import { browserClock } from './clock.ts';
import type { Choice, Edit, OutboxNews } from './edit.ts';
import { HttpEditSender } from './edit-sender.ts';
import type { HubOutbox } from './hub-outbox.ts';
import type { Owner } from './hub-protocol.ts';
import { IndexedDbStore } from './indexed-db-store.ts';
import { Outbox } from './outbox.ts';
import { NoStore } from './outbox-store.ts';
import { randomId } from './random-id.ts';

/** The outbox of a hub: over the network, and kept in this browser. */
export class KeptOutbox implements HubOutbox {
  private readonly outbox: Outbox;

  constructor(
    /** Of the page; ends with a slash. */
    base: string,
  ) {
    this.outbox = new Outbox({
      sender: new HttpEditSender(base),
      // Where a browser keeps nothing, edits last as long as the page.
      store: typeof indexedDB === 'undefined' ? new NoStore() : new IndexedDbStore(),
      clock: browserClock,
      newKey: randomId,
    });
  }

  open(owner: Owner, name: string): void {
    void this.outbox.open(owner, name);
  }

  write(edit: Edit): void {
    // Whether it could be kept is told as news.
    void this.outbox.write(edit);
  }

  decide(id: string, choice: Choice): void {
    this.outbox.decide(id, choice);
  }

  hurry(): void {
    this.outbox.hurry();
  }

  news(listener: (news: OutboxNews) => void): () => void {
    // What was kept is told as a whole when it has been read: an empty list before that would be wrong for a moment.
    if (!this.outbox.isLoading) {
      listener(this.outbox.all());
      listener({ kind: 'kept', isKept: this.outbox.numbers.isKept });
    }
    return this.outbox.listen(listener);
  }
}
