import { computed, signal } from '@angular/core';
import type { GestureItem, GestureItemsAnswer, GestureItemsQuery } from '#contracts';

/** So many are shown beside a gesture. */
const FEW = 8;

/** The images that one gesture changed: the first few, and all of them page by page when somebody wants to see them. */
export class TouchedImages {
  private readonly read = signal<{ readonly items: readonly GestureItem[]; readonly next: number | undefined } | null>(
    null,
  );
  private readonly asking = signal(false);
  private readonly failed = signal(false);

  readonly items = computed(() => this.read()?.items ?? null);
  readonly hasMore = computed(() => this.read()?.next !== undefined);
  readonly isReading = this.asking.asReadonly();
  readonly hasFailed = this.failed.asReadonly();

  constructor(private readonly ask: (query: GestureItemsQuery) => Promise<GestureItemsAnswer>) {}

  /** The first few, unless they are here. */
  async begin(): Promise<void> {
    if (this.read() === null) await this.load({ limit: FEW });
  }

  async more(): Promise<void> {
    const read = this.read();
    if (read === null) await this.begin();
    else if (read.next !== undefined) await this.load({ after: read.next });
  }

  private async load(query: GestureItemsQuery): Promise<void> {
    if (this.asking()) return;
    this.asking.set(true);
    this.failed.set(false);
    try {
      const { items, next } = await this.ask(query);
      this.read.update((before) => ({ items: [...(before?.items ?? []), ...items], next }));
    } catch {
      // The server is away, or knows no such gesture any more: what was read stays.
      this.failed.set(true);
    } finally {
      this.asking.set(false);
    }
  }
}
