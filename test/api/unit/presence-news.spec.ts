import type { ScopeNumbers } from '#contracts';
import { PresenceNews } from '../../../apps/api/src/presence/presence-news.ts';
import { Announced } from '../../support/announced.ts';
import { leaseOf, TendedBoard } from '../../support/presence-boards.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';

function makeNews() {
  const at = new TendedBoard();
  const announced = new Announced();
  const news = new PresenceNews(at.board, announced, at.clock);
  const told = (): string[] =>
    announced.of('presence-changed').map(({ gallery_id, viewing, editing }) => `${gallery_id} ${viewing}/${editing}`);
  const enter = (clientId: string, scope: string): string => {
    const lease = at.enter(clientId, scope);
    news.tell();
    return lease;
  };
  const leave = (clientId: string, scope: string, leaseId: string): void => {
    at.board.leave({ clientId, scope, leaseId });
    news.tell();
  };
  return { at, announced, news, told, enter, leave, clock: at.clock, board: at.board };
}

describe('changed numbers', () => {
  it('PR8, PR9: are told at once when nothing was told shortly before', () => {
    const { told, enter, clock, announced } = makeNews();
    enter('tab', '/a');
    expect(announced.of('presence-changed')).toEqual([
      { gallery_id: '/a', viewing: 1, editing: 0, updated_at: clock.isoNow() },
    ]);
    clock.advance(250);
    enter('other', '/b');
    expect(told()).toEqual(['/a 1/0', '/b 1/0']);
  });

  it('PR8, C14: come as the latest of each scope, 250 ms after the ones before', () => {
    const { told, enter, clock } = makeNews();
    for (let tab = 0; tab < 100; tab += 1) enter(`tab ${tab}`, `/${tab % 2}`);
    expect(told()).toEqual(['/0 1/0']);
    clock.advance(249);
    expect(told()).toHaveLength(1);
    clock.advance(1);
    expect(told().slice(1).sort()).toEqual(['/0 50/0', '/1 50/0']);
    clock.advance(10_000);
    expect(told()).toHaveLength(3);
  });

  it('PR8: are told once, and unchanged ones never', () => {
    const { at, told, enter, news, clock, board } = makeNews();
    const leaseId = enter('tab', '/a');
    for (let turn = 0; turn < 20; turn += 1) {
      clock.advance(300);
      board.join({ clientId: 'tab', scope: '/a', leaseId });
      board.beat({ clientId: 'tab', scope: '/a', leaseId });
      news.tell();
    }
    expect(told()).toEqual(['/a 1/0']);
    board.touch('tab');
    news.tell();
    at.pass(1);
    board.touch('tab');
    news.tell();
    expect(told()).toEqual(['/a 1/0', '/a 1/1']);
  });

  it('PR8: that are back where they were before anyone was told are no news', () => {
    const { told, enter, leave, news, clock, board } = makeNews();
    enter('first', '/a');
    leave('second', '/a', enter('second', '/a'));
    const leaseId = leaseOf(board.join({ clientId: 'third', scope: '/b' }));
    board.move({ clientId: 'third', leaseId, from: '/b', to: '/c' });
    news.tell();
    clock.advance(250);
    expect(told()).toEqual(['/a 1/0', '/c 1/0']);
  });

  it('PR8: that one is replaced by another is no news', () => {
    const { told, enter, leave, clock } = makeNews();
    const lease = enter('first', '/a');
    clock.advance(250);
    leave('first', '/a', lease);
    clock.advance(1);
    expect(told()).toEqual(['/a 1/0', '/a 0/0']);
    enter('second', '/a');
    leave('third', '/a', enter('third', '/a'));
    clock.advance(250);
    expect(told()).toEqual(['/a 1/0', '/a 0/0', '/a 1/0']);
  });

  it('PR8: of a scope that nobody is in any more are told once, and it is as new afterwards', () => {
    const { told, enter, leave, news, clock } = makeNews();
    for (let turn = 0; turn < 3; turn += 1) {
      leave('tab', '/a', enter('tab', '/a'));
      clock.advance(250);
      news.tell();
      clock.advance(250);
    }
    expect(told()).toEqual(Array.from({ length: 3 }, () => ['/a 1/0', '/a 0/0']).flat());
  });

  it('C14: of thousands of scopes are told 250 at a time, each once, those that wait longest first', () => {
    const { at, told, news, clock } = makeNews();
    for (let tab = 0; tab < 1000; tab += 1) at.enter(`tab ${tab}`, `/${tab}`);
    news.tell();
    for (let turn = 1; turn <= 4; turn += 1) {
      expect(told()).toHaveLength(turn * 250);
      // Those that change while they wait do not lose their place.
      at.enter(`late ${turn}`, '/999');
      clock.advance(250);
    }
    expect(told().slice(0, 999)).toEqual(Array.from({ length: 999 }, (_, at) => `/${at} 1/0`));
    expect(told().slice(999)).toEqual(['/999 4/0', '/999 5/0']);
  });
});

const seed = chooseSeed();

it(`PR8, C14: whatever happens, what was told last is so, and never came more than four times a second, with seed ${seed}`, () => {
  const random = new SeededRandom(seed);
  for (let round = 0; round < rounds(5, 200); round += 1) {
    const { at, announced, news, clock, board } = makeNews();
    const begun = clock.monotonic();
    while (clock.monotonic() - begun < 60_000) {
      const [clientId, scope] = [`tab ${random.below(30)}`, `/${random.below(5)}`];
      if (random.chance(0.3)) board.beat({ clientId, scope, isEditing: random.chance(0.2) });
      else if (random.chance(0.5)) at.board.leave({ clientId, scope, leaseId: at.enter(clientId, scope) });
      else board.prune();
      news.tell();
      clock.advance(random.between(0, 100));
    }
    clock.advance(250);
    clock.advance(250);
    const all = announced.of('presence-changed');
    const ofScope = (scope: string): ScopeNumbers[] => all.filter(({ gallery_id }) => gallery_id === scope);
    for (const scope of ['/0', '/1', '/2', '/3', '/4']) {
      const told = ofScope(scope);
      const { viewing = 0, editing = 0 } = told.at(-1) ?? {};
      expect({ viewing, editing }).toEqual(board.numbersOf(scope));
      const steps = told.map((each) => `${each.viewing}/${each.editing}`);
      expect(steps.filter((step, turn) => step === steps[turn - 1])).toEqual([]);
      const moments = told.map(({ updated_at }) => Date.parse(updated_at));
      const tooSoon = moments.filter((moment, turn) => turn > 0 && moment - moments[turn - 1]! < 250);
      expect([scope, tooSoon]).toEqual([scope, []]);
    }
  }
});
