import type { GalleryApi } from '../api/gallery-api.ts';

const FRESH_MS = 20_000;
const SHOWN = 8;

/** The tags that are in use, for completion: what begins with what is typed first, then what holds it; each by use. */
export class TagBook {
  private counts = new Map<string, number>();
  private readAt = -Infinity;
  private reading: Promise<void> | null = null;

  constructor(
    private readonly api: Pick<GalleryApi, 'tags'>,
    private readonly now: () => number,
  ) {}

  /** Somebody begins to type: what is known is good enough meanwhile. */
  prepare(): Promise<void> {
    if (this.now() - this.readAt < FRESH_MS) return Promise.resolve();
    this.reading ??= this.read().finally(() => (this.reading = null));
    return this.reading;
  }

  /** A tag that was just given can be had at once. */
  noteUse(tag: string): void {
    this.counts.set(tag, (this.counts.get(tag) ?? 0) + 1);
  }

  suggest(typed: string, except: readonly string[]): string[] {
    const wanted = typed.trim().normalize('NFC').toLocaleLowerCase();
    const ranked: { tag: string; rank: number; count: number }[] = [];
    for (const [tag, count] of this.counts) {
      const at = tag.toLocaleLowerCase().indexOf(wanted);
      if (at >= 0 && !except.includes(tag)) ranked.push({ tag, rank: at === 0 ? 0 : 1, count });
    }
    ranked.sort((a, b) => a.rank - b.rank || b.count - a.count || a.tag.localeCompare(b.tag));
    return ranked.slice(0, SHOWN).map(({ tag }) => tag);
  }

  private async read(): Promise<void> {
    try {
      const { tags } = await this.api.tags();
      this.counts = new Map(tags.map(({ tag, count }) => [tag, count]));
      this.readAt = this.now();
    } catch {
      // The server is away: completion goes by what is known.
    }
  }
}
