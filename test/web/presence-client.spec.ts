import { peopleExplained, peopleWords } from '../../apps/web/src/app/presence/people-words.ts';
import { randomId } from '../../apps/web/src/app/sync/random-id.ts';
import type { PresenceClient } from '../../apps/web/src/app/presence/presence-client.ts';
import { FakeClock, settled } from './support/fake-clock.ts';
import { ada, hb, presence } from './support/hub-parts.ts';
import { TestBrowser, TestDesk, TestStorage, loadPage } from './support/presence-desk.ts';

class Tab {
  readonly clock = new FakeClock();
  ids = 0;
  readonly page: PresenceClient;

  constructor(
    readonly desk = new TestDesk(),
    readonly storage = new TestStorage(),
    readonly browser = new TestBrowser(),
    name = 'c',
  ) {
    this.page = loadPage(this, () => `${name}${String((this.ids += 1))}`);
  }

  async here(folder = '/a', mayEdit = true): Promise<this> {
    this.page.follow(folder);
    this.page.hear(hb('s1'));
    this.page.begin(ada, mayEdit);
    await this.clock.pass(200);
    return this;
  }

  reloaded(): Tab {
    return new Tab(this.desk, this.storage, new TestBrowser(), 'reloaded');
  }
}

describe('the presence of a tab', () => {
  test('UI14: joins the folder that is open with the stream that it hears, and keeps the lease with the tab', async () => {
    const tab = await new Tab().here();
    expect(tab.desk.heard).toEqual(['join /a c1 - s1']);
    expect([...tab.storage.items.values()]).toEqual(expect.arrayContaining(['c1', 'c1 L1']));
  });

  test('UI14: without a stream it waits for one a little, and joins without; its name is told when it is known', async () => {
    const tab = new Tab();
    tab.page.follow('/a');
    tab.page.begin(ada, true);
    await tab.clock.pass(1900);
    expect(tab.desk.heard).toEqual([]);
    await tab.clock.pass(100);
    tab.page.hear(hb('s1'));
    await tab.clock.pass(0);
    expect(tab.desk.heard).toEqual(['join /a c1 - -', 'join /a c1 L1 s1']);
  });

  test('UI14: of the folders that one runs through only the last within 300 ms is told', async () => {
    const tab = await new Tab().here();
    for (const folder of ['/b', '/c', '/d']) {
      tab.page.follow(folder);
      await tab.clock.pass(50);
    }
    await tab.clock.pass(300);
    expect(tab.desk.heard.slice(1)).toEqual(['move /a /d L1']);
    tab.page.follow('/b');
    tab.page.follow('/d');
    await tab.clock.pass(300);
    expect(tab.desk.heard).toHaveLength(2);
  });

  test('UI14: one request at a time: what is wanted meanwhile comes after it, from where one then is', async () => {
    const tab = await new Tab().here();
    let open: () => void = () => undefined;
    tab.desk.gate = new Promise((done) => (open = done));
    for (const folder of ['/b', '/c', '/d']) {
      tab.page.follow(folder);
      await tab.clock.pass(400);
    }
    expect(tab.desk.heard.slice(1)).toEqual(['move /a /b L1']);
    open();
    await settled();
    expect(tab.desk.heard.slice(1)).toEqual(['move /a /b L1', 'move /b /d L1']);
    expect(tab.desk.most).toBe(1);
  });

  test('UI14: gives a sign of life every 30 s, and says that somebody edits only while they do', async () => {
    const tab = await new Tab().here();
    await tab.clock.pass(30_000);
    tab.page.setEditing(true);
    tab.page.setEditing(true);
    await tab.clock.pass(30_000);
    tab.page.setEditing(false);
    await tab.clock.pass(30_000);
    expect(tab.desk.heard.slice(1)).toEqual([
      'beat /a L1 -',
      'beat /a L1 editing',
      'beat /a L1 editing',
      'beat /a L1 -',
    ]);
  });

  test('UI14: whoever may only look never says that they edit', async () => {
    const tab = await new Tab().here('/a', false);
    tab.page.setEditing(true);
    await tab.clock.pass(30_000);
    expect(tab.desk.heard.slice(1)).toEqual(['beat /a L1 -']);
  });

  test('UI14: leaves when the page goes, and joins again when it comes back', async () => {
    const tab = await new Tab().here();
    tab.page.leave();
    tab.page.leave();
    await tab.clock.pass(100_000);
    tab.page.comeBack();
    await tab.clock.pass(0);
    expect(tab.desk.heard.slice(1)).toEqual(['leave /a L1', 'join /a c1 - s1']);
  });

  test('C8: a reload joins without the lease that was given up, so that a late farewell cannot put it out', async () => {
    const tab = await new Tab().here();
    tab.page.leave();
    const next = await tab.reloaded().here();
    expect(next.desk.heard.slice(1)).toEqual(['leave /a L1', 'join /a c1 - s1']);
  });

  test('UI14: a page that crashed, or could not say goodbye, goes on with its lease', async () => {
    const tab = await new Tab().here();
    tab.desk.takesBeacons = false;
    tab.page.leave();
    const next = await tab.reloaded().here();
    expect(next.desk.heard.at(-1)).toBe('join /a c1 L1 s1');
  });

  test('UI14: says what the last words for it would be: where it is, while it is there, until it has said them', async () => {
    const tab = new Tab();
    const farewells: (string | null)[] = [];
    tab.page.onPlaced((said) => farewells.push(said === null ? null : `${said.gallery_id} ${said.lease_id}`));
    await tab.here();
    tab.page.follow('/b');
    await tab.clock.pass(300);
    tab.desk.takesBeacons = false;
    tab.page.leave();
    expect(farewells).toEqual(['/a L1', '/b L1']);
    tab.page.comeBack();
    await tab.clock.pass(0);
    tab.desk.takesBeacons = true;
    tab.page.leave();
    expect(farewells).toEqual(['/a L1', '/b L1', '/b L1', null]);
  });

  test('UI14: a page that goes while it moves says goodbye in both folders', async () => {
    const tab = await new Tab().here();
    tab.desk.gate = new Promise(() => undefined);
    tab.page.follow('/b');
    await tab.clock.pass(300);
    tab.page.leave();
    expect(tab.desk.heard.slice(2)).toEqual(['leave /a L1', 'leave /b L1']);
  });

  test('UI14: joined only after it had left: it takes that back', async () => {
    const tab = new Tab();
    let open: () => void = () => undefined;
    tab.desk.gate = new Promise((done) => (open = done));
    await tab.here();
    tab.page.leave();
    open();
    await settled();
    expect(tab.desk.heard).toEqual(['join /a c1 - s1', 'leave /a L1']);
  });

  test('UI14: another stream is told by joining with the lease', async () => {
    const tab = await new Tab().here();
    tab.page.hear(hb('s2'));
    tab.page.hear(hb('s2'));
    await settled();
    expect(tab.desk.heard.slice(1)).toEqual(['join /a c1 L1 s2']);
  });

  test('UI14: a lease that is refused is forgotten, and the tab joins once without', async () => {
    const tab = await new Tab().here();
    tab.desk.refusals = ['invalid_lease', 'invalid_lease'];
    tab.page.hear(hb('s2'));
    await tab.clock.pass(1000);
    expect(tab.desk.heard.slice(1)).toEqual(['join /a c1 L1 s2', 'join /a c1 - s2']);
    await tab.clock.pass(40_000);
    expect(tab.desk.heard.at(3)).toBe('join /a c1 - s2');
    expect(tab.desk.heard.filter((each) => each.startsWith('join'))).toHaveLength(4);
  });

  test('UI14: a folder that is not there: stays alive where one was, and tries again with the next beat', async () => {
    const tab = await new Tab().here();
    tab.desk.refusals = ['folder_not_found'];
    tab.page.follow('/gone');
    await tab.clock.pass(300);
    expect(tab.desk.heard.slice(1)).toEqual(['move /a /gone L1']);
    await tab.clock.pass(30_000);
    expect(tab.desk.heard.slice(2)).toEqual(['move /a /gone L1', 'beat /gone L1 -']);
  });

  test('UI14: somewhere else than it thinks: joining with the lease brings it where it wants to be', async () => {
    const tab = await new Tab().here();
    tab.desk.refusals = ['scope_mismatch'];
    tab.page.follow('/b');
    await tab.clock.pass(300);
    expect(tab.desk.heard.slice(1)).toEqual(['move /a /b L1', 'join /b c1 L1 s1']);
  });

  test('UI14: a duplicated tab takes a name of its own and no lease; the first keeps its', async () => {
    const first = await new Tab().here();
    const copy = new Tab(first.desk, first.storage.copy(), first.browser, 'copy');
    await copy.here();
    expect(first.desk.heard).toEqual(['join /a c1 - s1', 'join /a copy1 - s1']);
    expect(first.page.clientId).toBe('c1');
    expect(copy.storage.getItem('lenslet:client')).toBe('copy1');
  });

  test('UI14: leases are of one gallery and one person', async () => {
    const tab = await new Tab().here();
    tab.page.begin({ person: 'ada', storeId: 'other' }, true);
    await tab.clock.pass(200);
    tab.page.begin(ada, true);
    await tab.clock.pass(200);
    expect(tab.desk.heard).toEqual(['join /a c1 - s1', 'join /a c1 - s1', 'join /a c1 L1 s1']);
  });

  test('UI14: storage that is switched off is no obstacle', async () => {
    const desk = new TestDesk();
    const clock = new FakeClock();
    const page = loadPage({ desk, storage: null, browser: new TestBrowser(), clock }, () => 'c1');
    page.follow('/a');
    page.begin(ada, true);
    await clock.pass(2000);
    expect(desk.heard).toEqual(['join /a c1 - -']);
    expect(randomId()).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe('the numbers of people', () => {
  test('UI16: are those of the server, for the folder that is open, and by folder', async () => {
    const tab = await new Tab().here();
    tab.page.hear(presence('/a', 3, 1));
    tab.page.hear(presence('/b', 1));
    expect(tab.page.counts()).toEqual({ gallery_id: '/a', viewing: 3, editing: 1 });
    expect([...tab.page.people.byFolder().keys()]).toEqual(['/a', '/b']);
    tab.page.follow('/b');
    expect(tab.page.counts()?.viewing).toBe(1);
    tab.page.hear(presence('/b', 0));
    expect(tab.page.counts()).toBeNull();
  });

  test('UI16: an answer that the stream has overtaken does not bring old numbers back', async () => {
    const tab = await new Tab().here();
    let open: () => void = () => undefined;
    tab.desk.gate = new Promise((done) => (open = done));
    await tab.clock.pass(30_000);
    tab.page.hear(presence('/a', 5));
    open();
    await settled();
    expect(tab.page.counts()?.viewing).toBe(5);
    await tab.clock.pass(30_000);
    expect(tab.page.counts()?.viewing).toBe(2);
  });

  test('UI16: another stream begins with no numbers, and none are shown when nobody tells any', async () => {
    const tab = await new Tab().here();
    tab.page.hear(presence('/b', 4));
    tab.page.hear(hb('s2'));
    expect(tab.page.people.byFolder().size).toBe(0);
    tab.page.hear(presence('/a', 2));
    tab.page.hearStatus('reconnecting');
    expect(tab.page.counts()?.viewing).toBe(2);
    tab.page.hearStatus('offline');
    expect(tab.page.counts()).toBeNull();
  });

  test('UI16: in words', () => {
    expect(peopleWords({ gallery_id: '/', viewing: 3, editing: 1 })).toBe('3 viewing · 1 editing');
    expect(peopleWords({ gallery_id: '/', viewing: 1, editing: 0 })).toBe('1 viewing');
    expect(peopleExplained({ gallery_id: '/', viewing: 1, editing: 0 })).toMatch(/^One browser tab has/);
  });
});
