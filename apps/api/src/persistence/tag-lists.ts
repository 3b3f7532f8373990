import type { TagCount } from '#contracts';
import { extended } from '../shared/extended.ts';

/** Stands for a list of tags; 0 for the empty one. */
export type TagListId = number;

interface Kept {
  readonly tags: readonly string[];
  /** Labels that have it. */
  uses: number;
  /** Writes that are about to give it to labels. */
  holds: number;
}

const none: readonly string[] = Object.freeze([]);

/**
 * Every list of tags that some label has, once. There are far fewer different lists than labels, so that a label costs a
 * number, a count of tags looks at lists only, and a filter decides each list once.
 */
export class TagLists {
  readonly #lists: (Kept | undefined)[] = [{ tags: none, uses: 0, holds: 0 }];
  readonly #ids = new Map<string, TagListId>([['', 0]]);
  readonly #free: TagListId[] = [];

  /** It stays until it is let go, whether or not a label has it by then. */
  hold(tags: readonly string[]): TagListId {
    const key = tags.join('\0');
    const id = this.#ids.get(key) ?? this.add(key, tags);
    this.count(id, 0, 1);
    return id;
  }

  letGo(id: TagListId): void {
    this.count(id, 0, -1);
  }

  /** One more label has it. */
  use(id: TagListId): void {
    this.count(id, 1, 0);
  }

  /** One label less has it. */
  release(id: TagListId): void {
    this.count(id, -1, 0);
  }

  tagsOf(id: TagListId): readonly string[] {
    return this.#lists[id]?.tags ?? none;
  }

  /** Is a list wanted, by its number? Each is decided when it is first met: whoever looks at few pays for few. */
  decide(isWanted: (tags: readonly string[]) => boolean): (id: TagListId) => boolean {
    const [unknown, yes, no] = [0, 1, 2];
    let decided = new Uint8Array(this.#lists.length);
    return (id) => {
      if (id >= decided.length) decided = extended(decided, new Uint8Array(this.#lists.length));
      if (decided[id] === unknown) decided[id] = isWanted(this.tagsOf(id)) ? yes : no;
      return decided[id] === yes;
    };
  }

  /** Each tag and the number of labels with it, the most used first. */
  counts(): TagCount[] {
    const counts = new Map<string, number>();
    for (const kept of this.#lists) {
      if (!kept || kept.uses === 0) continue;
      for (const tag of kept.tags) counts.set(tag, (counts.get(tag) ?? 0) + kept.uses);
    }
    const sorted = [...counts].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
    return sorted.map(([tag, count]) => ({ tag, count }));
  }

  /** The last one takes it away. The empty list stays: it is that of every label to come. */
  private count(id: TagListId, uses: number, holds: number): void {
    const kept = this.#lists[id];
    if (!kept || id === 0) return;
    kept.uses += uses;
    kept.holds += holds;
    if (kept.uses + kept.holds > 0) return;
    this.#ids.delete(kept.tags.join('\0'));
    this.#lists[id] = undefined;
    this.#free.push(id);
  }

  private add(key: string, tags: readonly string[]): TagListId {
    const id = this.#free.pop() ?? this.#lists.length;
    this.#lists[id] = { tags: [...tags], uses: 0, holds: 0 };
    this.#ids.set(key, id);
    return id;
  }
}
