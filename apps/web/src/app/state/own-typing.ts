import { signal } from '@angular/core';
import type { Clock } from '../sync/clock.ts';
import { TextDraft } from './text-draft.ts';

/** Whoever has not typed for this long is thinking of something else. */
const REST_MS = 20_000;

/** This person is typing a label: others are told, and they themselves are. */
export class OwnTyping {
  private readonly typing = signal(false);
  readonly isTyping = this.typing.asReadonly();
  private readonly held = signal<string | null>(null);
  /** The image of a text that stands in a field only: nobody else has it yet. */
  readonly unsaved = this.held.asReadonly();
  private cancel: () => void = () => undefined;

  constructor(private readonly clock: Clock) {}

  /** A key in a field. */
  note(): void {
    this.cancel();
    this.cancel = this.clock.after(REST_MS, () => {
      this.typing.set(false);
    });
    this.typing.set(true);
  }

  /** What one types into a field, and when it is to be saved. */
  draft(due: () => void): TextDraft {
    return new TextDraft(this.clock, due);
  }

  /** A field holds text of this image that was not saved; null when none does. */
  hold(path: string | null): void {
    this.held.set(path);
  }

  /** Done with the field. */
  end(): void {
    this.cancel();
    this.typing.set(false);
  }
}
