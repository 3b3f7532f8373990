import { PresenceBoard, type BoardRules, type Presence } from '../../apps/api/src/presence/presence-board.ts';
import { FakeClock } from './fake-clock.ts';

/** As the server has them when nobody says otherwise. */
export const usualRules: BoardRules = { viewTtlMs: 75_000, editTtlMs: 60_000 };

/** A board that is looked after as the server does it: noticed every second, pruned every five. */
export class TendedBoard {
  readonly clock = new FakeClock();
  readonly board: PresenceBoard;
  #seconds = 0;

  constructor(rules: BoardRules = usualRules) {
    this.board = new PresenceBoard(rules, () => this.clock.monotonic());
  }

  /** Time passes while everything goes its way. */
  pass(seconds: number): void {
    for (let left = seconds; left > 0; left -= 1) {
      this.clock.advance(1000);
      this.#seconds += 1;
      this.board.notice();
      if (this.#seconds % 5 === 0) this.board.prune();
    }
  }

  /** Time passes, and the process does not. */
  standStill(seconds: number): void {
    this.clock.advance(seconds * 1000);
  }

  /** A tab comes without a lease, and is given one. */
  enter(clientId: string, scope: string, streamId?: string): string {
    return leaseOf(this.board.join({ clientId, scope, streamId }));
  }

  /** As `viewing/editing`. */
  numbers(scope: string): string {
    const { viewing, editing } = this.board.numbersOf(scope);
    return `${viewing}/${editing}`;
  }
}

/** Of a session that is there. */
export function leaseOf(presence: Presence): string {
  if (presence.kind !== 'here') throw new Error(`It was to be there, and is ${presence.kind}.`);
  return presence.leaseId;
}
