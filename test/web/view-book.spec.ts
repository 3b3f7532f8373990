import { Failure } from '../../apps/web/src/app/api/failure.ts';
import { added, changed, moved, removed, restored } from '../../apps/web/src/app/views/list-changes.ts';
import { ViewBook, type Outcome } from '../../apps/web/src/app/views/view-book.ts';
import { FakeClock, settled } from './support/fake-clock.ts';
import { FakeViews, namesOf, view } from './support/views.ts';

class Bench {
  readonly clock = new FakeClock();
  readonly server: FakeViews;
  readonly book: ViewBook;
  private keys = 0;

  constructor(...ids: readonly string[]) {
    this.server = new FakeViews(ids.map((id) => view(id)));
    this.book = new ViewBook(this.server, this.clock, () => `key-${String((this.keys += 1))}`);
  }

  static async open(...ids: readonly string[]): Promise<Bench> {
    const bench = new Bench(...ids);
    await bench.book.check();
    return bench;
  }

  get names(): string[] | null {
    return namesOf(this.book.views());
  }

  get saved(): string[] | null {
    return namesOf(this.server.document.views);
  }

  /** Somebody else is called by the names that the views have from now on. */
  rename(id: string, name: string): void {
    this.server.write(this.server.document.views.map((each) => (each.id === id ? { ...each, name } : each)));
  }
}

/** What became of it so far. */
function watched(promise: Promise<Outcome>): () => string | null {
  let kind: string | null = null;
  void promise.then((outcome) => (kind = outcome.kind));
  return () => kind;
}

describe('UI21: changes of views', () => {
  test('are shown at once, and saved one after the other', async () => {
    const { book, server, ...bench } = await Bench.open('a', 'b', 'c');
    const [first, second] = [book.change(moved('c', 'before', 'b')), book.change(moved('c', 'before', 'a'))];
    expect(namesOf(book.views())).toEqual(['c', 'a', 'b']);
    expect(await Promise.all([first, second])).toEqual([{ kind: 'saved' }, { kind: 'saved' }]);
    expect(namesOf(server.document.views)).toEqual(['c', 'a', 'b']);
    expect(server.keys).toEqual(['key-1', 'key-2']);
    expect(bench.clock.waiting).toBe(0);
  });

  test('go on with what somebody else did to other views, under a new key', async () => {
    const bench = await Bench.open('a', 'b');
    bench.rename('b', 'theirs');
    expect(await bench.book.change(changed('a', { name: 'mine' }))).toEqual({ kind: 'saved' });
    expect([bench.saved, bench.names]).toEqual([
      ['mine', 'theirs'],
      ['mine', 'theirs'],
    ]);
    expect(bench.server.keys).toEqual(['key-1', 'key-2']);
  });

  test.each([
    ['mine', 'mine', 'saved'],
    ['theirs', 'theirs', 'theirs'],
  ] as const)('of the same view are asked about, and end as chosen: %s', async (side, name, outcome) => {
    const bench = await Bench.open('a', 'b');
    bench.rename('a', 'theirs');
    const done = bench.book.change(changed('a', { name: 'mine' }));
    const ended = watched(done);
    await settled();
    expect([ended(), bench.names, bench.saved]).toEqual([null, ['mine', 'b'], ['theirs', 'b']]);
    expect(bench.book.clashes()).toMatchObject([{ id: 'a', mine: { name: 'mine' }, theirs: { name: 'theirs' } }]);
    bench.book.answer(new Map([['a', side]]));
    expect(await done).toEqual({ kind: outcome });
    expect([bench.saved, bench.names, bench.book.clashes()]).toEqual([[name, 'b'], [name, 'b'], []]);
  });

  test('that a third person overtakes while one decides are asked about once more', async () => {
    const bench = await Bench.open('a');
    bench.rename('a', 'theirs');
    const done = bench.book.change(changed('a', { name: 'mine' }));
    await settled();
    bench.rename('a', 'of a third');
    bench.book.answer(new Map([['a', 'mine']]));
    await settled();
    expect(bench.book.clashes()).toMatchObject([{ theirs: { name: 'of a third' } }]);
    expect(bench.saved).toEqual(['of a third']);
    bench.book.answer(new Map([['a', 'mine']]));
    expect([await done, bench.saved]).toEqual([{ kind: 'saved' }, ['mine']]);
  });

  test('are sent again with the same key when no answer came, and are taken once', async () => {
    const bench = await Bench.open('a');
    bench.server.losesAnswer = true;
    const ended = watched(bench.book.change(added(view('b'))));
    await settled();
    expect([ended(), bench.book.whyNotSaved()]).toEqual([null, 'The server cannot be reached.']);
    await bench.clock.pass(3000);
    expect([ended(), bench.book.whyNotSaved()]).toEqual(['saved', null]);
    expect(bench.server.keys).toEqual(['key-1', 'key-1']);
    expect([bench.server.document.version, bench.saved]).toEqual([2, ['a', 'b']]);
  });

  test('wait as long as the server is away, and go at once when it is back', async () => {
    const bench = await Bench.open('a');
    bench.server.isAway = true;
    const ended = watched(bench.book.change(changed('a', { name: 'mine' })));
    await bench.clock.pass(120_000);
    expect(ended()).toBeNull();
    bench.server.isAway = false;
    bench.book.hurry();
    await settled();
    expect([ended(), bench.saved, new Set(bench.server.keys).size]).toEqual(['saved', ['mine'], 1]);
    expect(bench.clock.waiting).toBe(0);
  });

  test('can be let go of: then what the server has is there', async () => {
    const bench = await Bench.open('a');
    bench.server.isAway = true;
    const all = [bench.book.change(changed('a', { name: 'mine' })), bench.book.change(added(view('b')))];
    await settled();
    bench.server.isAway = false;
    await bench.book.giveUp();
    expect(await Promise.all(all)).toEqual([{ kind: 'given-up' }, { kind: 'given-up' }]);
    expect([bench.names, bench.book.whyNotSaved(), bench.clock.waiting]).toEqual([['a'], null, 0]);
  });

  test('that are refused are not shown any more, and the next one is made all the same', async () => {
    const bench = await Bench.open('a');
    bench.server.refusal = new Failure('refused', 'That is too much.', 413, 'body_too_large');
    const refused = bench.book.change(changed('a', { name: 'long' }));
    await refused;
    bench.server.refusal = null;
    const next = bench.book.change(added(view('b')));
    expect(await refused).toEqual({ kind: 'refused', why: 'That is too much.', status: 413 });
    expect([await next, bench.saved, bench.names]).toEqual([{ kind: 'saved' }, ['a', 'b'], ['a', 'b']]);
  });

  test('that change nothing are not sent', async () => {
    const bench = await Bench.open('a');
    expect(await bench.book.change(removed('gone'))).toEqual({ kind: 'saved' });
    expect(bench.server.keys).toEqual([]);
  });
});

