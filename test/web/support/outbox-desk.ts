import type { Edit, OutboxNews } from '../../../apps/web/src/app/sync/edit.ts';
import type { EditSender, Reply } from '../../../apps/web/src/app/sync/edit-sender.ts';
import { Outbox } from '../../../apps/web/src/app/sync/outbox.ts';
import { ann, FakeStore } from './edits.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeGallery, refusal } from './fake-gallery.ts';

/** An outbox with everything around it, to be looked at and to go wrong. */
export class Desk implements EditSender {
  readonly clock = new FakeClock();
  readonly gallery = new FakeGallery();
  readonly store = new FakeStore();
  readonly news: OutboxNews[] = [];
  /** What is answered instead, one after the other. */
  instead: (Reply | 'lost answer')[] = [];
  isHeld = false;
  running = 0;
  most = 0;
  private readonly gates: (() => void)[] = [];
  private keys = 0;
  outbox = this.born();

  born(): Outbox {
    const outbox = new Outbox({
      sender: this,
      store: this.store,
      clock: this.clock,
      newKey: () => `new-${(this.keys += 1)}`,
    });
    outbox.listen((news) => this.news.push(news));
    return outbox;
  }

  async send(edit: Edit): Promise<Reply> {
    this.most = Math.max(this.most, ++this.running);
    if (this.isHeld) await new Promise<void>((done) => this.gates.push(done));
    this.running -= 1;
    const instead = this.instead.shift();
    if (instead !== undefined && instead !== 'lost answer') {
      this.gallery.arrived.push(edit);
      return instead;
    }
    const reply = this.gallery.answer(edit);
    return instead === undefined ? reply : refusal(0);
  }

  read(path: string): Promise<ReturnType<FakeGallery['label']>> {
    return Promise.resolve(this.gallery.label(path));
  }

  letGo(): void {
    this.isHeld = false;
    for (const done of this.gates.splice(0)) done();
  }

  get keysSent(): string[] {
    return this.gallery.arrived.map(({ key }) => key);
  }

  edits(): readonly Edit[] {
    const all = this.outbox.all();
    return all.kind === 'all' ? all.edits : [];
  }

  outcome(id: string): unknown {
    return this.news.find((news) => news.kind === 'gone' && news.id === id);
  }

  async opened(): Promise<this> {
    await this.outbox.open(ann, 'ann');
    return this;
  }
}
