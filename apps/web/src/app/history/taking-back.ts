import { signal } from '@angular/core';
import type { UndoAnswer } from '#contracts';
import type { GalleryApi } from '../api/gallery-api.ts';
import type { LabelDesk } from '../state/label-desk.ts';
import type { UndoStack } from '../state/undo-stack.ts';

/** A gesture that somebody may be about to take back, and what that would do. */
interface Considered {
  readonly gesture: string;
  /** null while it is being found out. */
  readonly answer: UndoAnswer | null;
}

interface Parts {
  readonly api: Pick<GalleryApi, 'rehearseUndo'>;
  readonly desk: Pick<LabelDesk, 'undo' | 'sums'>;
  readonly undo: Pick<UndoStack, 'noteMany'>;
  /** What it would do could not be found out. */
  readonly failed: () => void;
}

/** Takes gestures of a list back, one at a time, each after it was said what that would do. */
export class TakingBack {
  private readonly shown = signal<Considered | null>(null);
  private readonly sent = signal<ReadonlySet<string>>(new Set());
  readonly considered = this.shown.asReadonly();
  readonly underWay = this.sent.asReadonly();

  constructor(private readonly parts: Parts) {}

  /** First what it would do: after many changes by others that may be less than one thinks. */
  async consider(gesture: string): Promise<void> {
    this.shown.set({ gesture, answer: null });
    try {
      const answer = await this.parts.api.rehearseUndo(gesture);
      this.shown.update((now) => (now?.gesture === gesture ? { gesture, answer } : now));
    } catch {
      // The server is away, or the gesture is too old: the list says so when it is read again.
      this.shown.update((now) => (now?.gesture === gesture ? null : now));
      this.parts.failed();
    }
  }

  leave(): void {
    this.shown.set(null);
  }

  takeBack(gesture: string, says: string): void {
    this.shown.set(null);
    this.parts.undo.noteMany(this.parts.desk.undo(gesture), `taking back “${says}”`);
    this.sent.update((all) => new Set([...all, gesture]));
  }

  /** True once when all that was under way has arrived. Reads signals. */
  hasArrived(): boolean {
    const isDone = this.parts.desk.sums().unsent === 0 && this.sent().size > 0;
    if (isDone) this.sent.set(new Set());
    return isDone;
  }
}
