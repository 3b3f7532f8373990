import { signal, untracked, type WritableSignal } from '@angular/core';
import type { ItemRow } from '#contracts';
import type { ItemEdit, KnownLabel } from '../sync/edit.ts';

/** Everything that is known and done to one item beyond its row. Moments are those of the desk. */
export interface Entry {
  /** What the server has said since the row was read; null: the row is the latest. */
  readonly known: KnownLabel | null;
  readonly edits: readonly ItemEdit[];
  /** The last edit of this person has arrived. */
  readonly isSaved: boolean;
  /** When the server said it last; in a frame of the stream; in the answer to an edit of this person. */
  readonly toldAt: number;
  readonly heardAt: number;
  readonly savedAt: number;
}

const nothing: Entry = { known: null, edits: [], isSaved: false, toldAt: 0, heardAt: 0, savedAt: 0 };
/** Many more than there are tiles in the page: a new entry then seldom has another tile drawn in vain. */
const GROUPS = 1024;

/**
 * What is known of items, by their paths. An item that nothing is known of has no signal of its own, or scrolling over a
 * million of them would leave a million behind: whoever looks at it waits for the first word about any path of its group.
 */
export class LabelEntries {
  private readonly entries = new Map<string, WritableSignal<Entry>>();
  private readonly births = new Map<number, WritableSignal<number>>();

  /** How many signals there are, for whatever reason. */
  get size(): number {
    return this.entries.size + this.births.size;
  }

  of(path: string): Entry {
    const entry = this.entries.get(path);
    if (entry !== undefined) return entry();
    this.group(path)();
    return nothing;
  }

  peek(path: string): Entry {
    return untracked(this.entries.get(path) ?? (() => nothing));
  }

  change(path: string, how: (entry: Entry) => Entry): void {
    const entry = this.entries.get(path);
    if (entry !== undefined) entry.update(how);
    else {
      this.entries.set(path, signal(how(nothing)));
      this.group(path).update((count) => count + 1);
    }
  }

  changeAll(how: (entry: Entry) => Entry): void {
    for (const [path, entry] of this.entries) {
      entry.update(how);
      const { known, edits, isSaved } = untracked(entry);
      if (known !== null || edits.length > 0 || isSaved) continue;
      this.entries.delete(path);
      // Another object: whoever looks at it is told, and waits for its group from now on.
      entry.set({ ...nothing });
    }
  }

  private group(path: string): WritableSignal<number> {
    let hash = 0;
    for (let at = 0; at < path.length; at++) hash = (Math.imul(hash, 31) + path.charCodeAt(at)) | 0;
    const number = (hash >>> 0) % GROUPS;
    let group = this.births.get(number);
    if (group === undefined) {
      group = signal(0);
      this.births.set(number, group);
    }
    return group;
  }
}

/** What the server has said last, in the row or since. */
export function latest({ known }: Entry, row: ItemRow): KnownLabel {
  return known !== null && known.version >= row.version ? known : knownOf(row);
}

function knownOf(row: ItemRow): KnownLabel {
  const { path, version, star, tags, comments } = row;
  return { path, version, star, tags, notes: comments, updatedAt: '', updatedBy: '' };
}
