import { signal } from '@angular/core';
import type { WantedField } from './label-keys.ts';

/**
 * The way from a key to a field of the inspector. The cursor is in the field before the key is let go of: the next letter
 * that is typed is text already, and no command.
 */
export class WantedFields {
  private readonly focusers = new Map<WantedField, () => void>();
  private readonly leaves = signal(0);
  /** Counts how often one was done with a field. */
  readonly left = this.leaves.asReadonly();

  /** Puts the inspector into the page as things stand now, at once. Set by whoever draws it. */
  show: () => void = () => undefined;

  /** A field that is there. Answers how to take it back. */
  register(field: WantedField, focus: () => void): () => void {
    this.focusers.set(field, focus);
    return () => {
      if (this.focusers.get(field) === focus) this.focusers.delete(field);
    };
  }

  want(field: WantedField): void {
    // The step to this image may not be drawn yet: the field would still be that of the image before.
    this.show();
    this.focusers.get(field)?.();
  }

  leave(): void {
    this.leaves.update((count) => count + 1);
  }
}
