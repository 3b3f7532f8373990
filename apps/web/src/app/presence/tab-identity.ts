import { randomId } from '../sync/random-id.ts';
import type { TabChannel } from './tab-channel.ts';

/** The tab's own storage; null where it is switched off. */
export type TabStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null;

interface Claim {
  readonly kind: 'mine' | 'taken';
  readonly id: string;
  /** Of the page that speaks: two tabs with one id differ in this. */
  readonly page: string;
}

const KEY = 'lenslet:client';

/**
 * Which tab this is. The storage of a tab outlives a reload, and is copied when a tab is duplicated: the copy says which
 * name it has found, hears that it is taken, and takes another. Whoever had it first keeps it.
 */
export class TabIdentity {
  private readonly page = randomId();
  private own: string;
  private whenTaken: () => void = () => undefined;

  constructor(
    private readonly storage: TabStorage,
    private readonly channel: TabChannel,
    private readonly makeId: () => string = randomId,
  ) {
    const found = read(storage, KEY);
    this.own = found ?? this.makeId();
    write(storage, KEY, this.own);
    channel.onMessage((message) => {
      if (isClaim(message)) this.hear(message);
    });
    if (found !== null) channel.post({ kind: 'mine', id: this.own, page: this.page } satisfies Claim);
  }

  get id(): string {
    return this.own;
  }

  /** Called when the id has turned out to be another tab's, and is a new one already. */
  onTaken(then: () => void): void {
    this.whenTaken = then;
  }

  private hear(claim: Claim): void {
    if (claim.id !== this.own) return;
    if (claim.kind === 'mine') this.channel.post({ kind: 'taken', id: this.own, page: claim.page } satisfies Claim);
    else if (claim.page === this.page) {
      this.own = this.makeId();
      write(this.storage, KEY, this.own);
      this.whenTaken();
    }
  }
}

function isClaim(message: unknown): message is Claim {
  return typeof message === 'object' && message !== null && 'kind' in message && 'id' in message && 'page' in message;
}

export function read(storage: TabStorage, key: string): string | null {
  try {
    return storage?.getItem(key) ?? null;
  } catch {
    // Switched off: nothing is remembered.
    return null;
  }
}

export function write(storage: TabStorage, key: string, value: string | null): void {
  try {
    if (value === null) storage?.removeItem(key);
    else storage?.setItem(key, value);
  } catch {
    // Switched off or full: it holds until the page is left.
  }
}
