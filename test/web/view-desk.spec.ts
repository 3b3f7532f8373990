import { signal } from '@angular/core';
import type { Me } from '#contracts';
import { Failure } from '../../apps/web/src/app/api/failure.ts';
import { Connection } from '../../apps/web/src/app/state/connection.ts';
import { queryOf, start, type Place } from '../../apps/web/src/app/state/place.ts';
import { clashWords } from '../../apps/web/src/app/views/clash-words.ts';
import { MadeHere } from '../../apps/web/src/app/views/made-here.ts';
import { ViewBook } from '../../apps/web/src/app/views/view-book.ts';
import { ViewDesk } from '../../apps/web/src/app/views/view-desk.ts';
import { FakeClock, settled } from './support/fake-clock.ts';
import { FakeViews, namesOf, queryIn, view } from './support/views.ts';

const ada: Me = { name: 'ada', role: 'labeller', authenticated: true, can_sign_out: true };
const nobody: Me = { name: 'local', role: 'admin', authenticated: false, can_sign_out: false };

class Bench {
  readonly clock = new FakeClock();
  readonly me = signal<Me | null>(ada);
  readonly name = signal('');
  readonly place = signal<Place>({ ...start, path: '/a' });
  readonly connection = new Connection();
  readonly made = new MadeHere(null);
  readonly said: { readonly text: string; readonly run: (() => void) | undefined }[] = [];
  doubts = 0;
  private ids = 0;
  readonly server: FakeViews;
  readonly desk: ViewDesk;

  constructor(...views: readonly ReturnType<typeof view>[]) {
    this.server = new FakeViews(views);
    const newId = (): string => `new-${String((this.ids += 1))}`;
    this.desk = new ViewDesk(new ViewBook(this.server, this.clock, newId), {
      address: {
        place: this.place,
        go: (change) => {
          this.place.update((before) => ({ ...before, ...change }));
        },
      },
      identity: { me: this.me, doubt: () => (this.doubts += 1) },
      connection: this.connection,
      announcements: { say: (text, more) => this.said.push({ text, run: more?.action?.run }) },
      made: this.made,
      ownName: this.name,
      newId,
    });
  }

  static async open(...views: readonly ReturnType<typeof view>[]): Promise<Bench> {
    const bench = new Bench(...views);
    await bench.desk.book.check();
    return bench;
  }

  get names(): string[] | null {
    return namesOf(this.desk.views());
  }

  async goTo(change: Partial<Place>): Promise<void> {
    this.place.update((before) => ({ ...before, ...change }));
    this.desk.shown.follow();
    await settled();
  }
}

describe('UI21: whose views one sees', () => {
  test('one’s own, those of nobody, and what others share', async () => {
    const bench = await Bench.open(
      view('mine'),
      view('shared', { created_by: 'bob', shared: true }),
      view('private', { created_by: 'bob' }),
      view('nobodys', { created_by: 'server' }),
    );
    expect(bench.names).toEqual(['mine', 'shared', 'nobodys']);
    const makers = (bench.desk.views() ?? []).map((each) => [bench.desk.makerOf(each), bench.desk.mayTakeAway(each)]);
    expect(makers).toEqual([
      [null, true],
      ['bob', false],
      [null, true],
    ]);
    bench.me.set({ ...ada, role: 'admin' });
    expect((bench.desk.views() ?? []).every((each) => bench.desk.mayTakeAway(each))).toBe(true);
    bench.me.set(null);
    expect(bench.names).toBeNull();
  });

  test('where nobody signs in: those by one’s name, and those that were made in this browser', async () => {
    const bench = await Bench.open(view('a', { created_by: 'Ann' }), view('b', { created_by: 'Bob' }));
    bench.me.set(nobody);
    expect([bench.names, bench.desk.isNameless()]).toEqual([[], true]);
    bench.name.set('Ann');
    expect([bench.names, bench.desk.isNameless()]).toEqual([['a'], false]);
    bench.made.add('a');
    bench.name.set('Änne');
    expect(bench.names).toEqual(['a']);
  });
});

