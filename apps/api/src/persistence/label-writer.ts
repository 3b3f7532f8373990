import type { Durability } from '#contracts';
import type { AskedWrite } from '../shared/asked-write.ts';
import type { Clock } from '../shared/clock.ts';
import { Problem } from '../shared/problem.ts';
import type { LabelBook } from './label-book.ts';
import type { Answer, Change, LabelStore, Outcome, Write } from './label-store.ts';
import { RunningKeys } from './running-keys.ts';

type Refusal = Exclude<Outcome, { kind: 'done' }>;
type AnswerOf<Kind extends Answer['kind']> = Extract<Answer, { kind: Kind }>;
interface AnswerKinds {
  edit: 'label';
  bulk: 'bulk';
  metrics: 'bulk';
  undo: 'undo';
  merge: 'bulk';
  import: 'import';
  views: 'views';
}

export interface Written<Kind extends Answer['kind']> {
  readonly answer: AnswerOf<Kind>;
  readonly isReplay: boolean;
}

/** A conflict: whoever answers knows how to show what is there now. */
export class Conflict extends Error {
  constructor(readonly outcome: Extract<Outcome, { kind: 'conflict' | 'views-conflict' }>) {
    super('The version is not the current one.');
  }
}

/** The way of a change from a request to the store and back. */
export class LabelWriter {
  readonly #running: RunningKeys;

  constructor(
    private readonly book: LabelBook,
    private readonly store: LabelStore,
    private readonly clock: Clock,
  ) {
    this.#running = new RunningKeys(clock);
  }

  get durability(): Durability {
    return this.store.facts.durability;
  }

  write<Kind extends keyof AnswerKinds>(
    asked: AskedWrite,
    change: Extract<Change, { kind: Kind }>,
  ): Promise<Written<AnswerKinds[Kind]>> {
    return this.writeFound(asked, () => Promise.resolve(change));
  }

  /**
   * The same, where it first has to be found out what is meant. That may not be there any more when a request is sent
   * again, a result after a restart for one; what was answered to its key is.
   */
  async writeFound<Kind extends keyof AnswerKinds>(
    asked: AskedWrite,
    find: () => Promise<Extract<Change, { kind: Kind }>>,
  ): Promise<Written<AnswerKinds[Kind]>> {
    const { principal, key, fingerprint, actor, client, clientId } = asked;
    const write = { principal, key, fingerprint, actor, client };
    const outcome = await this.#running.run(`${principal}\0${key}`, () => this.decided(write, clientId, find));
    if (outcome.kind !== 'done') throw refusal(outcome);
    // The store answers a change with the answer of its kind; the fingerprint makes sure of it for a repeated one.
    return { answer: outcome.answer as AnswerOf<AnswerKinds[Kind]>, isReplay: outcome.isReplay };
  }

  private async decided(
    write: Omit<Write, 'change' | 'at'>,
    clientId: string | null,
    find: () => Promise<Change>,
  ): Promise<Outcome> {
    let change: Change;
    try {
      change = await find();
    } catch (error) {
      const recall = { ...write, at: this.clock.wall(), change: { kind: 'recall' } } as const;
      const known = await this.book.write(recall, clientId);
      if (known.kind === 'key-unknown') throw error;
      return known;
    }
    // Finding out may have taken minutes, in which others wrote: what is numbered after theirs is dated after theirs.
    return this.book.write({ ...write, at: this.clock.wall(), change }, clientId);
  }

  async rehearseUndo(gesture: string): Promise<AnswerOf<'undo'>> {
    const outcome = await this.store.rehearseUndo(gesture);
    if (outcome.kind !== 'done') throw refusal(outcome);
    return outcome.answer as AnswerOf<'undo'>;
  }
}

function refusal(outcome: Refusal): Error {
  switch (outcome.kind) {
    case 'conflict':
    case 'views-conflict':
      return new Conflict(outcome);
    case 'key-reused':
      return new Problem(
        'idempotency_key_reused',
        'This Idempotency-Key was used for another request: a new write needs a new key.',
      );
    case 'too-many-tags':
      return new Problem('invalid_field', `${outcome.path} would have more than 64 tags: nothing was changed.`, {
        field: 'add_tags',
      });
    case 'too-many-metrics':
      return new Problem('invalid_field', `${outcome.path} would have more than 256 metrics: nothing was changed.`, {
        field: 'items.metrics',
      });
    case 'bad-file':
      return badFile(outcome);
    case 'key-unknown':
      return new Error('Only who asked for a remembered answer is told that there is none.');
    case 'no-such-gesture':
      return new Problem('gesture_not_found', 'There is no such gesture.');
    case 'gesture-of-another':
      return new Problem('forbidden', `Only an admin takes back what others did: this was ${outcome.actor}.`);
    case 'not-undoable':
      return new Problem('not_undoable', 'Metrics cannot be undone: their former values are not kept.');
  }
}

export function badFile({ line, reason }: { readonly line: number; readonly reason: string }, count = 1): Problem {
  const others = count > 1 ? ` There are ${String(count)} such lines: a dry run tells of all of them.` : '';
  return new Problem('invalid_labels_file', `Nothing was imported. Line ${String(line)}: ${reason}${others}`);
}
