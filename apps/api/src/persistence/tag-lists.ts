import type { TagCount } from '#contracts';

/** Stands for a list of tags; 0 for the empty one. */
export type TagListId = number;

interface Kept {
  readonly tags: readonly string[];
  uses: number;
}

const none: readonly string[] = Object.freeze([]);

/**
 * Every list of tags that some label has, once. There are far fewer different lists than labels, so that a label costs a
 * number, a count of tags looks at lists only, and a filter decides each list once.
 */
export class TagLists {
  readonly #lists: (Kept | undefined)[] = [{ tags: none, uses: 0 }];
  readonly #ids = new Map<string, TagListId>([['', 0]]);
  readonly #free: TagListId[] = [];

  /** One more label has it. */
  use(tags: readonly string[]): TagListId {
    const key = tags.join('\0');
    const id = this.#ids.get(key) ?? this.add(key, tags);
    this.useAgain(id);
    return id;
  }

  useAgain(id: TagListId): void {
    const kept = this.#lists[id];
    if (kept) kept.uses += 1;
  }

  /** One label less has it; the last one takes it away. */
  release(id: TagListId): void {
    const kept = this.#lists[id];
    // The empty list is that of every label to come.
    if (!kept || id === 0 || (kept.uses -= 1) > 0) return;
    this.#ids.delete(kept.tags.join('\0'));
    this.#lists[id] = undefined;
    this.#free.push(id);
  }

  tagsOf(id: TagListId): readonly string[] {
    return this.#lists[id]?.tags ?? none;
  }

  /** For each list whether it is wanted, by its number. */
  decide(isWanted: (tags: readonly string[]) => boolean): Uint8Array {
    return Uint8Array.from(this.#lists, (kept) => (kept && isWanted(kept.tags) ? 1 : 0));
  }

  /** Each tag and the number of labels with it, the most used first. */
  counts(): TagCount[] {
    const counts = new Map<string, number>();
    for (const kept of this.#lists) {
      for (const tag of kept?.tags ?? []) counts.set(tag, (counts.get(tag) ?? 0) + (kept?.uses ?? 0));
    }
    const sorted = [...counts].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
    return sorted.map(([tag, count]) => ({ tag, count }));
  }

  private add(key: string, tags: readonly string[]): TagListId {
    const id = this.#free.pop() ?? this.#lists.length;
    this.#lists[id] = { tags: [...tags], uses: 0 };
    this.#ids.set(key, id);
    return id;
  }
}
