import { signal } from '@angular/core';
import type { WantedField } from './label-keys.ts';

/** Which field a key asked for, until the inspector has put the cursor into it; and where one goes on after it. */
export class WantedFields {
  private readonly wanted = signal<WantedField | null>(null);
  readonly field = this.wanted.asReadonly();
  private readonly leaves = signal(0);
  /** Counts how often one was done with a field. */
  readonly left = this.leaves.asReadonly();

  want(field: WantedField): void {
    this.wanted.set(field);
  }

  clear(): void {
    this.wanted.set(null);
  }

  leave(): void {
    this.leaves.update((count) => count + 1);
  }
}
