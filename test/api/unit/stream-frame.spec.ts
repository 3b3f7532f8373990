import { farewellOf, frameOf, openingOf } from '../../../apps/api/src/stream/frame.ts';
import { EventParser } from '../../support/event-parser.ts';
import { randomText } from '../../support/labels-file-samples.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';

const seed = chooseSeed();

/** In pieces of so many bytes at most, whatever characters that cuts. */
function readIn(bytes: Buffer, size = bytes.length) {
  const [parser, decoder] = [new EventParser(), new TextDecoder()];
  const events = [];
  for (let at = 0; at < bytes.length; at += size) {
    events.push(...parser.push(decoder.decode(bytes.subarray(at, at + size), { stream: true })));
  }
  return { events, parser };
}

describe('ST2: a frame', () => {
  it('is the name, the cursor where it has one, and one line of data', () => {
    expect(frameOf('item-updated', '{"a":1}', 'e.7').toString()).toBe(
      'event: item-updated\nid: e.7\ndata: {"a":1}\n\n',
    );
    expect(frameOf('hb', '{}').toString()).toBe('event: hb\ndata: {}\n\n');
  });

  it.each([
    'x\n\nevent: bye\ndata: {}\n\n',
    '\r\ndata: forged\r\n\r\n',
    'id: 99\nretry: 1\n',
    '\u2028\u2029\u0085\u000b\u000c',
    '\u0000\u0001\ufeff',
    ': a comment',
    '\ud83d',
    '</script><script>',
  ])('comes back as the one event it was, whatever text is in it: %j', (text) => {
    const value = { notes: text, tags: [text], [text]: 1 };
    const { events, parser } = readIn(frameOf('item-updated', JSON.stringify(value), 'e.1'));
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ event: 'item-updated', id: 'e.1' });
    expect(JSON.parse(events[0]!.data)).toEqual(value);
    expect([parser.lastEventId, parser.retryMs]).toEqual(['e.1', undefined]);
  });

  it(`comes back in any pieces, one after the other, with seed ${seed}`, () => {
    const random = new SeededRandom(seed);
    for (let round = 0; round < rounds(50, 5000); round += 1) {
      const values = Array.from({ length: random.between(1, 20) }, () => ({ notes: randomText(random, 12) }));
      const frames = values.map((value, at) => frameOf('item-updated', JSON.stringify(value), `e.${at}`));
      const { events } = readIn(Buffer.concat(frames), random.between(1, 40));
      expect(events.map(({ data }): unknown => JSON.parse(data))).toEqual(values);
      expect(events.map(({ id }) => id)).toEqual(values.map((_, at) => `e.${at}`));
    }
  });
});

describe('the first and the last bytes', () => {
  it('ST7: say how long to wait and where to go on, without being an event', () => {
    const { events, parser } = readIn(openingOf('e.7'));
    expect([events, parser.retryMs, parser.lastEventId]).toEqual([[], 2000, 'e.7']);
    expect(openingOf(undefined).toString()).toBe('retry: 2000\n\n');
  });

  it('ST9: say goodbye, and when to come back', () => {
    const { events, parser } = readIn(farewellOf('{"reason":"shutdown"}', 1234));
    expect(events).toEqual([{ event: 'bye', data: '{"reason":"shutdown"}', id: undefined }]);
    expect(parser.retryMs).toBe(1234);
  });
});
