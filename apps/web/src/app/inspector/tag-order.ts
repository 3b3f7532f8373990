/**
 * Tags in the order in which most images have them. While the same images are meant the order stands still, for somebody has the
 * mouse on it: what nobody has any more keeps its place, and what is new comes last.
 */
export class TagOrder {
  private key: string | null = null;
  private order: readonly string[] = [];

  /** `key` tells one selection from another. */
  of(key: string, counts: ReadonlyMap<string, number>): readonly string[] {
    const isSame = key === this.key;
    const before = isSame ? this.order : [];
    const known = new Set(before);
    const added = [...counts]
      .filter(([tag]) => !known.has(tag))
      .sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
    this.key = key;
    this.order = [...before, ...added.map(([tag]) => tag)];
    return this.order;
  }
}
