import { signal } from '@angular/core';
import type { Observable } from 'rxjs';
import type { StreamStatus, ToHub } from '../sync/hub-protocol.ts';

/** How it stands with the stream, and with edits that wait for it. */
export class LiveStatus {
  private readonly known = signal<StreamStatus>('connecting');
  readonly status = this.known.asReadonly();

  constructor(private readonly line: { readonly status$: Observable<StreamStatus>; send(message: ToHub): void }) {
    line.status$.subscribe((status) => {
      this.known.set(status);
    });
  }

  /** Tries now, not when the pause is over. */
  hurry(): void {
    this.line.send({ kind: 'hurry' });
  }
}
