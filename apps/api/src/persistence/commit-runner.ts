import { FilesInPlace } from './sql/files-in-place.ts';
import { asStorageProblem } from './sql/sqlite-errors.ts';
import type { LabelEngine } from './sql/label-engine.ts';
import { WriteDecider } from './sql/write-decider.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import type { Content } from './content.ts';
import type { Outcome, Write } from './label-store.ts';
import { RefusalTally } from './refusal-tally.ts';
import type { Failure, WriteResult } from './store-protocol.ts';

const probeBytes = 256 * 1024;

/** Commits batches: many writes share one transaction, and with it one wait for the disk. */
export class CommitRunner {
  readonly #decider: WriteDecider;
  /** Not worth a wait for the disk of each: they go with the next write, or when asked for. */
  readonly #refusals = new RefusalTally();

  constructor(
    private readonly engine: LabelEngine,
    private readonly files = new FilesInPlace([]),
  ) {
    this.#decider = new WriteDecider(engine);
  }

  run(writes: readonly Write[]): readonly WriteResult[] {
    const refusal = this.files.refusal();
    if (refusal) return refuseAll(writes, refusal);
    try {
      const { outcomes, isSaved } = this.engine.transaction(() => this.decide(writes));
      if (isSaved) this.#refusals.noteSaved();
      const doubt = isSaved ? this.files.refusalOfCommitted() : undefined;
      if (doubt) return refuseAll(writes, doubt);
      for (const [at, write] of writes.entries()) this.note(write, outcomes[at]);
      return outcomes.map((outcome) => ({ isGood: true, outcome }));
    } catch (error) {
      // Nothing of the batch was done. Alone, the one that cannot be done fails, and the others need not.
      if (writes.length > 1) return writes.flatMap((write) => this.run([write]));
      return refuseAll(writes, error);
    }
  }

  /** What an undo would answer, without doing it. */
  rehearse(gesture: string): Outcome {
    const write = { principal: '', key: '', fingerprint: '', actor: '', client: '', at: 0 };
    return this.engine.snapshot(() =>
      this.#decider.decide({ ...write, change: { kind: 'undo', gesture, onlyOf: null } }),
    );
  }

  /** Writes about as much as a batch does, durably, and takes it back: on a full disk a few bytes still find room. */
  probe(): void {
    this.look();
    this.engine.transaction(() => {
      this.engine.setMeta('probe', 'x'.repeat(probeBytes));
      this.saveRefusals();
    });
    this.#refusals.noteSaved();
    this.engine.transaction(() => {
      this.engine.setMeta('probe', '');
    });
  }

  /** Acknowledged to nobody, and worth nothing in a file that has lost its name. */
  keepContents(found: readonly Content[], forgotten: readonly GalleryPath[]): void {
    this.look();
    this.engine.transaction(() => {
      for (const path of forgotten) this.engine.dropContent(path);
      for (const content of found) this.engine.saveContent(content);
    });
  }

  /** Whether what is committed has a place in the workspace; throws when not. */
  look(): void {
    const refusal = this.files.refusal();
    if (refusal) throw refusal;
  }

  /** They are only counted: where nothing can be kept, they wait on. */
  keepRefusals(): void {
    if (this.#refusals.isEmpty || this.files.refusal()) return;
    try {
      this.engine.transaction(() => {
        this.saveRefusals();
      });
      this.#refusals.noteSaved();
    } catch {
      // The disk says so to whoever writes a label.
    }
  }

  private decide(writes: readonly Write[]): { outcomes: Outcome[]; isSaved: boolean } {
    const outcomes = writes.map((write) => this.#decider.decide(write));
    const isSaved = outcomes.some((outcome) => outcome.kind === 'done' && !outcome.isReplay);
    if (isSaved) this.saveRefusals();
    return { outcomes, isSaved };
  }

  private note(write: Write, outcome: Outcome | undefined): void {
    if (outcome) this.#refusals.note(write, outcome);
  }

  private saveRefusals(): void {
    for (const refusals of this.#refusals.counts()) this.engine.countRefusals(refusals);
  }
}

function refuseAll(writes: readonly Write[], error: unknown): readonly WriteResult[] {
  return writes.map(() => ({ isGood: false, failure: asFailure(error) }));
}

export function asFailure(error: unknown): Failure {
  const { code, message, details } = asStorageProblem(error);
  return { code, message, retryAfter: details.retryAfter };
}
