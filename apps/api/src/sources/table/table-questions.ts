import type { BuiltColumn } from './column-builder.ts';
import type { LeftOut } from './left-out.ts';
import type { Refusal, RowFault } from './row-place.ts';

/** What the process asks of the thread that has read the table, beside its folders. */
export type TableQuestion =
  | { readonly ask: 'facts' }
  /** Display paths of the rows that are shown, from this one on. */
  | { readonly ask: 'paths'; readonly generation: number; readonly from: number }
  /** Reads all columns that are values. */
  | { readonly ask: 'columns'; readonly generation: number }
  /** One of them, for the rows in the order of their paths. It is handed over, and gone then. */
  | { readonly ask: 'column'; readonly generation: number; readonly at: number };

/**
 * Null where the table has become another one since, or its values could not be read now and may be later; `unreadable` where they cannot
 * be read as the table is.
 */
export type TableReply = TableFacts | readonly string[] | BuiltColumn | 'unreadable' | null;

export interface TableFacts {
  /** Grows with each state of the table that was read; 0 as long as none was read to its end. */
  readonly generation: number;
  readonly rows: number;
  readonly shown: number;
  readonly renamed: number;
  readonly faults: Readonly<Record<RowFault, number>>;
  /** Of those that are shown: without a file, and with one that is not to be read. */
  readonly missing: number;
  readonly refused: number;
  /** When the values were read last. */
  readonly leftOut: LeftOut;
  /** Why the table as it is now could not be read. */
  readonly problem: string | null;
  /** Of the refused those that name what is not read, whatever lies there; absent before the table was read. */
  readonly refusals?: Readonly<Record<Refusal, number>>;
}
