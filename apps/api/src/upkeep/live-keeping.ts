import type { IndexNews } from '../catalogue/index-news.ts';
import type { PresenceDesk } from '../presence/presence-desk.ts';
import type { StreamHub } from '../stream/stream-hub.ts';

/** What everyone sees happen needs every second: who has left, how far the index is, and which streams still live. */
export class LiveKeeping {
  constructor(
    private readonly presence: PresenceDesk,
    private readonly hub: StreamHub,
    private readonly index: IndexNews,
  ) {}

  tick(): void {
    this.presence.prune();
    this.index.tell();
    this.hub.sweep();
  }

  /** When the last write was told. */
  async finish(): Promise<void> {
    await this.hub.endAll();
  }
}
