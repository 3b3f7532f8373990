import type { Accepted } from './label-store.ts';
import type { LabelColumns } from './label-columns.ts';
import type { WriteResult } from './store-protocol.ts';

/** So many parts cross to the main thread together; it is held up for as long as these take to arrive. */
const partsAtOnce = 8;

/**
 * What a write to very many items has made of them, kept in the store's thread until it is fetched part by part: half a
 * million labels in one message would hold up the main thread for most of a second.
 */
export class LabelsToFetch {
  readonly #parts = new Map<number, readonly LabelColumns[]>();

  /** The results as they are sent. */
  keep(results: readonly WriteResult[]): readonly WriteResult[] {
    return results.map((result) => {
      const accepted = result.isGood && result.outcome.kind === 'done' ? result.outcome.accepted : null;
      if (!accepted || accepted.labels.length <= partsAtOnce) return result;
      this.#parts.set(accepted.seq, accepted.labels);
      return withAccepted(result, { ...accepted, labels: [], parts: accepted.labels.length });
    });
  }

  take(seq: number, part: number): LabelColumns {
    const parts = this.#parts.get(seq) ?? [];
    const columns = parts[part];
    if (!columns) throw new Error(`Part ${String(part)} of write ${String(seq)} was fetched already.`);
    if (part === parts.length - 1) this.#parts.delete(seq);
    return columns;
  }
}

export function hasLabelsToFetch(result: WriteResult): boolean {
  return result.isGood && result.outcome.kind === 'done' && result.outcome.accepted?.parts !== undefined;
}

/** The same, as the main thread wants them. */
export async function fetched(
  result: WriteResult,
  fetch: (seq: number, part: number) => Promise<LabelColumns>,
): Promise<WriteResult> {
  const accepted = result.isGood && result.outcome.kind === 'done' ? result.outcome.accepted : null;
  if (!accepted?.parts) return result;
  const labels: LabelColumns[] = [];
  for (let part = 0; part < accepted.parts; part += 1) labels.push(await fetch(accepted.seq, part));
  return withAccepted(result, { ...accepted, labels, parts: undefined });
}

function withAccepted(result: WriteResult, accepted: Accepted): WriteResult {
  if (!result.isGood || result.outcome.kind !== 'done') return result;
  return { ...result, outcome: { ...result.outcome, accepted } };
}
