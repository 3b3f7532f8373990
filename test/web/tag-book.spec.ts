import type { TagsAnswer } from '#contracts';
import { TagBook } from '../../apps/web/src/app/state/tag-book.ts';
import { Gates } from './support/gates.ts';
import { settled } from './support/fake-clock.ts';

function make(): { book: TagBook; gates: Gates<null, TagsAnswer>; pass: (ms: number) => void } {
  const gates = new Gates<null, TagsAnswer>();
  let now = 0;
  const book = new TagBook({ tags: () => gates.call(null) }, () => now);
  return { book, gates, pass: (ms) => (now += ms) };
}

async function read(book: TagBook, gates: Gates<null, TagsAnswer>, counts: Record<string, number>): Promise<void> {
  const reading = book.prepare();
  gates.open[0]?.answer({ tags: Object.entries(counts).map(([tag, count]) => ({ tag, count })) });
  await reading;
}

describe('completion of tags', () => {
  test('UI8: what begins with it comes first, then what holds it, each by use, and not what is there', async () => {
    const { book, gates } = make();
    await read(book, gates, { sunset: 2, sun: 9, 'midday sun': 50, Sunday: 2, sea: 99, sung: 1 });
    expect(book.suggest(' SUN ', ['sung'])).toEqual(['sun', 'Sunday', 'sunset', 'midday sun']);
    expect(book.suggest('', [])[0]).toBe('sea');
    expect(book.suggest('x', [])).toEqual([]);
  });

  test('UI8: letters are the same however they are composed', async () => {
    const { book, gates } = make();
    await read(book, gates, { café: 1 });
    expect(book.suggest('cafe\u0301', [])).toEqual(['caf\u00e9']);
  });

  test('UI8: no more than eight, out of very many', async () => {
    const { book, gates } = make();
    await read(book, gates, Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`tag ${i}`, i])));
    expect(book.suggest('tag', [])).toHaveLength(8);
    expect(book.suggest('tag', [])[0]).toBe('tag 19999');
  });

  test('UI8: a tag that was just given can be had at once, and counts', async () => {
    const { book, gates } = make();
    await read(book, gates, { old: 1 });
    book.noteUse('new');
    book.noteUse('new');
    expect(book.suggest('', [])).toEqual(['new', 'old']);
  });

  test('one question at a time, again after a while, and at once when it failed', async () => {
    const { book, gates, pass } = make();
    const both = [book.prepare(), book.prepare()];
    expect(gates.calls).toHaveLength(1);
    gates.open[0]?.fail(new Error('away'));
    await Promise.all(both);
    await read(book, gates, { a: 1 });
    expect(gates.calls).toHaveLength(2);
    pass(19_000);
    await book.prepare();
    expect(gates.calls).toHaveLength(2);
    pass(2000);
    void book.prepare();
    await settled();
    expect(gates.calls).toHaveLength(3);
    expect(book.suggest('', [])).toEqual(['a']);
  });
});
