import { PresenceDesk } from '../../../apps/api/src/presence/presence-desk.ts';
import { PresenceNews } from '../../../apps/api/src/presence/presence-news.ts';
import { visitorOf, type Visitor } from '../../../apps/api/src/presence/visitor.ts';
import { Problem } from '../../../apps/api/src/shared/problem.ts';
import { Announced } from '../../support/announced.ts';
import { TendedBoard, usualRules } from '../../support/presence-boards.ts';

const anyone: Visitor = { person: null, mayEdit: true };
const tab = { client_id: 'tab' };

function makeDesk(hasLeases = true) {
  const { board, clock } = new TendedBoard();
  const announced = new Announced();
  const news = new PresenceNews(board, announced, clock);
  const desk = new PresenceDesk(board, news, { ...usualRules, pruneEveryMs: 5000, hasLeases }, clock);
  const join = (gallery_id: string, client_id = 'tab') => desk.join({ client_id, gallery_id }, anyone).lease_id;
  const pass = (seconds: number): void => {
    for (let left = seconds; left > 0; left -= 1) {
      clock.advance(1000);
      desk.prune();
    }
  };
  const told = () => announced.of('presence-changed').map(({ gallery_id, viewing }) => `${gallery_id} ${viewing}`);
  return { board, clock, announced, desk, join, pass, told };
}

function problemOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return { status: error.status, ...error.body() };
    throw error;
  }
  return 'none';
}

describe('the answer', () => {
  it('PR3: to a join has the numbers of the scope, and the lease', () => {
    const { desk, join } = makeDesk();
    join('/a', 'other');
    const answer = desk.join({ ...tab, gallery_id: '/a' }, anyone);
    expect(answer).toEqual({
      ...tab,
      gallery_id: '/a',
      viewing: 2,
      editing: 0,
      lease_id: expect.any(String) as string,
    });
  });

  it('PR4, C3: to a move has the numbers of both, and the same when it comes again', () => {
    const { desk, join } = makeDesk();
    join('/a', 'other');
    const lease_id = join('/a');
    const move = { ...tab, lease_id, from_gallery_id: '/a', to_gallery_id: '/b' };
    const answer = {
      ...{ ...tab, lease_id },
      from_scope: { gallery_id: '/a', viewing: 1, editing: 0 },
      to_scope: { gallery_id: '/b', viewing: 1, editing: 0 },
    };
    expect(desk.move(move, anyone)).toEqual(answer);
    expect(desk.move(move, anyone)).toEqual(answer);
  });

  it('PR5, C6: to a leave says whether there was anyone to remove', () => {
    const { desk, join } = makeDesk();
    const leave = { ...tab, gallery_id: '/a', lease_id: join('/a') };
    const answer = { ...leave, viewing: 0, editing: 0 };
    expect(desk.leave(leave)).toEqual({ ...answer, removed: true });
    expect(desk.leave(leave)).toEqual({ ...answer, removed: false });
  });

  it('PR6: to a sign of life counts whoever says it as editing when it says so', () => {
    const { desk, join } = makeDesk();
    const beat = { ...tab, gallery_id: '/a', lease_id: join('/a') };
    expect(desk.beat({ ...beat, status: 'viewing' }, anyone)).toMatchObject({ viewing: 1, editing: 0 });
    expect(desk.beat({ ...beat, status: 'editing' }, anyone)).toMatchObject({ viewing: 1, editing: 1 });
    // It has edited less than a minute ago.
    expect(desk.beat({ ...beat, status: 'viewing' }, anyone)).toMatchObject({ viewing: 1, editing: 1 });
  });
});

describe('PR10: a refusal', () => {
  it('C5: of a lease is 409 invalid_lease, with whose it was to be', () => {
    const { desk, join } = makeDesk();
    join('/a');
    const wrong = { ...tab, gallery_id: '/a', lease_id: 'x' };
    const refusal = expect.objectContaining({ status: 409, error: 'invalid_lease', client_id: 'tab' }) as unknown;
    expect(problemOf(() => desk.join(wrong, anyone))).toEqual(refusal);
    expect(problemOf(() => desk.beat(wrong, anyone))).toEqual(refusal);
    expect(problemOf(() => desk.leave(wrong))).toEqual(refusal);
    const move = { ...tab, lease_id: 'x', from_gallery_id: '/a', to_gallery_id: '/b' };
    expect(problemOf(() => desk.move(move, anyone))).toEqual(refusal);
    expect(problemOf(() => desk.move({ ...move, client_id: 'nobody' }, anyone))).toMatchObject({
      error: 'invalid_lease',
      client_id: 'nobody',
    });
  });

  it('C4: of a wrong place is 409 scope_mismatch, and names where it is', () => {
    const { desk, join } = makeDesk();
    const lease_id = join('/a');
    const refusal = {
      ...{ status: 409, error: 'scope_mismatch', client_id: 'tab' },
      ...{ requested_gallery_id: '/x', actual_gallery_id: '/a' },
    };
    const move = { ...tab, lease_id, from_gallery_id: '/x', to_gallery_id: '/b' };
    expect(problemOf(() => desk.move(move, anyone))).toMatchObject(refusal);
    expect(problemOf(() => desk.leave({ ...tab, lease_id, gallery_id: '/x' }))).toMatchObject(refusal);
  });

  it('C14: of one too many is 429 too_many_sessions, and says when to come again', () => {
    const { desk } = makeDesk();
    const ann = { person: 'ann', mayEdit: true };
    for (let count = 0; count < 500; count += 1) desk.join({ client_id: `${count}`, gallery_id: '/a' }, ann);
    const refusal = { status: 429, error: 'too_many_sessions', client_id: 'tab' };
    expect(problemOf(() => desk.join({ ...tab, gallery_id: '/a' }, ann))).toMatchObject(refusal);
    expect(problemOf(() => desk.beat({ ...tab, gallery_id: '/a' }, ann))).toMatchObject(refusal);
    expect(desk.join({ ...tab, gallery_id: '/a' }, anyone)).toMatchObject({ viewing: 501 });
  });

  it('changes nothing, and nobody is told anything', () => {
    const { desk, join, pass, told } = makeDesk();
    join('/a');
    pass(1);
    problemOf(() => desk.join({ ...tab, gallery_id: '/b', lease_id: 'x' }, anyone));
    problemOf(() => desk.move({ ...tab, lease_id: 'x', from_gallery_id: '/a', to_gallery_id: '/b' }, anyone));
    pass(1);
    expect(told()).toEqual(['/a 1']);
  });
});

