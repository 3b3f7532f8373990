/** @jest-environment node */
import { askedPause, pauseAfter } from '../../apps/web/src/app/sync/backoff.ts';
import type { LiveFrame, StreamStatus } from '../../apps/web/src/app/sync/hub-protocol.ts';
import { StreamLink } from '../../apps/web/src/app/sync/stream-link.ts';
import { FakeClock } from './support/fake-clock.ts';
import { PlayedStreams, heartbeat, itemEvent } from './support/faux-stream.ts';

class Listening {
  readonly clock = new FakeClock();
  readonly server = new PlayedStreams(() => this.clock.now);
  readonly frames: LiveFrame[] = [];
  readonly statuses: StreamStatus[] = [];
  onFrame: (frame: LiveFrame) => void = () => undefined;
  readonly link = new StreamLink(
    'http://gallery/base/',
    this.clock,
    {
      frame: (frame) => {
        this.onFrame(frame);
        this.frames.push(frame);
      },
      status: (status) => this.statuses.push(status),
    },
    this.server.send,
  );

  async begin(): Promise<this> {
    this.link.start();
    await this.clock.pass(0);
    return this;
  }

  async live(stream = 's1'): Promise<this> {
    await this.begin();
    await this.server.last.write(`retry: 2000\nid: e.5\n\n${heartbeat(stream)}`);
    return this;
  }

  names(): string[] {
    return this.frames.map(({ event }) => event);
  }
}

describe('the pause before the next try', () => {
  test('UI13: doubles from 1–2 s to 15–30 s, and nobody comes in step', () => {
    const table = [1, 2, 3, 4, 5, 6, 50].map((failures) => [pauseAfter(failures, 0), pauseAfter(failures, 1)]);
    expect(table).toEqual([
      [1000, 2000],
      [2000, 4000],
      [4000, 8000],
      [8000, 16_000],
      [15_000, 30_000],
      [15_000, 30_000],
      [15_000, 30_000],
    ]);
  });

  test('UI13: Retry-After may be seconds or a date, and asks for two minutes at most', () => {
    const wall = Date.UTC(2026, 0, 1);
    expect(askedPause('7', wall)).toBe(7000);
    expect(askedPause('Thu, 01 Jan 2026 00:00:09 GMT', wall)).toBe(9000);
    expect(askedPause('9999', wall)).toBe(120_000);
    for (const nothing of [null, '', 'soon', '-3']) expect(askedPause(nothing, wall)).toBe(0);
  });
});