describe('UI21: the view that is shown', () => {
  test('is the one with this question, and of several the one that was opened', async () => {
    const bench = await Bench.open(view('a'), view('b', { query: queryIn('/a') }), view('c'));
    await bench.goTo({});
    expect(bench.desk.shown.current()).toBe('a');
    bench.desk.open(view('b', { query: queryIn('/a') }));
    expect(bench.desk.shown.current()).toBe('b');
    await bench.goTo({ path: '/c' });
    expect(bench.desk.shown.current()).toBe('c');
    await bench.goTo({ path: '/d' });
    expect([bench.desk.shown.current(), bench.desk.shown.left()]).toEqual([null, null]);
  });

  test('is left when its question is changed, and taken up again; in another folder it is forgotten', async () => {
    const bench = await Bench.open(view('a'));
    await bench.goTo({});
    await bench.goTo({ recursive: false });
    expect([bench.desk.shown.current(), bench.desk.shown.left()]).toEqual([null, 'a']);
    await bench.goTo({ recursive: true });
    expect([bench.desk.shown.current(), bench.desk.shown.left()]).toEqual(['a', null]);
    await bench.goTo({ path: '/b' });
    await bench.goTo({ path: '/a', recursive: false });
    expect(bench.desk.shown.left()).toBeNull();
  });

  test('opens with its conditions, and without the image that was open', async () => {
    const filters = { and: [{ stars: { in: [5 as const] } }] };
    const bench = await Bench.open(view('a', { query: queryIn('/b', { filters, recursive: false }) }));
    bench.place.update((place) => ({ ...place, image: '/a/x.jpg' }));
    const kept = bench.desk.views()?.[0] ?? view('none');
    bench.desk.open(kept);
    expect(queryOf(bench.place())).toEqual(kept.query);
    expect([bench.place().image, bench.desk.shown.current()]).toEqual([null, 'a']);
    expect(new URL(bench.desk.link(kept)).searchParams.get('filters')).toBe('[{"stars":{"in":[5]}}]');
  });
});

describe('UI21: what is done to views', () => {
  test('is told when it is saved, and taken back by Undo', async () => {
    const bench = await Bench.open(view('a'), view('b'), view('c'));
    await bench.desk.remove(view('b'));
    await bench.desk.edit(view('a'), { name: 'x' }, 'renamed');
    expect([bench.names, bench.said.map(({ text }) => text)]).toEqual([
      ['x', 'c'],
      ['“b” is deleted', 'renamed'],
    ]);
    for (const { run } of [...bench.said]) run?.();
    await settled();
    expect(bench.names).toEqual(['a', 'b', 'c']);
    expect(namesOf(bench.server.document.views)).toEqual(['a', 'b', 'c']);
  });

  test('is not told as long as the server has not said so', async () => {
    const bench = await Bench.open(view('a'));
    bench.server.isAway = true;
    void bench.desk.remove(view('a'));
    await settled();
    expect([bench.said, bench.desk.whyNot()]).toEqual([[], 'Your last change is not saved yet.']);
    bench.server.isAway = false;
    await bench.clock.pass(3000);
    expect([bench.said.map(({ text }) => text), bench.desk.whyNot()]).toEqual([['“a” is deleted'], null]);
  });

  test('and was refused is said, and who one is asked again', async () => {
    const bench = await Bench.open(view('a'));
    bench.server.refusal = new Failure('refused', 'You may look, not write.', 403, 'forbidden');
    await bench.desk.remove(view('a'));
    expect(bench.said.map(({ text }) => text)).toEqual(['Not saved: You may look, not write.']);
    expect([bench.names, bench.doubts]).toEqual([['a'], 1]);
  });

  test('is kept behind those of others that one does not see', async () => {
    const hidden = view('hidden', { created_by: 'bob' });
    const bench = await Bench.open(view('a'), hidden, view('b'));
    await bench.desk.move(view('b'), 'before', view('a'));
    expect([bench.names, namesOf(bench.server.document.views)]).toEqual([
      ['b', 'a'],
      ['b', 'a', 'hidden'],
    ]);
  });

  test('is nothing while the server is away, for whoever may only look, and when there is no room', async () => {
    const bench = await Bench.open(...Array.from({ length: 500 }, (_, at) => view(String(at))));
    expect([bench.desk.whyNot(), bench.desk.whyNotAdd()]).toEqual([null, 'There are 500 views, and no room for more.']);
    bench.connection.report(false);
    expect(bench.desk.whyNot()).toMatch(/cannot be reached/);
    bench.me.set({ ...ada, role: 'viewer' });
    expect(bench.desk.whyNot()).toBe('You may open views, not change them.');
  });
});

test('UI21: a question about a view says what each of two people did', () => {
  const [base, query] = [view('a'), queryIn('/b', { filters: { and: [{ labelled: { is: true } }] } })];
  const clash = { id: 'a', base, mine: { ...base, name: 'x', shared: true }, theirs: { ...base, query } };
  expect(clashWords(clash, 'mine')).toBe('renamed it to “x”, and shared it with everyone');
  expect(clashWords(clash, 'theirs')).toBe('made it show: b and below · Labelled · by name');
  expect(clashWords({ ...clash, theirs: null }, 'theirs')).toBe('deleted it');
  expect(clashWords({ ...clash, base: null }, 'mine')).toBe('made it: “x”, a and below · by name');
});
