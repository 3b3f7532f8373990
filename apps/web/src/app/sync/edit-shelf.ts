import type { Clock } from './clock.ts';
import type { Edit } from './edit.ts';
import type { Owner } from './hub-protocol.ts';
import type { OutboxStore } from './outbox-store.ts';

/** A disk that takes longer than this is as good as none: edits are sent all the same. */
const patienceMs = 5000;

/** The store of one owner, as the outbox uses it: nothing that goes wrong with it stops an edit, and all of it is told. */
export class EditShelf {
  private readonly unkept = new Map<string, Edit>();
  private readonly putting = new Map<string, Promise<void>>();
  private isClosed = false;
  private isMending = false;

  constructor(
    private readonly store: OutboxStore,
    readonly owner: Owner,
    private readonly clock: Clock,
    private readonly onKept: (isKept: boolean) => void,
  ) {}

  get isKept(): boolean {
    return this.unkept.size === 0;
  }

  async load(): Promise<readonly Edit[]> {
    try {
      return await this.inTime(this.store.load(this.owner));
    } catch {
      // What is there stays there for another time; the first put tells that nothing is kept now.
      return [];
    }
  }

  /** Resolves once it is kept, or cannot be. */
  put(edit: Edit): Promise<void> {
    const putting = this.tryPut(edit).finally(() => {
      if (this.putting.get(edit.id) === putting) this.putting.delete(edit.id);
    });
    this.putting.set(edit.id, putting);
    return putting;
  }

  /** Resolves when the last put of this edit has. */
  async kept(id: string): Promise<void> {
    await this.putting.get(id);
  }

  private async tryPut(edit: Edit): Promise<void> {
    // Whoever mends must not put an older state after this one.
    if (this.unkept.has(edit.id)) this.unkept.set(edit.id, edit);
    try {
      await this.inTime(this.store.put(this.owner, edit));
    } catch {
      // No room, a private window, a newer version of the page elsewhere. The edit is in memory, and the flag says so.
      this.mark(() => this.unkept.set(edit.id, edit));
      return;
    }
    this.mark(() => this.unkept.delete(edit.id));
    void this.mend();
  }

  async remove(id: string): Promise<void> {
    this.mark(() => this.unkept.delete(id));
    try {
      await this.inTime(this.store.remove(this.owner, id));
    } catch {
      // It comes back after a reload, is sent with its old key, and answered as it was.
    }
  }

  close(): void {
    this.isClosed = true;
  }

  /** Keeping works again: what could not be kept is. */
  private async mend(): Promise<void> {
    if (this.isMending) return;
    this.isMending = true;
    for (const edit of [...this.unkept.values()]) {
      // It may have been sent, or changed, in the meantime.
      if (this.isClosed || this.unkept.get(edit.id) !== edit) continue;
      try {
        await this.inTime(this.store.put(this.owner, edit));
      } catch {
        // Not yet: the next one that is kept tries again.
        break;
      }
      if (this.unkept.get(edit.id) === edit) this.mark(() => this.unkept.delete(edit.id));
    }
    this.isMending = false;
  }

  private mark(change: () => void): void {
    const was = this.isKept;
    change();
    if (this.isKept !== was && !this.isClosed) this.onKept(this.isKept);
  }

  private inTime<T>(work: Promise<T>): Promise<T> {
    return new Promise((done, fail) => {
      const cancel = this.clock.after(patienceMs, () => {
        fail(new Error('The database does not answer.'));
      });
      work
        .then(done, fail)
        .finally(cancel)
        .catch(() => undefined);
    });
  }
}
