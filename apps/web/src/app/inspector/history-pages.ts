import type { HistoryAnswer, Operation } from '#contracts';

/** What was read of the history of one image, the latest first. */
export interface HistoryPages {
  readonly of: string;
  readonly operations: readonly Operation[];
  /** Where the next page begins; undefined after the last. */
  readonly next: number | undefined;
}

/** The page after those that were read. */
export function withOlder(pages: HistoryPages, { operations, next }: HistoryAnswer): HistoryPages {
  return { of: pages.of, operations: [...pages.operations, ...operations], next };
}

/** The first page, read again. Older ones stay, unless so much happened meanwhile that something is missing in between. */
export function withLatest(of: string, pages: HistoryPages | null, { operations, next }: HistoryAnswer): HistoryPages {
  const first: HistoryPages = { of, operations, next };
  const last = operations.at(-1)?.version;
  if (pages?.of !== of || last === undefined) return first;
  const older = pages.operations.filter(({ version }) => version < last);
  const isWhole = pages.operations.some(({ version }) => version >= last - 1);
  return isWhole && older.length > 0 ? { of, operations: [...operations, ...older], next: pages.next } : first;
}
