import { DestroyRef, inject } from '@angular/core';
import type { GestureLog } from '../state/gesture-log.ts';
import { Gently } from '../state/gently.ts';
import { browserClock } from '../sync/clock.ts';
import type { LiveFrame } from '../sync/hub-protocol.ts';
import { LiveLine } from '../sync/live-line.ts';

/** What is new is asked for this often at most. */
const LOOK_MS = 2000;

const written: ReadonlySet<LiveFrame['event']> = new Set<LiveFrame['event']>([
  'item-updated',
  'items-updated',
  'metrics-updated',
]);

/** Has the log look for what is new whenever somebody wrote. To be asked where there is another reason. Call it where a component is made. */
export function lookWhenWritten(log: GestureLog): { ask(): void } {
  const looking = new Gently(() => log.look(), browserClock, LOOK_MS);
  const hearing = inject(LiveLine).frames$.subscribe(({ event }) => {
    if (written.has(event)) looking.ask();
    // It may be another history by now, with numbers of its own.
    else if (event === 'resync') void log.refresh();
  });
  inject(DestroyRef).onDestroy(() => {
    hearing.unsubscribe();
    looking.stop();
  });
  return looking;
}
