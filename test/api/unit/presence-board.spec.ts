import { leaseOf, TendedBoard } from '../../support/presence-boards.ts';

const forged = 'AAAAAAAAAAAAAAAAAAAAAA';

describe('who joins', () => {
  it('C1, PR3: twice with the same lease counts once, and keeps the lease', () => {
    const at = new TendedBoard();
    const lease = at.enter('tab', '/a');
    for (let times = 0; times < 3; times += 1) {
      const again = at.board.join({ clientId: 'tab', scope: '/a', leaseId: lease });
      expect(again).toEqual({ kind: 'here', leaseId: lease });
    }
    expect([at.numbers('/a'), at.board.sessions, at.board.scopes]).toEqual(['1/0', 1, 1]);
  });

  it('C2: in two tabs has two leases and counts twice; one that leaves, leaves the other', () => {
    const at = new TendedBoard();
    const [one, two] = [at.enter('tab 1', '/a'), at.enter('tab 2', '/a')];
    expect(one).not.toBe(two);
    expect(at.numbers('/a')).toBe('2/0');
    expect(at.board.leave({ clientId: 'tab 1', scope: '/a', leaseId: one })).toEqual({ kind: 'here', leaseId: one });
    expect(at.numbers('/a')).toBe('1/0');
    expect(at.board.scopeOf('tab 2')).toBe('/a');
  });

  it('PR3: is given 128 random bits', () => {
    const at = new TendedBoard();
    const leases = Array.from({ length: 1000 }, (_, tab) => at.enter(`tab ${tab}`, '/a'));
    expect(new Set(leases).size).toBe(1000);
    for (const lease of leases) expect(Buffer.from(lease, 'base64url')).toHaveLength(16);
  });

  it('PR1, PR3: with its lease, in another scope, moves there', () => {
    const at = new TendedBoard();
    const lease = at.enter('tab', '/a');
    expect(leaseOf(at.board.join({ clientId: 'tab', scope: '/b', leaseId: lease }))).toBe(lease);
    expect([at.numbers('/a'), at.numbers('/b'), at.board.sessions, at.board.scopes]).toEqual(['0/0', '1/0', 1, 1]);
  });

  it('C8, PR3: without a lease where there is a session replaces it, and the old lease is dead', () => {
    const at = new TendedBoard();
    const old = at.enter('tab', '/a');
    const fresh = at.enter('tab', '/b');
    expect(fresh).not.toBe(old);
    expect([at.numbers('/a'), at.numbers('/b'), at.board.sessions]).toEqual(['0/0', '1/0', 1]);
    expect(at.board.leave({ clientId: 'tab', scope: '/b', leaseId: old })).toEqual({ kind: 'invalid-lease' });
    expect(at.board.beat({ clientId: 'tab', scope: '/b', leaseId: old })).toEqual({ kind: 'invalid-lease' });
    expect(leaseOf(at.board.beat({ clientId: 'tab', scope: '/b', leaseId: fresh }))).toBe(fresh);
  });

  it('C5, PR3: with a lease where there is no session is refused', () => {
    const at = new TendedBoard();
    expect(at.board.join({ clientId: 'tab', scope: '/a', leaseId: forged })).toEqual({ kind: 'invalid-lease' });
    expect([at.board.sessions, at.board.scopes, at.board.invalidLeases]).toEqual([0, 0, 1]);
    expect([...at.board.takeChanged()]).toEqual([]);
  });
});

describe('who moves', () => {
  it('C3, PR4: repeated and out of order ends where it went, and is taken away from the other once', () => {
    const at = new TendedBoard();
    const leaseId = at.enter('tab', '/a');
    at.enter('other', '/a');
    const move = (from: string, to: string) => at.board.move({ clientId: 'tab', leaseId, from, to });
    for (let times = 0; times < 3; times += 1) {
      expect(move('/a', '/b')).toEqual({ kind: 'here', leaseId });
      expect([at.numbers('/a'), at.numbers('/b')]).toEqual(['1/0', '1/0']);
    }
    move('/b', '/c');
    // The first request comes once more: it says from where it thinks to come.
    expect(move('/a', '/b')).toEqual({ kind: 'elsewhere', scope: '/c' });
    expect([at.numbers('/a'), at.numbers('/b'), at.numbers('/c')]).toEqual(['1/0', '0/0', '1/0']);
  });

  it('C4, PR4: from where it is not is told where it is, and nothing changes', () => {
    const at = new TendedBoard();
    const leaseId = at.enter('tab', '/a');
    at.board.takeChanged();
    const wrong = { clientId: 'tab', leaseId, from: '/x', to: '/b' };
    expect(at.board.move(wrong)).toEqual({ kind: 'elsewhere', scope: '/a' });
    expect([at.numbers('/a'), at.numbers('/b'), at.board.invalidLeases]).toEqual(['1/0', '0/0', 0]);
    expect([...at.board.takeChanged()]).toEqual([]);
  });

  it('PR1: takes with it that it edits', () => {
    const at = new TendedBoard();
    const leaseId = at.enter('tab', '/a');
    at.board.touch('tab');
    expect(at.numbers('/a')).toBe('1/1');
    at.board.move({ clientId: 'tab', leaseId, from: '/a', to: '/b' });
    expect([at.numbers('/a'), at.numbers('/b')]).toEqual(['0/0', '1/1']);
  });
});

