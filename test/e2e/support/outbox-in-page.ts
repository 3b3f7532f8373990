import type { Edit, OutboxNews } from '../../../apps/web/src/app/sync/edit.ts';
import { browserClock } from '../../../apps/web/src/app/sync/clock.ts';
import { HttpEditSender } from '../../../apps/web/src/app/sync/edit-sender.ts';
import type { Owner } from '../../../apps/web/src/app/sync/hub-protocol.ts';
import { IndexedDbStore } from '../../../apps/web/src/app/sync/indexed-db-store.ts';
import { Outbox } from '../../../apps/web/src/app/sync/outbox.ts';

/** The outbox as the browser runs it, for a test to hold by name. */
export class OutboxInPage {
  readonly store = new IndexedDbStore();
  readonly news: OutboxNews[] = [];
  private keys = 0;
  private readonly outbox = new Outbox({
    sender: new HttpEditSender(`${location.origin}/`),
    store: this.store,
    clock: browserClock,
    newKey: () => `page ${performance.timeOrigin} ${(this.keys += 1)}`,
  });

  async open(owner: Owner): Promise<void> {
    this.outbox.listen((news) => this.news.push(news));
    await this.outbox.open(owner, owner.person, 'tab-of-test');
  }

  async write(edits: readonly Edit[]): Promise<void> {
    await Promise.all(edits.map((edit) => this.outbox.write(edit)));
  }

  hurry(): void {
    this.outbox.hurry();
  }

  look(): { readonly edits: readonly Edit[]; readonly isKept: boolean } {
    const all = this.outbox.all();
    return { edits: all.kind === 'all' ? all.edits : [], isKept: this.outbox.numbers.isKept };
  }
}

declare global {
  var outboxInPage: OutboxInPage;
}

globalThis.outboxInPage = new OutboxInPage();
