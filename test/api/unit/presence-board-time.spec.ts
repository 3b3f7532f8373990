import { limits } from '#contracts';
import { PresenceBoard } from '../../../apps/api/src/presence/presence-board.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { leaseOf, TendedBoard, usualRules } from '../../support/presence-boards.ts';

describe('who is not heard of', () => {
  it('PR2, PR8, C9: is given up after the view TTL, with the next prune', () => {
    const at = new TendedBoard();
    at.pass(2);
    at.enter('tab', '/a');
    at.pass(74);
    expect([at.numbers('/a'), at.board.pruned]).toEqual(['1/0', 0]);
    at.pass(1 + 5);
    expect([at.numbers('/a'), at.board.pruned, at.board.sessions, at.board.scopes]).toEqual(['0/0', 1, 0, 0]);
  });

  it('C17: is still there when a browser lets it speak once a minute only', () => {
    const at = new TendedBoard();
    const leaseId = at.enter('tab', '/a');
    for (let minute = 0; minute < 60; minute += 1) {
      at.pass(60);
      expect(at.board.beat({ clientId: 'tab', scope: '/a', leaseId })).toEqual({ kind: 'here', leaseId });
    }
    expect([at.numbers('/a'), at.board.pruned]).toEqual(['1/0', 0]);
  });

  it('C16: edited 61 s ago, does not edit any more, and is still counted', () => {
    const at = new TendedBoard();
    at.enter('tab', '/a');
    at.board.touch('tab');
    at.pass(55);
    expect(at.numbers('/a')).toBe('1/1');
    at.board.takeChanged();
    at.pass(6);
    expect(at.numbers('/a')).toBe('1/0');
    expect([...at.board.takeChanged()]).toEqual(['/a']);
  });

  it('PR2: edits longer than it is seen where the edit TTL is the longer one', () => {
    const at = new TendedBoard({ viewTtlMs: 10_000, editTtlMs: 30_000 });
    at.enter('tab', '/a');
    at.board.touch('tab');
    at.pass(25);
    expect(at.numbers('/a')).toBe('1/1');
    at.pass(10);
    expect(at.numbers('/a')).toBe('0/0');
  });

  it('PR8: is found out also where nothing else happens, and the scope is told of once', () => {
    const at = new TendedBoard();
    at.enter('tab', '/a');
    at.board.takeChanged();
    at.pass(80);
    expect([...at.board.takeChanged()]).toEqual(['/a']);
    at.pass(80);
    expect([...at.board.takeChanged()]).toEqual([]);
  });
});

describe('time', () => {
  it('C11, PR2: of the wall may be set by a day, forth and back, and nobody is given up or kept', () => {
    let monotonic = 1000;
    const wall = jest.spyOn(Date, 'now');
    const board = new PresenceBoard(usualRules, () => monotonic);
    board.join({ clientId: 'tab', scope: '/a' });
    for (const day of [86_400_000, -86_400_000]) {
      wall.mockReturnValue(Date.UTC(2026, 0, 1) + day);
      monotonic += 1000;
      board.notice();
      board.prune();
      expect(board.numbersOf('/a')).toEqual({ viewing: 1, editing: 0 });
    }
    for (let left = 80; left > 0; left -= 1) {
      monotonic += 1000;
      board.notice();
      board.prune();
    }
    expect(board.numbersOf('/a')).toEqual({ viewing: 0, editing: 0 });
    wall.mockRestore();
  });

  it('C10, K2, PR2: that the process stood still gives everyone two fifths of the view TTL to speak up', () => {
    const at = new TendedBoard();
    const leases = Array.from({ length: 20 }, (_, tab) => at.enter(`tab ${tab}`, '/a'));
    at.pass(10);
    at.standStill(120);
    // The turn that comes first, and the prune that is long due.
    at.board.notice();
    at.board.prune();
    expect(at.numbers('/a')).toBe('20/0');
    at.pass(29);
    expect([at.numbers('/a'), at.board.pruned]).toEqual(['20/0', 0]);
    for (const [tab, leaseId] of leases.slice(0, 12).entries()) {
      leaseOf(at.board.beat({ clientId: `tab ${tab}`, scope: '/a', leaseId }));
    }
    at.pass(6);
    expect([at.numbers('/a'), at.board.pruned]).toEqual(['12/0', 8]);
  });

  it('C10: that stands still again and again gives the time anew each time', () => {
    const at = new TendedBoard();
    at.enter('tab', '/a');
    for (let times = 0; times < 10; times += 1) {
      at.standStill(60);
      at.pass(20);
      expect(at.numbers('/a')).toBe('1/0');
    }
    at.pass(20);
    expect(at.numbers('/a')).toBe('0/0');
  });

  it('C10, PR9: that the process stood still is no reason to give up those whose stream closed meanwhile', () => {
    const at = new TendedBoard();
    const leaseId = at.enter('tab', '/a', 'stream');
    at.board.closeStream('stream');
    at.standStill(120);
    at.board.notice();
    at.pass(29);
    expect(at.numbers('/a')).toBe('1/0');
    at.board.beat({ clientId: 'tab', scope: '/a', leaseId });
    at.pass(20);
    expect(at.numbers('/a')).toBe('1/0');
  });

  it('K2: between two turns may be 3 s, which is no standing still', () => {
    const at = new TendedBoard();
    at.enter('tab', '/a');
    for (let turn = 0; turn < 26; turn += 1) {
      at.standStill(3);
      at.board.notice();
      at.board.prune();
    }
    expect(at.numbers('/a')).toBe('0/0');
  });
});

