import type { StreamNotices } from '#contracts';
import type { IndexNews } from '../../../apps/api/src/catalogue/index-news.ts';
import type { Announcer } from '../../../apps/api/src/events/announcer.ts';
import type { DomainEvents } from '../../../apps/api/src/events/domain-events.ts';
import { PresenceBoard } from '../../../apps/api/src/presence/presence-board.ts';
import { PresenceDesk } from '../../../apps/api/src/presence/presence-desk.ts';
import { PresenceNews } from '../../../apps/api/src/presence/presence-news.ts';
import { StreamHub } from '../../../apps/api/src/stream/stream-hub.ts';
import { LiveKeeping } from '../../../apps/api/src/upkeep/live-keeping.ts';
import { EventParser } from '../../support/event-parser.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { settled, StoreDouble } from '../../support/store-double.ts';

const seconds = 1000;
const presence = { viewTtlMs: 75 * seconds, editTtlMs: 60 * seconds, pruneEveryMs: 5 * seconds, hasLeases: true };
const stream = { replayLimit: 100, heartbeatMs: 15 * seconds, lifetimeMs: 900 * seconds };
const visitor = { person: null, mayEdit: true };

/** Everything that is live, on one clock that a test turns. */
function makeKeeping() {
  const clock = new FakeClock();
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const announcer: Announcer = {
    announce(name, event) {
      if (name === 'presence-changed') hub.notify('presence', event as DomainEvents['presence-changed']);
      if (name === 'stream-closed') desk.closeStream((event as DomainEvents['stream-closed']).streamId);
    },
  };
  const board = new PresenceBoard(presence, () => clock.monotonic());
  const desk = new PresenceDesk(board, new PresenceNews(board, announcer, clock), presence, clock);
  const hub = new StreamHub(new StoreDouble(), announcer, clock, stream, log);
  // Only what is used here of a part that lists folders.
  const index = { tell: () => undefined } as unknown as IndexNews;
  const keeping = new LiveKeeping(desk, hub, index);
  const parser = new EventParser();
  const told: { readonly name: string; readonly data: unknown }[] = [];
  const reader = hub.open(
    {
      writableLength: 0,
      write(bytes, taken) {
        for (const { event, data } of parser.push(bytes.toString())) told.push({ name: event, data: JSON.parse(data) });
        taken?.();
      },
      end: () => undefined,
      destroy: () => undefined,
    },
    undefined,
  );
  const all = <Name extends keyof StreamNotices>(name: Name): StreamNotices[Name][] =>
    told.flatMap((event) => (event.name === name ? [event.data as StreamNotices[Name]] : []));
  /** As upkeep does it: once a second. */
  const pass = async (count: number): Promise<void> => {
    for (let second = 0; second < count; second += 1) {
      clock.advance(1 * seconds);
      keeping.tick();
      await settled();
    }
  };
  return { clock, desk, hub, keeping, reader, all, pass };
}

describe('what everyone sees happen, second by second', () => {
  it('PR8, PR9: someone who vanished is gone after the view TTL and a prune, also from a folder where nothing else happens', async () => {
    const { desk, all, pass } = makeKeeping();
    desk.join({ gallery_id: '/a', client_id: 'tab' }, visitor);
    await pass(74);
    expect(all('presence').map(({ viewing }) => viewing)).toEqual([1]);
    await pass(6);
    expect(all('presence').map(({ viewing }) => viewing)).toEqual([1, 0]);
  });

  it('PR2, C16: who stops editing is told to be looking only', async () => {
    const { desk, all, pass } = makeKeeping();
    desk.beat({ gallery_id: '/a', client_id: 'tab', status: 'editing' }, visitor);
    await pass(66);
    expect(all('presence').map(({ viewing, editing }) => [viewing, editing])).toEqual([
      [1, 1],
      [1, 0],
    ]);
  });

  it('PR9: a tab whose stream closed is gone ten seconds later', async () => {
    const { desk, hub, reader, pass } = makeKeeping();
    desk.join({ gallery_id: '/a', client_id: 'tab', stream_id: reader.id }, visitor);
    hub.close(reader);
    await pass(9);
    expect(desk.join({ gallery_id: '/a', client_id: 'other' }, visitor).viewing).toBe(2);
    await pass(2);
    expect(desk.beat({ gallery_id: '/a', client_id: 'other' }, visitor).viewing).toBe(1);
  });

  it('C10, K2: after the process stood still, whoever speaks within two fifths of the view TTL is kept', async () => {
    const { clock, desk, pass } = makeKeeping();
    for (const client_id of ['speaks', 'is gone']) desk.join({ gallery_id: '/a', client_id }, visitor);
    await pass(10);
    clock.advance(120 * seconds);
    await pass(29);
    expect(desk.beat({ gallery_id: '/a', client_id: 'speaks' }, visitor).viewing).toBe(2);
    await pass(10);
    expect(desk.beat({ gallery_id: '/a', client_id: 'speaks' }, visitor).viewing).toBe(1);
  });

  it('ST7: a heartbeat every 15 s', async () => {
    const { all, pass } = makeKeeping();
    await pass(46);
    expect(all('hb')).toHaveLength(4);
  });
});
