import type { PresenceLeave } from '#contracts';
import type { Clock } from './clock.ts';

/** A page that is loaded again has said where it is by then, and is not to be put out by its own past. */
const GRACE_MS = 5000;

/**
 * What the server is to be told of a tab that has gone and could not say it itself: a page that is busy when its tab is
 * closed, or whose process crashes, is never asked for its last words.
 */
export class LastWills<Tab> {
  private readonly wills = new Map<Tab, PresenceLeave>();

  constructor(
    private readonly tell: (will: PresenceLeave) => void,
    private readonly clock: Clock,
  ) {}

  /** Null: there is nothing to be told, or the tab has told it. */
  keep(tab: Tab, will: PresenceLeave | null): void {
    if (will === null) this.wills.delete(tab);
    else this.wills.set(tab, will);
  }

  /** The tab is gone. */
  execute(tab: Tab): void {
    const will = this.wills.get(tab);
    if (will === undefined) return;
    this.wills.delete(tab);
    this.clock.after(GRACE_MS, () => {
      const isBack = [...this.wills.values()].some(({ client_id }) => client_id === will.client_id);
      if (!isBack) this.tell(will);
    });
  }
}