describe('PR9: a session whose stream closes', () => {
  it('is gone 10 s later, and is counted among those given up', () => {
    const at = new TendedBoard();
    at.enter('tab', '/a', 'stream');
    at.enter('other', '/a', 'stream of another');
    at.board.closeStream('stream');
    at.pass(9);
    expect(at.numbers('/a')).toBe('2/0');
    at.pass(1);
    expect([at.numbers('/a'), at.board.pruned]).toEqual(['1/0', 1]);
  });

  it('goes with all others that the stream served', () => {
    const at = new TendedBoard();
    for (const [tab, scope] of ['/a', '/b', '/c'].entries()) at.enter(`tab ${tab}`, scope, 'stream');
    at.board.closeStream('stream');
    at.pass(10);
    expect([at.board.sessions, at.board.scopes]).toEqual([0, 0]);
  });

  it.each<[string, (at: TendedBoard, leaseId: string) => unknown]>([
    [
      'names another stream',
      (at, leaseId) => at.board.join({ clientId: 'tab', scope: '/a', leaseId, streamId: 'new' }),
    ],
    ['gives a sign of life', (at, leaseId) => at.board.beat({ clientId: 'tab', scope: '/a', leaseId })],
    ['moves', (at, leaseId) => at.board.move({ clientId: 'tab', leaseId, from: '/a', to: '/a' })],
    ['is loaded again', (at) => at.board.join({ clientId: 'tab', scope: '/a' })],
  ])('and that then %s stays', (_, speak) => {
    const at = new TendedBoard();
    const leaseId = at.enter('tab', '/a', 'stream');
    at.board.closeStream('stream');
    at.pass(9);
    speak(at, leaseId);
    at.pass(30);
    expect(at.board.numbersOf('/a').viewing).toBe(1);
  });

  it('goes also when a write of it arrives after that', () => {
    const at = new TendedBoard();
    at.enter('tab', '/a', 'stream');
    at.board.closeStream('stream');
    at.pass(1);
    at.board.touch('tab');
    expect(at.numbers('/a')).toBe('1/1');
    at.pass(9);
    expect(at.numbers('/a')).toBe('0/0');
  });

  it('goes when it names the stream only after that', () => {
    const at = new TendedBoard();
    at.board.closeStream('stream');
    at.pass(5);
    at.enter('tab', '/a', 'stream');
    at.pass(5);
    expect(at.numbers('/a')).toBe('0/0');
  });

  it('stays when it had named another one before', () => {
    const at = new TendedBoard();
    const leaseId = at.enter('tab', '/a', 'old');
    at.board.join({ clientId: 'tab', scope: '/a', leaseId, streamId: 'new' });
    at.board.closeStream('old');
    at.pass(30);
    expect(at.numbers('/a')).toBe('1/0');
    at.board.closeStream('new');
    at.pass(10);
    expect(at.numbers('/a')).toBe('0/0');
  });

  it('C8: stays when its page was loaded again before the old stream was seen to close', () => {
    const at = new TendedBoard();
    at.enter('tab', '/a', 'old');
    at.enter('tab', '/a');
    at.board.closeStream('old');
    at.pass(29);
    expect(at.numbers('/a')).toBe('1/0');
  });

  it('does not take with it one that left and came back', () => {
    const at = new TendedBoard();
    const leaseId = at.enter('tab', '/a', 'stream');
    at.board.closeStream('stream');
    at.board.leave({ clientId: 'tab', scope: '/a', leaseId });
    at.enter('tab', '/a');
    at.pass(30);
    expect(at.numbers('/a')).toBe('1/0');
  });

  it('is not kept by a stream that nobody named', () => {
    const at = new TendedBoard();
    at.enter('tab', '/a');
    at.board.closeStream('stream');
    at.pass(30);
    expect(at.numbers('/a')).toBe('1/0');
  });
});