describe('who leaves', () => {
  it('PR5: is gone, and gone again', () => {
    const at = new TendedBoard();
    const leave = { clientId: 'tab', scope: '/a', leaseId: at.enter('tab', '/a') };
    at.board.touch('tab');
    expect(at.board.leave(leave).kind).toBe('here');
    expect([at.numbers('/a'), at.board.sessions, at.board.scopes]).toEqual(['0/0', 0, 0]);
    expect(at.board.leave(leave)).toEqual({ kind: 'gone' });
    expect([at.numbers('/a'), at.board.invalidLeases, at.board.pruned]).toEqual(['0/0', 0, 0]);
  });

  it('C6: after it was given up is gone, which is no error', () => {
    const at = new TendedBoard();
    const leaseId = at.enter('tab', '/a');
    at.pass(80);
    expect(at.board.pruned).toBe(1);
    expect(at.board.leave({ clientId: 'tab', scope: '/a', leaseId })).toEqual({ kind: 'gone' });
    expect(at.board.invalidLeases).toBe(0);
  });

  it('PR5: from where it is not stays where it is', () => {
    const at = new TendedBoard();
    const leaseId = at.enter('tab', '/a');
    expect(at.board.leave({ clientId: 'tab', scope: '/b', leaseId })).toEqual({ kind: 'elsewhere', scope: '/a' });
    expect(at.numbers('/a')).toBe('1/0');
  });
});

describe('C5, PR10: a lease that is forged, of another tab or old', () => {
  const at = new TendedBoard();
  const old = at.enter('victim', '/a');
  const others = at.enter('other', '/b');
  at.enter('victim', '/a');
  at.board.touch('victim');
  at.board.takeChanged();

  it.each([
    ['forged', forged],
    ['of another tab', others],
    ['old', old],
    ['empty', ''],
  ])('%s, is good for nothing, is counted, and does the victim no harm', (_, leaseId) => {
    const before = at.board.invalidLeases;
    const visit = { clientId: 'victim', scope: '/c', leaseId };
    expect(at.board.join(visit)).toEqual({ kind: 'invalid-lease' });
    expect(at.board.beat({ ...visit, isEditing: true })).toEqual({ kind: 'invalid-lease' });
    expect(at.board.leave({ ...visit, scope: '/a' })).toEqual({ kind: 'invalid-lease' });
    expect(at.board.move({ ...visit, from: '/a', to: '/c' })).toEqual({ kind: 'invalid-lease' });
    expect(at.board.move({ clientId: 'nobody', leaseId, from: '/a', to: '/c' })).toEqual({ kind: 'invalid-lease' });
    expect(at.board.invalidLeases).toBe(before + 5);
    expect([at.numbers('/a'), at.numbers('/b'), at.numbers('/c')]).toEqual(['1/1', '1/0', '0/0']);
    expect([...at.board.takeChanged()]).toEqual([]);
  });

  it('does not keep a session alive that has gone silent', () => {
    const alone = new TendedBoard();
    alone.enter('victim', '/a');
    for (let turn = 0; turn < 16; turn += 1) {
      alone.pass(5);
      alone.board.beat({ clientId: 'victim', scope: '/a', leaseId: forged });
    }
    expect(alone.numbers('/a')).toBe('0/0');
  });
});

describe('a sign of life', () => {
  it('PR6: keeps the session, moves it to where it says, and makes one where there is none', () => {
    const at = new TendedBoard();
    const leaseId = leaseOf(at.board.beat({ clientId: 'tab', scope: '/a' }));
    at.pass(60);
    expect(leaseOf(at.board.beat({ clientId: 'tab', scope: '/b', leaseId }))).toBe(leaseId);
    at.pass(60);
    expect([at.numbers('/a'), at.numbers('/b')]).toEqual(['0/0', '1/0']);
  });

  it('PR6: without a lease is good for the session that is there, and does not change its lease', () => {
    const at = new TendedBoard();
    const leaseId = at.enter('tab', '/a');
    expect(leaseOf(at.board.beat({ clientId: 'tab', scope: '/a' }))).toBe(leaseId);
    expect(at.board.sessions).toBe(1);
  });

  it('PR2, PR6: of one who edits counts it as editing for the edit TTL', () => {
    const at = new TendedBoard();
    const leaseId = at.enter('tab', '/a');
    at.board.beat({ clientId: 'tab', scope: '/a', leaseId, isEditing: true });
    at.pass(30);
    at.board.beat({ clientId: 'tab', scope: '/a', leaseId });
    expect(at.numbers('/a')).toBe('1/1');
    at.pass(30);
    expect(at.numbers('/a')).toBe('1/0');
  });
});

describe('an accepted write', () => {
  it('PR7: marks the session as editing where it is, and does not move it', () => {
    const at = new TendedBoard();
    at.enter('tab', '/a');
    at.enter('other', '/a');
    at.board.touch('tab');
    expect([at.numbers('/a'), at.board.scopeOf('tab')]).toEqual(['2/1', '/a']);
    at.board.touch('tab');
    expect(at.numbers('/a')).toBe('2/1');
  });

  it('PR7: of one who has no session makes none', () => {
    const at = new TendedBoard();
    at.board.touch('nobody');
    expect([at.board.sessions, [...at.board.takeChanged()]]).toEqual([0, []]);
  });
});

describe('ids of any kind', () => {
  it('PR1: names that objects have of their own are names like others', () => {
    const at = new TendedBoard();
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    for (const name of names) at.enter(name, `/${name}`, name);
    for (const name of names) expect(at.numbers(`/${name}`)).toBe('1/0');
    for (const name of names) at.board.closeStream(name);
    at.pass(11);
    expect([at.board.sessions, at.board.scopes]).toEqual([0, 0]);
  });
});
