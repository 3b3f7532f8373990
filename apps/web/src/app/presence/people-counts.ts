import { computed, signal, type Signal } from '@angular/core';
import type { ScopeCounts } from '#contracts';
import type { LiveFrame } from '../sync/hub-protocol.ts';

/** How many people are where: numbers of the server only, none of them worked out here. */
export class PeopleCounts {
  private readonly known = signal<ReadonlyMap<string, ScopeCounts>>(new Map());
  /** Folders without people are not in it. */
  readonly byFolder: Signal<ReadonlyMap<string, ScopeCounts>> = this.known.asReadonly();
  private streamId: string | null = null;
  private heard = 0;
  private readonly heardOf = new Map<string, number>();

  of(folder: () => string): Signal<ScopeCounts | null> {
    return computed(() => this.known().get(folder()) ?? null, { equal: isSame });
  }

  hear(frame: LiveFrame): void {
    if (frame.event === 'presence') {
      this.heardOf.set(frame.data.gallery_id, (this.heard += 1));
      this.put(frame.data);
    } else if (frame.event === 'hb' && frame.data.stream_id !== this.streamId) {
      // What stands comes right after it; folders that have become empty meanwhile are not mentioned.
      this.streamId = frame.data.stream_id;
      this.heardOf.clear();
      this.known.set(new Map());
    }
  }

  /** To be taken before a question is asked, and given back with its answer. */
  mark(): number {
    return this.heard;
  }

  /** An answer may have been overtaken by what the stream said since the question. */
  answer(counts: ScopeCounts, mark: number): void {
    if ((this.heardOf.get(counts.gallery_id) ?? 0) <= mark) this.put(counts);
  }

  /** Nobody tells any more: no number is better than an old one. */
  forget(): void {
    this.known.set(new Map());
  }

  private put({ gallery_id, viewing, editing }: ScopeCounts): void {
    const before = this.known().get(gallery_id) ?? null;
    const after = viewing > 0 ? { gallery_id, viewing, editing } : null;
    if (isSame(before, after)) return;
    const next = new Map(this.known());
    if (after === null) next.delete(gallery_id);
    else next.set(gallery_id, after);
    this.known.set(next);
  }
}

function isSame(a: ScopeCounts | null, b: ScopeCounts | null): boolean {
  return a?.gallery_id === b?.gallery_id && a?.viewing === b?.viewing && a?.editing === b?.editing;
}