describe('others', () => {
  it('PR8, PR9: are told of a join, a move and a leave', () => {
    const { desk, join, pass, told } = makeDesk();
    const lease_id = join('/a');
    pass(1);
    desk.move({ ...tab, lease_id, from_gallery_id: '/a', to_gallery_id: '/b' }, anyone);
    pass(1);
    desk.leave({ ...tab, lease_id, gallery_id: '/b' });
    expect(told()).toEqual(['/a 1', '/a 0', '/b 1', '/b 0']);
  });

  it('PR8: are told of who just vanishes, within the view TTL and the prune interval, where nothing else happens', () => {
    const { join, pass, told } = makeDesk();
    pass(3);
    join('/a');
    pass(74);
    expect(told()).toEqual(['/a 1']);
    pass(6);
    expect(told()).toEqual(['/a 1', '/a 0']);
  });

  it('PR7: are told that someone edits, when a write of that tab was accepted', () => {
    const { desk, join, pass, announced } = makeDesk();
    join('/a');
    pass(1);
    desk.touch('nobody');
    expect(announced.of('presence-changed')).toHaveLength(1);
    desk.touch('tab');
    expect(announced.of('presence-changed').at(-1)).toMatchObject({ gallery_id: '/a', viewing: 1, editing: 1 });
  });

  it('PR9: are told of whose stream closed 10 s ago', () => {
    const { desk, pass, told } = makeDesk();
    desk.join({ ...tab, gallery_id: '/a', stream_id: 'stream' }, anyone);
    pass(1);
    desk.closeStream('stream');
    pass(9);
    expect(told()).toEqual(['/a 1']);
    pass(1);
    expect(told()).toEqual(['/a 1', '/a 0']);
  });
});

describe('C18: who may only look', () => {
  const viewer: Visitor = { person: 'vic', mayEdit: false };

  it('joins and is counted, and cannot be editing', () => {
    const { desk } = makeDesk();
    const { lease_id } = desk.join({ ...tab, gallery_id: '/a' }, viewer);
    const beat = { ...tab, lease_id, gallery_id: '/a', status: 'editing' } as const;
    expect(desk.beat(beat, viewer)).toMatchObject({ viewing: 1, editing: 0 });
    expect(desk.beat(beat, anyone)).toMatchObject({ viewing: 1, editing: 1 });
  });

  it.each([
    ['viewer', false],
    ['labeller', true],
    ['admin', true],
  ] as const)('is known by the role: a %s may edit: %s', (role, mayEdit) => {
    const principal = { name: 'vic', role, isAuthenticated: true };
    // Of a request, only who asks is looked at.
    const request = { principal } as Parameters<typeof visitorOf>[0];
    expect(visitorOf(request)).toEqual({ person: 'vic', mayEdit });
    principal.isAuthenticated = false;
    expect(visitorOf(request)).toEqual({ person: null, mayEdit });
  });
});

describe('PR12: without leases', () => {
  it('a join is a sign of life, whatever lease comes with it', () => {
    const { desk, join, board } = makeDesk(false);
    const lease_id = join('/a');
    expect(desk.join({ ...tab, gallery_id: '/a', lease_id: 'x' }, anyone)).toMatchObject({ viewing: 1, lease_id });
    expect(join('/b')).toBe(lease_id);
    const beat = { ...tab, gallery_id: '/b', lease_id: 'x', status: 'editing' } as const;
    expect(desk.beat(beat, anyone)).toMatchObject({ viewing: 1, editing: 1 });
    expect([board.sessions, board.invalidLeases]).toEqual([1, 0]);
  });

  it('a move goes where it says, from wherever', () => {
    const { desk, join } = makeDesk(false);
    join('/a');
    const move = { ...tab, lease_id: 'x', from_gallery_id: '/x', to_gallery_id: '/b' };
    expect(desk.move(move, anyone)).toMatchObject({ from_scope: { viewing: 0 }, to_scope: { viewing: 1 } });
  });

  it('nobody leaves but by not being heard of', () => {
    const { desk, join, pass, told } = makeDesk(false);
    const lease_id = join('/a');
    const left = desk.leave({ ...tab, gallery_id: '/a', lease_id });
    expect(left).toEqual({
      ...{ ...tab, gallery_id: '/a', lease_id, viewing: 1, editing: 0 },
      ...{ removed: false, mode: 'legacy_heartbeat' },
    });
    pass(80);
    expect(told()).toEqual(['/a 1', '/a 0']);
  });
});