describe('the link to the stream', () => {
  test('UI13: is connecting, then live with the first sign of life; asks below the base path', async () => {
    const heard = await new Listening().begin();
    expect(heard.server.last.url).toBe('http://gallery/base/events');
    expect(heard.server.last.lastEventId).toBeNull();
    expect(heard.statuses).toEqual(['connecting']);
    await heard.server.last.write(heartbeat());
    expect(heard.statuses).toEqual(['connecting', 'live']);
  });

  test('UI13: goes on from the last event that was handed on, also from an id without one', async () => {
    const heard = await new Listening().live();
    await heard.server.last.break();
    await heard.clock.pass(2000);
    expect(heard.server.last.lastEventId).toBe('e.5');
    await heard.server.last.write(itemEvent('e.6') + itemEvent('e.7').slice(0, -2));
    await heard.server.last.end();
    await heard.clock.pass(3000);
    expect(heard.server.last.lastEventId).toBe('e.6');
  });

  test('UI13: an event that could not be handed on is asked for again', async () => {
    const heard = await new Listening().live();
    heard.onFrame = ({ event }) => {
      if (event === 'item-updated') throw new Error('The port is gone.');
    };
    await heard.server.last.write(itemEvent('e.6'));
    heard.onFrame = () => undefined;
    await heard.clock.pass(2000);
    expect(heard.server.last.lastEventId).toBe('e.5');
  });

  test('UI13: what is no JSON breaks the stream off, and it is resumed', async () => {
    const heard = await new Listening().live();
    await heard.server.last.write(`event: item-updated\nid: e.6\ndata: {"half\n\n`);
    expect(heard.server.connections[0]?.isCut()).toBe(true);
    await heard.clock.pass(2000);
    expect(heard.server.connections).toHaveLength(2);
    expect(heard.server.last.lastEventId).toBe('e.5');
    await heard.server.last.write(heartbeat('s2'));
    expect(heard.statuses).toEqual(['connecting', 'live', 'reconnecting', 'live']);
  });

  test('UI13: tries less and less often, and anew after it was live', async () => {
    const heard = new Listening();
    heard.server.answer = { kind: 'unreachable' };
    await heard.begin();
    await heard.clock.pass(100_000);
    const times = heard.server.connections.map(({ at }) => at);
    const pauses = times.slice(1).map((at, place) => at - (times[place] ?? 0));
    expect(pauses.slice(0, 6)).toEqual([1500, 3000, 6000, 12_000, 22_500, 22_500]);
    expect(heard.statuses).toEqual(['connecting', 'offline']);
    heard.server.answer = { kind: 'open' };
    await heard.clock.pass(22_500);
    await heard.server.last.write(heartbeat());
    await heard.server.last.break();
    const { at } = heard.server.last;
    await heard.clock.pass(1500);
    expect(heard.server.last.at).toBeGreaterThan(at);
    expect(heard.statuses).toEqual(['connecting', 'offline', 'live', 'reconnecting']);
  });

  test.each([502, 503, 429, 404, 500])('UI13: an answer of %i is no end: it comes back', async (status) => {
    const heard = new Listening();
    heard.server.answer = { kind: 'status', status };
    await heard.begin();
    await heard.clock.pass(1500);
    expect(heard.server.connections).toHaveLength(2);
  });

  test('UI13: waits for as long as Retry-After says', async () => {
    const heard = new Listening();
    heard.server.answer = { kind: 'status', status: 503, retryAfter: '20' };
    await heard.begin();
    await heard.clock.pass(19_900);
    expect(heard.server.connections).toHaveLength(1);
    await heard.clock.pass(100);
    expect(heard.server.connections).toHaveLength(2);
  });

  test('UI13: after bye it comes back when it was told to', async () => {
    const heard = await new Listening().live();
    await heard.server.last.write('retry: 7000\nevent: bye\ndata: {"reason":"shutdown"}\n\n');
    await heard.server.last.end();
    await heard.clock.pass(6900);
    expect(heard.server.connections).toHaveLength(1);
    await heard.clock.pass(100);
    expect(heard.server.connections).toHaveLength(2);
  });

  test('UI13: 401 is signed-out, and nothing is tried until somebody asks', async () => {
    const heard = new Listening();
    heard.server.answer = { kind: 'status', status: 401 };
    await heard.begin();
    await heard.clock.pass(300_000);
    expect(heard.server.connections).toHaveLength(1);
    expect(heard.statuses).toEqual(['connecting', 'signed-out']);
    heard.server.answer = { kind: 'open' };
    heard.link.hurry();
    await heard.clock.pass(0);
    await heard.server.last.write(heartbeat());
    expect(heard.statuses).toEqual(['connecting', 'signed-out', 'connecting', 'live']);
  });

  test('UI13: 40 s without a byte is a dead stream, a comment is life', async () => {
    const heard = await new Listening().live();
    await heard.clock.pass(35_000);
    await heard.server.last.write(': \n');
    await heard.clock.pass(38_000);
    expect(heard.server.connections).toHaveLength(1);
    await heard.clock.pass(10_000);
    expect(heard.server.connections[0]?.isCut()).toBe(true);
    expect(heard.server.connections).toHaveLength(2);
    expect(heard.statuses.slice(0, 3)).toEqual(['connecting', 'live', 'reconnecting']);
  });

  test('UI13: a try that hangs is given up as well', async () => {
    const heard = new Listening();
    heard.server.answer = { kind: 'hanging' };
    await heard.begin();
    await heard.clock.pass(50_000);
    expect(heard.server.connections.length).toBeGreaterThan(1);
    expect(heard.statuses).toEqual(['connecting', 'offline']);
  });

  test('UI13: a machine that slept comes back at once, and nobody is offline', async () => {
    const heard = await new Listening().live();
    await heard.clock.pass(2000);
    heard.clock.sleep(3_600_000);
    await heard.clock.pass(3000);
    expect(heard.server.connections).toHaveLength(2);
    await heard.server.last.write(heartbeat('s2'));
    expect(heard.statuses).toEqual(['connecting', 'live', 'reconnecting', 'live']);
  });

  test('UI13: offline after 10 s without a stream, or three tries', async () => {
    const heard = await new Listening().live();
    heard.server.answer = { kind: 'hanging' };
    await heard.server.last.break();
    await heard.clock.pass(9900);
    expect(heard.statuses.at(-1)).toBe('reconnecting');
    await heard.clock.pass(100);
    expect(heard.statuses.at(-1)).toBe('offline');

    const other = await new Listening().live();
    other.server.answer = { kind: 'unreachable' };
    await other.server.last.break();
    await other.clock.pass(4500);
    expect(other.server.connections).toHaveLength(3);
    expect(other.statuses.at(-1)).toBe('offline');
  });

  test('UI13: hurry tries now, leaves a live stream and a young try alone', async () => {
    const heard = await new Listening().live();
    heard.link.hurry();
    await heard.clock.pass(0);
    expect(heard.server.connections).toHaveLength(1);
    await heard.server.last.break();
    heard.link.hurry();
    await heard.clock.pass(0);
    expect(heard.server.connections).toHaveLength(2);
    heard.link.hurry();
    await heard.clock.pass(0);
    expect(heard.server.connections).toHaveLength(2);
    heard.link.stop();
    heard.link.hurry();
    await heard.clock.pass(60_000);
    expect(heard.server.connections).toHaveLength(2);
    expect(heard.server.last.isCut()).toBe(true);
  });

  test('UI13: another gallery on the same port: the cursor is dropped, and everyone is told to ask again', async () => {
    const heard = await new Listening().live();
    await heard.server.last.break();
    await heard.clock.pass(1500);
    expect(heard.server.last.lastEventId).toBe('e.5');
    await heard.server.last.write(heartbeat('s2', 'another', 'x.9') + itemEvent('x.10'));
    await heard.clock.pass(0);
    expect(heard.server.connections).toHaveLength(3);
    expect(heard.server.last.lastEventId).toBeNull();
    expect(heard.names()).toEqual(['hb', 'resync']);
    await heard.server.last.write(heartbeat('s3', 'another', 'x.10'));
    expect(heard.names()).toEqual(['hb', 'resync', 'hb']);
    expect(heard.statuses.at(-1)).toBe('live');
  });

  test('UI13: a server that says resync itself is taken at its word', async () => {
    const heard = await new Listening().live();
    await heard.server.last.break();
    await heard.clock.pass(1500);
    const resync = 'event: resync\nid: x.9\ndata: {"reason":"unknown_epoch","head":"x.9"}\n\n';
    await heard.server.last.write(resync + heartbeat('s2', 'another', 'x.9'));
    await heard.clock.pass(0);
    expect(heard.server.connections).toHaveLength(2);
    expect(heard.names()).toEqual(['hb', 'resync', 'hb']);
    await heard.server.last.break();
    await heard.clock.pass(1500);
    expect(heard.server.last.lastEventId).toBe('x.9');
  });
});
