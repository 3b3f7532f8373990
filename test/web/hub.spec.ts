import type { LiveFrame } from '../../apps/web/src/app/sync/hub-protocol.ts';
import { TestHub, ada, editOf, hb, indexing, presence, willOf } from './support/hub-parts.ts';

const item: LiveFrame = { event: 'resync', data: { reason: 'evicted', head: 'e.2' }, id: 'e.2' };

describe('the hub', () => {
  test('UI13: three tabs, one stream, and each is told everything once', () => {
    const live = new TestHub();
    const tabs = [live.join(ada), live.join(ada), live.join(ada)];
    expect(live.asked.filter((each) => each === 'start')).toHaveLength(1);
    live.say('live');
    live.frame(hb());
    live.frame(item);
    for (const tab of tabs) {
      expect(tab.frames()).toEqual([hb(), item]);
      expect(tab.statuses().at(-1)).toBe('live');
    }
  });

  test('UI13: a tab that comes late is told the status, what stands, and what waits to be sent; not what is over', () => {
    const live = new TestHub();
    const first = live.join(ada);
    live.say('live');
    for (const frame of [hb('s0'), presence('/old', 2), hb('s1'), presence('/a', 1), presence('/a', 2)])
      live.frame(frame);
    for (const frame of [presence('/b', 1), presence('/b', 0), item]) live.frame(frame);
    for (const frame of [indexing('/x', 'running'), indexing('/y', 'running'), indexing('/y', 'ready')])
      live.frame(frame);
    first.send({ kind: 'write', edit: editOf('one') });
    const late = live.join(ada);
    expect(late.told).toEqual([
      { kind: 'status', status: 'live' },
      { kind: 'frame', frame: hb('s1', 'store', 'e.2') },
      { kind: 'frame', frame: presence('/a', 2) },
      { kind: 'frame', frame: indexing('/x', 'running') },
      { kind: 'outbox', news: { kind: 'all', edits: [editOf('one')] } },
    ]);
  });

  test('UI10: what one tab writes all tabs see; the outbox is asked once', () => {
    const live = new TestHub();
    const [first, second] = [live.join(ada), live.join(ada)];
    first.send({ kind: 'write', edit: editOf('one') });
    second.send({ kind: 'decide', id: 'one', choice: 'drop' });
    expect(live.outbox.asked).toEqual(['open ada store', 'write one', 'decide one drop']);
    for (const tab of [first, second]) expect(tab.news().at(-1)).toEqual({ kind: 'put', edit: editOf('one') });
  });

  test('UI13: when the last tab is gone the stream ends, and a tab that comes back is told to ask again', () => {
    const live = new TestHub();
    const [first, second] = [live.join(ada), live.join(ada)];
    live.frame(hb());
    first.send({ kind: 'bye' });
    expect(live.asked).not.toContain('stop');
    second.send({ kind: 'bye' });
    expect(live.asked.at(-1)).toBe('stop');
    expect(live.outbox.listening).toBe(0);
    live.frame(item);
    expect(first.frames()).toEqual([hb()]);
    first.hello(ada);
    expect(live.asked.at(-1)).toBe('start');
    expect(first.frames().map(({ event }) => event)).toEqual(['hb', 'resync']);
    expect(live.outbox.listening).toBe(1);
  });

  test('UI13: a tab that says nothing more is forgotten, and welcome when it wakes', async () => {
    const live = new TestHub();
    const [silent, lively] = [live.join(ada), live.join(ada)];
    for (let minute = 0; minute < 12; minute++) {
      await live.clock.pass(15_000);
      lively.send({ kind: 'ping' });
    }
    expect(live.hub.size).toBe(1);
    live.frame(hb());
    expect(silent.frames()).toEqual([]);
    silent.send({ kind: 'ping' });
    expect(live.hub.size).toBe(2);
    expect(silent.frames().map(({ event }) => event)).toEqual(['resync', 'hb']);
    await live.clock.pass(200_000);
    expect(live.hub.size).toBe(0);
    expect(live.asked.at(-1)).toBe('stop');
  });

  test('UI13: after a pause of its own the hub blames nobody', async () => {
    const live = new TestHub();
    live.join(ada);
    live.clock.now += 3_600_000;
    await live.clock.pass(0);
    expect(live.hub.size).toBe(1);
  });

  test('UI13: a port that is closed is gone at once', () => {
    const live = new TestHub();
    const port = live.join(ada);
    live.hub.lose(port);
    expect(live.hub.size).toBe(0);
    expect(live.asked.at(-1)).toBe('stop');
  });

  test.each(['closed', 'left with the goodbye not taken'])(
    'UI14: for a tab that vanished without a word (%s) the hub says goodbye, once',
    async (how) => {
      const live = new TestHub();
      const [first] = [live.join(ada), live.join(ada)];
      first.send({ kind: 'will', will: willOf('one', 'L0') });
      first.send({ kind: 'will', will: willOf('one') });
      if (how !== 'closed') first.send({ kind: 'bye' });
      live.hub.lose(first);
      await live.clock.pass(4900);
      expect(live.farewells).toEqual([]);
      await live.clock.pass(200_000);
      expect(live.farewells).toEqual([willOf('one')]);
    },
  );

  test('UI14: a tab that said goodbye itself, or whose page is there again, is not put out', async () => {
    const live = new TestHub();
    const [polite, reloaded] = [live.join(ada), live.join(ada)];
    polite.send({ kind: 'will', will: willOf('polite') });
    polite.send({ kind: 'will', will: null });
    live.hub.lose(polite);
    reloaded.send({ kind: 'will', will: willOf('reloaded') });
    live.hub.lose(reloaded);
    await live.clock.pass(2000);
    live.join(ada).send({ kind: 'will', will: willOf('reloaded') });
    await live.clock.pass(100_000);
    expect(live.farewells).toEqual([]);
  });

  test('UI10: another owner begins anew; tabs of the old one are told nothing, and what they write is refused, not lost', () => {
    const live = new TestHub();
    const before = live.join(ada);
    live.frame(hb());
    const bob = { ...ada, person: 'bob' };
    const after = live.join(bob);
    expect(live.asked.filter((each) => each === 'start')).toHaveLength(2);
    expect(after.frames()).toEqual([]);
    expect(before.statuses().at(-1)).toBe('signed-out');
    live.frame(hb('s2'));
    expect(before.frames()).toEqual([hb()]);
    before.send({ kind: 'write', edit: editOf('one') });
    before.send({ kind: 'decide', id: 'one', choice: 'drop' });
    expect(live.outbox.asked).toEqual(['open ada store', 'open bob store']);
    expect(before.news().at(-1)).toMatchObject({ kind: 'put', edit: { id: 'one', state: 'refused' } });
    expect(after.news()).toEqual([{ kind: 'all', edits: [] }]);
    before.hello(bob);
    expect(before.frames().at(-1)).toEqual(hb('s2'));
  });

  test('UI10: when another gallery answers nothing more goes out for the old one, and the tabs see who it is', () => {
    const live = new TestHub();
    const [one, two] = [live.join(ada), live.join(ada)];
    live.frame(hb());
    live.frame(hb('s2', 'other'));
    expect(one.frames().at(-1)).toEqual(hb('s2', 'other'));
    one.send({ kind: 'write', edit: editOf('one') });
    expect(live.outbox.asked).toEqual(['open ada store', 'open ada other']);
    for (const tab of [one, two]) tab.hello({ person: 'ada', storeId: 'other' });
    one.send({ kind: 'write', edit: editOf('two') });
    expect(live.outbox.asked.at(-1)).toBe('write two');
    expect(two.news().at(-1)).toEqual({ kind: 'put', edit: editOf('two') });
    expect(live.asked.filter((each) => each === 'start')).toHaveLength(1);
  });

  test('UI10: another name is taken over at once, and holds for a tab that wakes later', () => {
    const live = new TestHub();
    const [one, two] = [live.join(ada), live.join(ada)];
    one.hello(ada, 'Ada L.');
    expect(live.outbox.names.at(-1)).toBe('Ada L.');
    two.send({ kind: 'bye' });
    two.send({ kind: 'ping' });
    expect(live.outbox.names.at(-1)).toBe('Ada L.');
  });

  test('UI13: hurry goes to the stream and to the outbox', () => {
    const live = new TestHub();
    live.join(ada).send({ kind: 'hurry' });
    expect(live.asked.at(-1)).toBe('hurry');
    expect(live.outbox.asked.at(-1)).toBe('hurry');
  });
});
