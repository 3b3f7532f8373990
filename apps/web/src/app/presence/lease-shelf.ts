import type { Owner } from '../sync/hub-protocol.ts';
import { read, write, type TabStorage } from './tab-identity.ts';

/** Where a tab keeps its lease through a reload. */
export class LeaseShelf {
  constructor(private readonly storage: TabStorage) {}

  /** A duplicated tab finds the lease of its original, and has another name by now. */
  find(owner: Owner, clientId: string): string | null {
    const [keptFor, lease] = read(this.storage, keyOf(owner))?.split(' ') ?? [];
    return keptFor === clientId ? (lease ?? null) : null;
  }

  keep(owner: Owner, clientId: string, lease: string): void {
    write(this.storage, keyOf(owner), `${clientId} ${lease}`);
  }

  forget(owner: Owner): void {
    write(this.storage, keyOf(owner), null);
  }
}

function keyOf({ storeId, person }: Owner): string {
  return `lenslet:lease:${JSON.stringify([storeId, person])}`;
}
