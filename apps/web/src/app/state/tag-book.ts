import type { GalleryApi } from '../api/gallery-api.ts';

const FRESH_MS = 20_000;
const SHOWN = 8;
const order = new Intl.Collator();

interface Known {
  readonly tag: string;
  /** As it is looked for. */
  readonly text: string;
  readonly count: number;
}

/** The tags that are in use, for completion: what begins with what is typed first, then what holds it; each by use. */
export class TagBook {
  private known = new Map<string, Known>();
  /** By use; null when that has changed. There may be very many, and each letter that is typed looks through them. */
  private byUse: readonly Known[] | null = null;
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
    const known = this.known.get(tag) ?? knownOf(tag, 0);
    this.known.set(tag, { ...known, count: known.count + 1 });
    this.byUse = null;
  }

  suggest(typed: string, except: readonly string[]): string[] {
    const wanted = typed.trim().normalize('NFC').toLocaleLowerCase();
    const [begin, hold]: [string[], string[]] = [[], []];
    this.byUse ??= [...this.known.values()].sort((a, b) => b.count - a.count || order.compare(a.tag, b.tag));
    for (const { tag, text } of this.byUse) {
      const at = text.indexOf(wanted);
      if (at < 0 || except.includes(tag)) continue;
      const found = at === 0 ? begin : hold;
      if (found.length < SHOWN) found.push(tag);
      if (begin.length === SHOWN) break;
    }
    return [...begin, ...hold].slice(0, SHOWN);
  }

  private async read(): Promise<void> {
    try {
      const { tags } = await this.api.tags();
      this.known = new Map(tags.map(({ tag, count }) => [tag, knownOf(tag, count)]));
      this.byUse = null;
      this.readAt = this.now();
    } catch {
      // The server is away: completion goes by what is known.
    }
  }
}

function knownOf(tag: string, count: number): Known {
  return { tag, text: tag.toLocaleLowerCase(), count };
}
