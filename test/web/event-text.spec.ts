import { EventText, frameOf, type EventBlock } from '../../apps/web/src/app/sync/event-text.ts';
import { EventParser } from '../support/event-parser.ts';
import { SeededRandom, rounds } from '../support/seeded-random.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const random = new SeededRandom();

function cutUp(all: Uint8Array): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < all.length;) {
    const length = random.chance(0.4) ? 1 : random.between(0, 40);
    pieces.push(all.slice(at, at + length));
    at += length;
  }
  return pieces;
}

function randomStream(): string {
  const ends = random.chance(0.3) ? ['\n', '\r', '\r\n'] : [random.pick(['\n', '\r\n', '\r'])];
  const words = ['', 'ü', '日本', '🎞️', 'a:b', ' two', '\ttab', '{"a":1}', 'data', '\u2028'];
  const line = (): string => {
    const value = Array.from({ length: random.below(3) }, () => random.pick(words)).join('');
    return random.pick([
      `data:${value}`,
      `data: ${value}`,
      `event: ${value}`,
      `id: ${value}`,
      'id',
      'data',
      `: ${value}`,
      `retry: ${String(random.below(9000))}`,
      'retry: soon',
      `other: ${value}`,
      '',
      '',
    ]);
  };
  return Array.from({ length: 40 }, () => line() + random.pick(ends)).join('');
}

describe('the text of a stream', () => {
  test(`UI13: cut anywhere it says what it says in one piece (seed ${random.seed})`, () => {
    for (let round = 0; round < rounds(200, 5000); round++) {
      const text = randomStream();
      const parser = new EventText();
      const blocks = cutUp(bytes(text)).flatMap((piece) => parser.push(piece));
      const expected = new EventParser();
      const events = expected.push(text);
      const found = blocks.filter((block) => block.data !== null);
      expect(found).toEqual(events.map(({ event, data, id }) => ({ event, data, id: id ?? null })));
      expect(blocks.reduce((last, { id }) => id ?? last, '')).toBe(expected.lastEventId);
      expect(parser.retryMs).toBe(expected.retryMs ?? null);
    }
  });

  test('UI13: an id without an event is a place to go on from, a comment is nothing', () => {
    const parser = new EventText();
    expect(parser.push(bytes(': hello\nretry: 2000\nid: e.7\n\n'))).toEqual([
      { event: 'message', data: null, id: 'e.7' },
    ]);
    expect(parser.retryMs).toBe(2000);
    expect(parser.push(bytes(': still there\n\n'))).toEqual([]);
  });

  test('UI13: frames are told by name, unknown names are passed over, and broken ones throw', () => {
    const block = (event: string, data: string): EventBlock => ({ event, data, id: null });
    expect(frameOf({ event: 'hb', data: '{"head":"e.1"}', id: 'e.1' })).toEqual({
      event: 'hb',
      data: { head: 'e.1' },
      id: 'e.1',
    });
    expect(frameOf(block('from-the-future', '{}'))).toBeNull();
    expect(frameOf(block('toString', '{}'))).toBeNull();
    expect(() => frameOf(block('hb', '{"head":'))).toThrow();
    expect(() => frameOf(block('hb', 'null'))).toThrow();
  });
});
