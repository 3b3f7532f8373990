import { Observable } from 'rxjs';

/**
 * Holds back what comes until the answer is there, hands it out in its order, and lets pass what comes after it: for
 * whoever joins what is running already. Listen, ask for what there is, take the answer; then what was told meanwhile, by
 * version. When the question fails, nothing was held for: it ends with that error.
 */
export function heldUntil<T>(events: Observable<T>, answer: Promise<unknown>): Observable<T> {
  return new Observable((whoever) => {
    let held: T[] | null = [];
    const listening = events.subscribe({
      next: (event) => {
        if (held === null) whoever.next(event);
        else held.push(event);
      },
      error: (error: unknown) => {
        whoever.error(error);
      },
    });
    answer.then(
      () => {
        // What comes while these are handed out stands behind them.
        for (const queue = held ?? []; queue.length > 0;) for (const event of queue.splice(0)) whoever.next(event);
        held = null;
      },
      (error: unknown) => {
        whoever.error(error);
      },
    );
    return listening;
  });
}
