import { signal } from '@angular/core';
import type { ItemRow, Metadata, Sidecar } from '#contracts';
import { isCalledOff } from '../api/failure.ts';
import type { GalleryApi } from '../api/gallery-api.ts';

export type KnownDetails = { readonly sidecar: Sidecar; readonly metadata: Metadata } | 'failed';

/** What is embedded in the files that are compared, read once for each state of a file, and only when somebody wants to see it. */
export class ComparedDetails {
  private readonly known = signal<ReadonlyMap<string, KnownDetails>>(new Map());
  private readonly asked = new Set<string>();
  private readonly control = new AbortController();

  constructor(private readonly api: Pick<GalleryApi, 'item' | 'metadata'>) {}

  /** undefined while it is on its way. */
  of(row: ItemRow): KnownDetails | undefined {
    return this.known().get(keyOf(row));
  }

  want(rows: readonly ItemRow[]): void {
    for (const row of rows) {
      if (this.asked.has(keyOf(row))) continue;
      this.asked.add(keyOf(row));
      void this.read(row);
    }
  }

  /** What failed is tried again the next time it is wanted. */
  forgetFailures(): void {
    const failed = [...this.known()].filter(([, details]) => details === 'failed').map(([key]) => key);
    for (const key of failed) this.asked.delete(key);
    if (failed.length > 0) this.known.update((all) => new Map([...all].filter(([key]) => !failed.includes(key))));
  }

  stop(): void {
    this.control.abort();
  }

  private async read(row: ItemRow): Promise<void> {
    const { signal: called } = this.control;
    try {
      const [sidecar, metadata] = await Promise.all([
        this.api.item(row.path, called),
        this.api.metadata(row.path, called),
      ]);
      this.keep(row, { sidecar, metadata });
    } catch (error) {
      // Refused, broken or away: the table says that this column is not known.
      if (!isCalledOff(error)) this.keep(row, 'failed');
    }
  }

  private keep(row: ItemRow, details: KnownDetails): void {
    this.known.update((all) => new Map(all).set(keyOf(row), details));
  }
}

function keyOf({ path, fingerprint }: ItemRow): string {
  return `${fingerprint}\n${path}`;
}
