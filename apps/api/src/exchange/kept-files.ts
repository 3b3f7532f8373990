import type { ImportFormat, ImportState } from '#contracts';
import type { Findings } from '../persistence/import-wish.ts';
import type { CancelTimer, Clock } from '../shared/clock.ts';
import { Problem } from '../shared/problem.ts';
import type { Spooled } from './spool.ts';

/** Who brings a file, as what, and how far that is believed. */
export interface Bringer {
  readonly principal: string;
  readonly format: ImportFormat;
  readonly isTrusted: boolean;
}

export interface KeptFile extends Spooled, Bringer {
  readonly findings: Findings;
  /** So many of its labels have been gone through. */
  readonly progress: SharedArrayBuffer;
}

interface Kept extends KeptFile {
  cancel: CancelTimer;
  state: ImportState['state'];
}

/** Time to read what would happen, and decide. */
export const keptMs = 30 * 60_000;
/** Files of one person, and of all; the one that lies longest makes room. */
const [keptOfOne, keptOfAll] = [3, 20];

/** Files that were looked through and lie ready, each until it was imported or nobody wants it any more. */
export class KeptFiles {
  readonly #kept = new Map<string, Kept>();

  constructor(private readonly clock: Clock) {}

  keep(spooled: Spooled, by: Bringer, findings: Findings): void {
    this.makeRoom(by.principal);
    const progress = new SharedArrayBuffer(4);
    this.#kept.set(spooled.id, {
      ...{ ...spooled, ...by, findings, progress },
      cancel: this.inTime(spooled.id),
      state: 'ready',
    });
  }

  of(id: string, principal: string): KeptFile {
    return this.mine(id, principal);
  }

  /** From now on nobody takes its file away, until it has come to an end. One comes to it at a time. */
  begin(id: string, principal: string): void {
    const kept = this.mine(id, principal);
    if (kept.state === 'running') {
      throw new Problem('already_imported', 'This file is being imported already, by another request.');
    }
    if (kept.state === 'done') {
      throw new Problem('already_imported', 'This file was imported already. Send it again to import it once more.');
    }
    kept.state = 'running';
  }

  /** That it was done can still be asked for; the file is not needed any more. */
  finish(id: string, principal: string): void {
    const kept = this.#kept.get(id);
    if (kept?.principal !== principal) return;
    kept.state = 'done';
    kept.remove();
  }

  fail(id: string): void {
    const kept = this.#kept.get(id);
    if (kept?.state === 'running') kept.state = 'failed';
  }

  state(id: string, principal: string): ImportState {
    const { state, progress, findings } = this.mine(id, principal);
    const total = findings.read;
    const done = state === 'done' ? total : Math.min(total, Atomics.load(new Int32Array(progress), 0));
    return { id, state, done, total };
  }

  /** Of those that nobody is at; false when there is none. */
  dropOldest(): boolean {
    const oldest = [...this.#kept.values()].find(({ state }) => state !== 'running' && state !== 'done');
    if (oldest) this.forget(oldest);
    return oldest !== undefined;
  }

  /** Nothing of them outlives the server. */
  close(): void {
    for (const kept of this.#kept.values()) this.forget(kept);
  }

  private mine(id: string, principal: string): Kept {
    const kept = this.#kept.get(id);
    if (kept?.principal === principal) return kept;
    throw new Problem('import_not_found', 'This file is not here any more: send it again.');
  }

  private makeRoom(principal: string): void {
    const idle = [...this.#kept.values()].filter(({ state }) => state !== 'running');
    const own = idle.filter((kept) => kept.principal === principal);
    const oldest = own.length >= keptOfOne ? own[0] : this.#kept.size >= keptOfAll ? idle[0] : undefined;
    if (oldest) this.forget(oldest);
  }

  private inTime(id: string): CancelTimer {
    return this.clock.after(keptMs, () => {
      const kept = this.#kept.get(id);
      if (kept?.state === 'running') kept.cancel = this.inTime(id);
      else if (kept) this.forget(kept);
    });
  }

  private forget(kept: Kept): void {
    kept.cancel();
    this.#kept.delete(kept.id);
    kept.remove();
  }
}
