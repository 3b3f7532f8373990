import type { Edit } from './edit.ts';
import type { Owner } from './hub-protocol.ts';
import type { Drafts, OutboxStore } from './outbox-store.ts';

/** As it lies in the database, under a number that grows with each. */
interface Row {
  readonly storeId: string;
  readonly person: string;
  readonly id: string;
  readonly edit: Edit;
}

const databaseName = 'lenslet';
const version = 1;
const edits = 'edits';

/**
 * Keeps edits in the browser's database. Numbers are given out by the database, so that two tabs never take the same one. It is
 * opened at the first call, and again after it was closed from outside (the person cleared the site's data, say).
 */
export class IndexedDbStore implements OutboxStore {
  private opening: Promise<IDBDatabase> | null = null;

  constructor(private readonly factory: IDBFactory = indexedDB) {}

  async load({ storeId, person }: Owner): Promise<readonly Edit[]> {
    const rows = await this.work<readonly Row[]>('readonly', 'relaxed', (store) =>
      store.index('owner').getAll([storeId, person]),
    );
    return rows.map(({ edit }) => edit);
  }

  async put({ storeId, person }: Owner, edit: Edit): Promise<void> {
    const row: Row = { storeId, person, id: edit.id, edit };
    await this.work('readwrite', 'strict', (store) => {
      const known = store.index('id').getKey([storeId, person, edit.id]);
      known.onsuccess = () => {
        if (known.result === undefined) store.add(row);
        else store.put(row, known.result);
      };
      return known;
    });
  }

  /** Less than durable: an edit that comes back is sent with its old key, and answered as it was. */
  async remove({ storeId, person }: Owner, id: string): Promise<void> {
    await this.work('readwrite', 'relaxed', (store) => {
      const known = store.index('id').getKey([storeId, person, id]);
      known.onsuccess = () => {
        if (known.result !== undefined) store.delete(known.result);
      };
      return known;
    });
  }

  async others({ storeId, person }: Owner): Promise<readonly Drafts[]> {
    const rows = await this.work<readonly Row[]>('readonly', 'relaxed', (store) => store.getAll());
    const drafts = new Map<string, Drafts>();
    for (const row of rows) {
      if (row.storeId === storeId && row.person === person) continue;
      const name = JSON.stringify([row.storeId, row.person]);
      const owner = { storeId: row.storeId, person: row.person };
      drafts.set(name, { owner, count: (drafts.get(name)?.count ?? 0) + 1 });
    }
    return [...drafts.values()];
  }

  /** One transaction. Its result counts when all of it is written, not when the last request succeeded. */
  private async work<T>(
    mode: IDBTransactionMode,
    durability: IDBTransactionDurability,
    ask: (store: IDBObjectStore) => IDBRequest,
  ): Promise<T> {
    const database = await this.open();
    return new Promise<T>((done, fail) => {
      const transaction = this.begin(database, mode, durability);
      const request = ask(transaction.objectStore(edits));
      transaction.oncomplete = () => {
        // The callers ask for what they name as T.
        done(request.result as T);
      };
      transaction.onabort = () => {
        fail(transaction.error ?? new Error('The database gave up.'));
      };
    });
  }

  private begin(database: IDBDatabase, mode: IDBTransactionMode, durability: IDBTransactionDurability): IDBTransaction {
    try {
      return database.transaction(edits, mode, { durability });
    } catch (error) {
      // It was closed behind our back. The next call opens it again.
      this.opening = null;
      throw error;
    }
  }

  private open(): Promise<IDBDatabase> {
    this.opening ??= this.opened().catch((error: unknown) => {
      this.opening = null;
      throw error;
    });
    return this.opening;
  }

  private opened(): Promise<IDBDatabase> {
    return new Promise((done, fail) => {
      const request = this.factory.open(databaseName, version);
      let isBlocked = false;
      request.onupgradeneeded = () => {
        const store = request.result.createObjectStore(edits, { autoIncrement: true });
        store.createIndex('owner', ['storeId', 'person']);
        store.createIndex('id', ['storeId', 'person', 'id'], { unique: true });
      };
      request.onerror = () => {
        fail(request.error ?? new Error('The database cannot be opened.'));
      };
      request.onblocked = () => {
        isBlocked = true;
        fail(new Error('A tab with an older version of the page holds the database.'));
      };
      request.onsuccess = () => {
        const database = request.result;
        if (isBlocked) {
          // Too late for whoever asked; the next call opens it again.
          database.close();
          return;
        }
        const forget = (): void => {
          database.close();
          this.opening = null;
        };
        // A later version of the page must not wait for us.
        database.onversionchange = forget;
        database.onclose = forget;
        done(database);
      };
    });
  }
}