describe('UI21: views are read again', () => {
  test('and what somebody else has added is there', async () => {
    const bench = await Bench.open('a');
    bench.server.write([view('a'), view('b')]);
    expect(await bench.book.check()).toBe(60_000);
    expect(bench.names).toEqual(['a', 'b']);
  });

  test('also from a server that counts anew', async () => {
    const bench = await Bench.open('a');
    await bench.book.change(added(view('b')));
    bench.server.document = { version: 1, views: [] };
    await bench.book.check();
    expect(bench.names).toEqual([]);
  });

  test('and an answer to a question from before a change does not take it away', async () => {
    const bench = await Bench.open('a');
    const late = bench.server.document;
    let answer: () => void = () => undefined;
    bench.server.read = () => new Promise((done) => (answer = () => done(late)));
    const reading = bench.book.check();
    await bench.book.change(added(view('b')));
    answer();
    await reading;
    expect(bench.names).toEqual(['a', 'b']);
  });

  test('and that they cannot be is said, while what was read before stays', async () => {
    const bench = new Bench('a');
    bench.server.isAway = true;
    await expect(bench.book.check()).rejects.toThrow();
    expect([bench.names, bench.book.whyNotRead()]).toEqual([null, 'The server cannot be reached.']);
    bench.server.isAway = false;
    await bench.book.check();
    bench.server.isAway = true;
    await expect(bench.book.check()).rejects.toThrow();
    expect(bench.names).toEqual(['a']);
  });
});

describe('UI21: a view that was deleted', () => {
  test.each([
    [['a', 'b', 'c'], ['a'], ['a', 'x', 'b', 'c']],
    [
      ['b', 'c'],
      ['a', 'b'],
      ['b', 'x', 'c'],
    ],
    [['c'], ['a', 'b'], ['x', 'c']],
  ])('comes back behind the nearest that is still there: %j', (now, before, after) => {
    const back = restored(view('x'), before)(now.map((id) => view(id)));
    expect(namesOf(back)).toEqual(after);
    expect(restored(view('x'), before)(back)).toBe(back);
  });
});
