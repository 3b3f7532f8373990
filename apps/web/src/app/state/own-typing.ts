import { signal } from '@angular/core';
import type { Clock } from '../sync/clock.ts';

/** Whoever has not typed for this long is thinking of something else. */
const REST_MS = 20_000;

/** This person is typing a label: others are told, and they themselves are. */
export class OwnTyping {
  private readonly typing = signal(false);
  readonly isTyping = this.typing.asReadonly();
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

  /** Done with the field. */
  end(): void {
    this.cancel();
    this.typing.set(false);
  }
}
