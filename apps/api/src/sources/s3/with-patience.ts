import type { Buffer } from 'node:buffer';
import type { Readable } from 'node:stream';
import type { Clock } from '../../shared/clock.ts';

/** A store that says nothing for so long while one waits is not going to. */
const silenceMs = 10_000;

/** The pieces of a stream. Only the time is counted in which one waits for the next, not that in which it is passed on. */
export async function* withPatience(stream: Readable, clock: Clock): AsyncGenerator<Buffer> {
  const pieces = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  for (;;) {
    const cancel = clock.after(silenceMs, () => stream.destroy(new Error('The store has gone silent.')));
    const next = await pieces.next().finally(cancel);
    if (next.done === true) return;
    yield next.value;
  }
}
