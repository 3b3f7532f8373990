import { isDeepStrictEqual } from 'node:util';
import { PresenceBoard, type Presence } from '../../../apps/api/src/presence/presence-board.ts';
import { NaivePresence, type Expected } from '../../support/naive-presence.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';

const seed = chooseSeed();
const rules = { viewTtlMs: 75_000, editTtlMs: 60_000 };
const scopes = Array.from({ length: 8 }, (_, at) => `/${at}`);

/** The board and the list beside it. Everything is done to both, and they must say the same. */
class Twins {
  readonly done: Record<string, number> = {};
  private now = 0;
  private readonly board = new PresenceBoard(rules, () => this.now);
  private readonly naive = new NaivePresence(rules, 0);
  private readonly random = new SeededRandom(seed);
  private readonly oldLeases = ['none of anybody'];
  private told = this.countAll();

  step(turn: number): void {
    const before = this.told;
    const did = this.doSomething();
    this.done[did] = (this.done[did] ?? 0) + 1;
    this.told = this.countAll();
    const changed = this.board.takeChanged();
    const [viewing, editing] = [sum(this.told, 'viewing'), sum(this.told, 'editing')];
    const facts = {
      perScope: this.told,
      silent: scopes.filter((scope, at) => !isSame(before[at]!, this.told[at]!) && !changed.has(scope)),
      sum: viewing,
      isEditingTooMuch: this.told.some((numbers) => numbers.editing > numbers.viewing || numbers.editing < 0),
      ...{ sessions: this.board.sessions, scopes: this.board.scopes, editing },
      ...{ pruned: this.board.pruned, invalidLeases: this.board.invalidLeases },
    };
    const { tabs } = this.naive;
    const expected = {
      perScope: scopes.map((scope) => this.naive.numbersOf(scope)),
      ...{ silent: [], sum: tabs.length, isEditingTooMuch: false, sessions: tabs.length },
      scopes: new Set(tabs.map(({ scope }) => scope)).size,
      editing: tabs.filter(({ isEditing }) => isEditing).length,
      ...{ pruned: this.naive.givenUp, invalidLeases: this.naive.refusedLeases },
    };
    // The comparison of jest is made for telling people; it is asked only when there is something to tell.
    if (JSON.stringify(facts) !== JSON.stringify(expected))
      expect({ turn, did, ...facts }).toEqual({ turn, did, ...expected });
  }

  private countAll() {
    return scopes.map((scope) => this.board.numbersOf(scope));
  }

  private doSomething(): string {
    const { random, board, naive } = this;
    const clientId = `tab ${random.below(60)}`;
    const [scope, to] = [this.likelyScope(clientId), random.pick(scopes)];
    const stream = random.chance(0.5) ? `stream ${random.below(40)}` : undefined;
    const lease = this.someLease(clientId);
    const maybeLease = random.chance(0.4) ? undefined : lease;
    const dice = random.below(100);
    if (dice < 22) {
      const answer = board.join({ clientId, scope: to, leaseId: maybeLease, streamId: stream });
      return this.compare('join', clientId, answer, naive.join(clientId, to, maybeLease, stream));
    }
    if (dice < 40) {
      const answer = board.move({ clientId, leaseId: lease, from: scope, to });
      return this.compare('move', clientId, answer, naive.move(clientId, lease, scope, to));
    }
    if (dice < 52) {
      const answer = board.leave({ clientId, leaseId: lease, scope });
      return this.compare('leave', clientId, answer, naive.leave(clientId, lease, scope));
    }
    if (dice < 66) {
      const isEditing = random.chance(0.3);
      const answer = board.beat({ clientId, scope: to, leaseId: maybeLease, isEditing });
      return this.compare('beat', clientId, answer, naive.beat(clientId, to, maybeLease, isEditing));
    }
    if (dice < 74) return this.both('touch', (each) => each.touch(clientId));
    const closing = `stream ${random.below(40)}`;
    if (dice < 78) return this.both('closeStream', (each) => each.closeStream(closing));
    if (dice < 88) return this.both('notice', (each) => each.notice());
    if (dice < 92) return this.both('prune', (each) => each.prune());
    // Now and then the process stands still.
    const milliseconds = random.chance(0.03) ? random.between(3000, 200_000) : random.between(0, 3000);
    this.now += milliseconds;
    naive.pass(milliseconds);
    return 'pass';
  }

  private both(name: string, act: (each: PresenceBoard | NaivePresence) => void): string {
    act(this.board);
    act(this.naive);
    return name;
  }

  /** Most know where they are. */
  private likelyScope(clientId: string): string {
    return (this.random.chance(0.8) ? this.naive.tab(clientId)?.scope : undefined) ?? this.random.pick(scopes);
  }

  /** Its own, most of the time; else that of another tab, or one from before. */
  private someLease(clientId: string): string {
    const { random, naive } = this;
    const foreign = random.chance(0.5) && naive.tabs.length > 0 ? random.pick(naive.tabs).lease : undefined;
    const own = random.chance(0.9) ? naive.tab(clientId)?.lease : foreign;
    return own ?? random.pick(this.oldLeases);
  }

  private compare(name: string, clientId: string, answer: Presence, expected: Expected): string {
    const { leaseId, ...rest } = { leaseId: undefined, ...answer };
    const { leaseId: expectedLease, ...expectedRest } = { leaseId: undefined, ...expected };
    if (!isDeepStrictEqual(rest, expectedRest)) expect(rest).toEqual(expectedRest);
    if (expectedLease !== undefined && leaseId !== expectedLease) expect(leaseId).toBe(expectedLease);
    const tab = this.naive.tab(clientId);
    // Where a new lease is due, it is one that nobody had.
    const isNewDue = answer.kind === 'here' && expectedLease === undefined;
    if (isNewDue && [tab?.lease, ...this.oldLeases].includes(leaseId))
      throw new Error(`The lease of ${clientId} is old.`);
    if (tab && leaseId !== undefined && leaseId !== tab.lease) {
      this.oldLeases[Math.min(this.random.below(50), this.oldLeases.length)] = tab.lease;
      tab.lease = leaseId;
    }
    return `${name}: ${answer.kind}`;
  }
}

function sum(numbers: readonly { readonly viewing: number; readonly editing: number }[], of: 'viewing' | 'editing') {
  return numbers.reduce((total, each) => total + each[of], 0);
}

function isSame(one: { viewing: number; editing: number }, other: { viewing: number; editing: number }): boolean {
  return one.viewing === other.viewing && one.editing === other.editing;
}

it(`PR1, PR2, PR13: a hundred thousand random steps keep every promise after each, with seed ${seed}`, () => {
  const twins = new Twins();
  for (let turn = 0; turn < rounds(100_000, 2_000_000); turn += 1) twins.step(turn);
  // What never happens is not tested.
  const happened = ['join: here', 'join: invalid-lease', 'move: here', 'move: invalid-lease', 'move: elsewhere'];
  const more = ['leave: here', 'leave: gone', 'leave: invalid-lease', 'leave: elsewhere', 'beat: here', 'pass'];
  for (const each of [...happened, ...more, 'touch', 'closeStream', 'notice', 'prune'])
    expect([each, twins.done[each]! > 500]).toEqual([each, true]);
});
