import { signal } from '@angular/core';

/** The sheet of keys, the list of commands, one's own name. */
export type DialogName = 'keys' | 'palette' | 'name';

/** Which dialog is open: one at a time. */
export class Dialogs {
  private readonly shown = signal<DialogName | null>(null);
  readonly current = this.shown.asReadonly();

  open(name: DialogName): void {
    this.shown.set(name);
  }

  close(): void {
    this.shown.set(null);
  }
}
