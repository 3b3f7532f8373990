import { EventParser, type ParsedEvent } from '../../support/event-parser.ts';

function parse(text: string): ParsedEvent[] {
  return new EventParser().push(text);
}

/** What an event is, with its name, text and id in one place. */
function event(data: string, name = 'message', id?: string): ParsedEvent {
  return { event: name, data, id };
}

describe('the reader of server-sent events that the tests use', () => {
  it.each([
    ['LF', '\n'],
    ['CR', '\r'],
    ['CRLF', '\r\n'],
  ])('takes %s for the end of a line, in whatever pieces the text comes', (_, end) => {
    const lines = ['event: one', 'id: a.1', 'data: {"x":1}', '', ': hb', '', 'data: two', 'data: lines', '', ''];
    const text = lines.join(end);
    const expected = [event('{"x":1}', 'one', 'a.1'), event('two\nlines')];
    expect(parse(text)).toEqual(expected);
    for (let cut = 0; cut <= text.length; cut += 1) {
      const parser = new EventParser();
      const found = [...parser.push(text.slice(0, cut)), ...parser.push(text.slice(cut))];
      expect({ cut, found, cursor: parser.lastEventId }).toEqual({ cut, found: expected, cursor: 'a.1' });
    }
    const parser = new EventParser();
    expect(Array.from(text).flatMap((character) => parser.push(character))).toEqual(expected);
  });

  it('takes line ends of all kinds in one stream', () => {
    expect(parse('data: a\r\ndata: b\rdata: c\n\r\ndata: d\r\r')).toEqual([event('a\nb\nc'), event('d')]);
  });

  it('hands out nothing before the empty line, and nothing for an event without data', () => {
    const parser = new EventParser();
    expect(parser.push('event: cut\nid: a.2\ndata: half')).toEqual([]);
    expect(parser.lastEventId).toBe('');
    expect(parser.push('\n\n')).toEqual([event('half', 'cut', 'a.2')]);
    expect(parser.push('event: empty\n\ndata: next\n\n')).toEqual([event('next')]);
  });

  it('keeps an id that comes without an event, and the last one until another comes', () => {
    const parser = new EventParser();
    expect(parser.push('retry: 2000\nid: a.5\n\n')).toEqual([]);
    expect([parser.lastEventId, parser.retryMs]).toEqual(['a.5', 2000]);
    expect(parser.push('data: x\n\n')).toEqual([event('x')]);
    expect(parser.lastEventId).toBe('a.5');
    parser.push('id\ndata: y\n\n');
    expect(parser.lastEventId).toBe('');
  });

  it('ignores an id with NUL, a retry that is no number, unknown fields and comments', () => {
    const parser = new EventParser();
    parser.push('id: a.1\n\n');
    expect(parser.push('id: b\0c\nretry: 1e3\nretry: \nother: x\n: comment\n:\ndata: z\n\n')).toEqual([event('z')]);
    expect([parser.lastEventId, parser.retryMs]).toEqual(['a.1', undefined]);
  });

  it('takes off one space after the colon, and no more', () => {
    expect(parse('data:a\n\ndata:  b: c \n\ndata\n\n')).toEqual([event('a'), event(' b: c '), event('')]);
  });

  it('leaves characters alone that only other programs take for the end of a line', () => {
    expect(parse('data: a\u2028b\u2029c\u0085d\u000be\u000cf😀\n\n')).toEqual([
      event('a\u2028b\u2029c\u0085d\u000be\u000cf😀'),
    ]);
  });
});