describe('PR10: there is room', () => {
  const full = { kind: 'full' };

  it('C14: for 10,000 sessions, and for one more when one leaves', () => {
    const at = new TendedBoard();
    const leases = Array.from({ length: limits.sessions }, (_, tab) => at.enter(`tab ${tab}`, `/${tab % 97}`));
    expect(at.board.join({ clientId: 'late', scope: '/a' })).toEqual(full);
    expect(at.board.beat({ clientId: 'late', scope: '/a' })).toEqual(full);
    expect([at.board.sessions, at.board.scopes, at.numbers('/a')]).toEqual([10_000, 97, '0/0']);
    // Whoever is there goes on as if nothing were.
    const [leaseId] = leases;
    expect(leaseOf(at.board.move({ clientId: 'tab 0', leaseId: leaseId!, from: '/0', to: '/1' }))).toBe(leaseId);
    at.enter('tab 1', '/1');
    at.board.leave({ clientId: 'tab 0', leaseId: leaseId!, scope: '/1' });
    at.enter('late', '/a');
    expect(at.board.join({ clientId: 'later', scope: '/a' })).toEqual(full);
    at.pass(80);
    expect([at.board.sessions, at.board.pruned]).toEqual([0, 10_000]);
    at.enter('later', '/a');
  });

  it('C14: for 500 of one person, whatever others do', () => {
    const clock = new FakeClock();
    const board = new PresenceBoard(usualRules, () => clock.monotonic());
    const join = (clientId: string, person: string | null) => board.join({ clientId, scope: '/a', person });
    const leases = Array.from({ length: limits.sessionsPerPerson }, (_, tab) => leaseOf(join(`ann ${tab}`, 'ann')));
    expect(join('ann once more', 'ann')).toEqual(full);
    expect(board.beat({ clientId: 'ann once more', scope: '/a', person: 'ann' })).toEqual(full);
    expect(join('bob', 'bob').kind).toBe('here');
    for (let tab = 0; tab < 600; tab += 1) expect(join(`nobody ${tab}`, null).kind).toBe('here');
    // Of a session that is there, nobody counts anew.
    expect(join('ann 7', 'ann').kind).toBe('here');
    expect(join('ann once more', 'ann')).toEqual(full);
    board.leave({ clientId: 'ann 3', leaseId: leases[3]!, scope: '/a' });
    expect(join('ann once more', 'ann').kind).toBe('here');
    expect(join('ann twice more', 'ann')).toEqual(full);
    clock.advance(80_000);
    board.prune();
    expect(board.sessions).toBe(0);
    for (let tab = 0; tab < 500; tab += 1) expect(join(`ann ${tab}`, 'ann').kind).toBe('here');
    expect(join('ann once more', 'ann')).toEqual(full);
  });
});
