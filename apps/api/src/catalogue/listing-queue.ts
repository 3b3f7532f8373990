import type { FolderNode } from './folder-node.ts';

interface Queued {
  readonly folder: FolderNode;
  /** It is listed although it has been before. */
  readonly isAgain: boolean;
}

/** Folders to list, nearest to the root first: each one that was listed appends those in it. */
export class ListingQueue {
  #queue: Queued[] = [];
  #head = 0;
  /** In line to be listed again: in a storm of refreshes nothing is in line twice. */
  readonly #again = new Set<FolderNode>();

  add(folders: readonly FolderNode[]): void {
    for (const folder of folders) this.#queue.push({ folder, isAgain: false });
  }

  addAgain(folders: readonly FolderNode[]): void {
    for (const folder of folders) {
      if (this.#again.has(folder)) continue;
      this.#again.add(folder);
      this.#queue.push({ folder, isAgain: true });
    }
  }

  /** The next ones that still want to be listed. */
  take(most: number): FolderNode[] {
    const taken: FolderNode[] = [];
    for (let next = this.next(); next; next = taken.length < most ? this.next() : undefined) taken.push(next);
    return taken;
  }

  private next(): FolderNode | undefined {
    for (let next = this.#queue[this.#head++]; next; next = this.#queue[this.#head++]) {
      const { folder, isAgain } = next;
      if (isAgain) this.#again.delete(folder);
      if (isAgain ? folder.state !== 'removed' : folder.state === 'unlisted') return folder;
    }
    // Forgotten as a whole when it is used up: shifting a hundred thousand entries one by one would take minutes.
    this.#queue = [];
    this.#head = 0;
    return undefined;
  }
}
