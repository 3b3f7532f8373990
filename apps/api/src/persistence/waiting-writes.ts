import type { Outcome, Write } from './label-store.ts';
import type { WriteResult } from './store-protocol.ts';
import { asProblem } from './thread-line.ts';

/** From here on a write is in no batch with others. */
const [largeItems, largeCharacters] = [100, 10_000];

export interface Waiting {
  readonly write: Write;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: Error) => void;
}

/** Of an undo nobody here knows how many items it touches. */
export function isLarge({ change }: Write): boolean {
  if (change.kind === 'bulk') return change.paths.length > largeCharacters;
  if (change.kind === 'metrics') return change.items.length > largeItems;
  return ['undo', 'follow', 'merge', 'import'].includes(change.kind);
}

export function settle(batch: readonly Waiting[], results: readonly WriteResult[]): void {
  for (const [at, { resolve, reject }] of batch.entries()) {
    const result = results[at];
    if (result?.isGood) resolve(result.outcome);
    else reject(result ? asProblem(result.failure) : new Error('The store did not say what became of a write.'));
  }
}
