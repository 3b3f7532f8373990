import { EventEmitter } from 'node:events';
import { ExportReader, type Line } from '../../../apps/api/src/exchange/export-reader.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const minute = 60_000;

function world(pieceBytes: number) {
  const clock = new FakeClock();
  const events = new EventEmitter();
  const line = Object.assign(events, {
    destroyed: false,
    destroy: () => {
      line.destroyed = true;
      events.emit('close');
    },
  });
  const seen = { left: false, mayStay: true };
  const reader = new ExportReader('Ada', () => seen.mayStay, line as unknown as Line, clock);
  async function* endless(): AsyncGenerator<Uint8Array, void> {
    try {
      for (;;) yield await Promise.resolve(new Uint8Array(pieceBytes));
    } finally {
      seen.left = true;
    }
  }
  const pieces = reader.taking(endless());
  return { clock, line, events, reader, pieces, seen };
}

describe('EX2: the reader of an export', () => {
  it('may take nothing for five minutes, and not longer', async () => {
    const { clock, line, pieces, reader } = world(4);
    await pieces.next();
    clock.advance(5 * minute);
    expect(line.destroyed).toBe(false);
    clock.advance(1);
    expect([line.destroyed, reader.left.aborted]).toEqual([true, true]);
  });

  it('may not take a few bytes every four minutes', async () => {
    const { clock, line, pieces } = world(1000);
    await pieces.next();
    clock.advance(4 * minute);
    await pieces.next();
    expect(line.destroyed).toBe(false);
    clock.advance(4 * minute);
    expect(line.destroyed).toBe(true);
  });

  it('may take 4 KB a second for hours, and has five minutes in hand after that', async () => {
    const { clock, line, pieces } = world(240_000);
    await pieces.next();
    for (let minutes = 0; minutes < 300; minutes += 1) {
      clock.advance(minute);
      await pieces.next();
    }
    // What was taken fast does not add up to a day of silence.
    for (let turn = 0; turn < 1000; turn += 1) await pieces.next();
    clock.advance(6 * minute - 1);
    expect(line.destroyed).toBe(false);
    clock.advance(1);
    expect(line.destroyed).toBe(true);
  });

  it('is not timed while the server makes the next piece, nor after the end', async () => {
    const { clock, line, pieces, events } = world(4);
    await pieces.next();
    await pieces.return();
    clock.advance(60 * minute);
    expect([line.destroyed, events.listenerCount('close')]).toEqual([false, 0]);
  });

  it('SC2: gets no further page once the token is no good', async () => {
    const { pieces, seen } = world(4);
    expect((await pieces.next()).done).toBe(false);
    seen.mayStay = false;
    await expect(pieces.next()).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(seen.left).toBe(true);
  });

  it('has left when the line was closed before anyone looked', () => {
    const line = Object.assign(new EventEmitter(), { destroyed: true, destroy: () => undefined });
    const reader = new ExportReader(null, () => true, line as unknown as Line, new FakeClock());
    expect([reader.left.aborted, line.listenerCount('close')]).toEqual([true, 0]);
  });
});
