import { signal } from '@angular/core';
import { limits } from '#contracts';

const NAME = 'lenslet:own-views';

/** The views that were made in this browser, by their ids. Without storage it is known as long as the page is open. */
export class MadeHere {
  private readonly known = signal<ReadonlySet<string>>(new Set());
  readonly ids = this.known.asReadonly();

  constructor(private readonly storage: Storage | null) {
    this.known.set(new Set(this.read()));
  }

  add(id: string): void {
    // Another tab may have made some.
    const ids = [...new Set([...this.read(), ...this.known(), id])].slice(-limits.views);
    this.known.set(new Set(ids));
    try {
      this.storage?.setItem(NAME, JSON.stringify(ids));
    } catch {
      // Storage is full or off: it is known until the page is closed.
    }
  }

  private read(): string[] {
    try {
      const ids: unknown = JSON.parse(this.storage?.getItem(NAME) ?? '[]');
      return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
    } catch {
      // Storage is off, or another program wrote there.
      return [];
    }
  }
}
