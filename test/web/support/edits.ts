import type { BulkPatch, LabelPatch } from '#contracts';
import type { BulkEdit, Edit, ItemEdit, KnownLabel } from '../../../apps/web/src/app/sync/edit.ts';
import type { Drafts, OutboxStore } from '../../../apps/web/src/app/sync/outbox-store.ts';
import type { Owner } from '../../../apps/web/src/app/sync/hub-protocol.ts';

let made = 0;

export const ann: Owner = { person: 'ann', storeId: 'store-1' };

export function itemEdit(base: KnownLabel, patch: LabelPatch, more: Partial<ItemEdit> = {}): ItemEdit {
  made += 1;
  return {
    kind: 'item',
    id: `e${made}`,
    key: `k${made}`,
    madeAt: made,
    state: 'waiting',
    tries: 0,
    trouble: null,
    path: base.path,
    patch,
    seen: base,
    base,
    theirs: null,
    ...more,
  };
}

export function bulkEdit(paths: string[], patch: BulkPatch): BulkEdit {
  made += 1;
  return {
    kind: 'bulk',
    id: `e${made}`,
    key: `k${made}`,
    madeAt: made,
    state: 'waiting',
    tries: 0,
    trouble: null,
    scope: { paths },
    patch,
  };
}

/** Keeps in memory, as the database of the browser keeps: in order, a moment later, and through the death of whoever put. */
export class FakeStore implements OutboxStore {
  isFull = false;
  /** Whoever held it is dead: what was not written yet never is. */
  isCut = false;
  private line: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly moment: () => Promise<void> = () => Promise.resolve(),
    /** Of every owner, in the order of the first put. */
    readonly rows = new Map<string, Map<string, Edit>>(),
  ) {}

  of(owner: Owner): Map<string, Edit> {
    const name = `${owner.storeId} ${owner.person}`;
    const edits = this.rows.get(name) ?? new Map<string, Edit>();
    this.rows.set(name, edits);
    return edits;
  }

  load(owner: Owner): Promise<readonly Edit[]> {
    return this.work(() => [...this.of(owner).values()]);
  }

  put(owner: Owner, edit: Edit): Promise<void> {
    return this.work(() => {
      if (this.isFull) throw new Error('full');
      // A copy, as a database makes one; jsdom has no structuredClone.
      this.of(owner).set(edit.id, JSON.parse(JSON.stringify(edit)) as Edit);
    });
  }

  remove(owner: Owner, id: string): Promise<void> {
    return this.work(() => void this.of(owner).delete(id));
  }

  others(): Promise<readonly Drafts[]> {
    return Promise.resolve([]);
  }

  private work<T>(step: () => T): Promise<T> {
    const result = this.line
      .then(() => this.moment())
      .then(() => (this.isCut ? new Promise<T>(() => undefined) : step()));
    this.line = result.catch(() => undefined);
    return result;
  }
}
