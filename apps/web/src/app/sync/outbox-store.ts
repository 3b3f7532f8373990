import type { Edit } from './edit.ts';
import type { Owner } from './hub-protocol.ts';

/** Edits of somebody else, or of another gallery of this address. They are counted, and sent only by whom they belong to. */
export interface Drafts {
  readonly owner: Owner;
  readonly count: number;
}

/**
 * Keeps edits over a reload. What was called first takes effect first. A call that rejects did nothing; the edit is in
 * memory all the same.
 */
export interface OutboxStore {
  /** In the order in which each was put for the first time. */
  load(owner: Owner): Promise<readonly Edit[]>;
  /** Once it resolves, the edit is there after a crash of the browser too. */
  put(owner: Owner, edit: Edit): Promise<void>;
  remove(owner: Owner, id: string): Promise<void>;
  others(owner: Owner): Promise<readonly Drafts[]>;
}

/** For browsers that keep nothing. It says so by refusing, so that nobody is told that an edit is safe. */
export class NoStore implements OutboxStore {
  load(): Promise<readonly Edit[]> {
    return Promise.resolve([]);
  }

  put(): Promise<void> {
    return Promise.reject(new Error('This browser keeps nothing.'));
  }

  remove(): Promise<void> {
    return Promise.resolve();
  }

  others(): Promise<readonly Drafts[]> {
    return Promise.resolve([]);
  }
}
