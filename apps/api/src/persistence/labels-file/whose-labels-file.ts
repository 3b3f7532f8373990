import { lstatSync } from 'node:fs';
import { hashOfFile } from './hash-of-file.ts';
import { unreadable } from './open-regular-file.ts';
import { openLabelsFile } from './read-labels-file.ts';

export type LabelsFileOwner =
  | { readonly kind: 'absent' }
  | { readonly kind: 'own' }
  /** It is not overwritten. The reason is for the person who runs the server, and says what to do. */
  | { readonly kind: 'foreign'; readonly reason: string };

export interface OwnStore {
  readonly storeId: string;
  readonly seq: number;
  /** Up to where that epoch came in this line of history; undefined when there was none of the name. */
  readonly lastSeqIn: (epoch: string) => number | undefined;
}

/**
 * Whether the labels.json that is there may be overwritten by this store: one that it wrote itself, or the one with
 * the hash `merged`, which was merged into it last.
 */
export function whoseLabelsFile(file: string, own: OwnStore, merged: string | null): LabelsFileOwner {
  try {
    // Not through links: one that leads nowhere may lead to a disk that is not there today.
    if (lstatSync(file, { throwIfNoEntry: false }) === undefined) return { kind: 'absent' };
    const reason = foreignReason(file, own);
    if (reason === undefined || (merged !== null && hashOfFile(file) === merged)) return { kind: 'own' };
    return { kind: 'foreign', reason: `${reason}: merge it with \`lenslet import\`, or move it away.` };
  } catch (error) {
    const { message } = unreadable(file, error);
    return { kind: 'foreign', reason: `${message} Mend it and merge it with \`lenslet import\`, or move it away.` };
  }
}

function foreignReason(file: string, own: OwnStore): string | undefined {
  const reader = openLabelsFile(file);
  reader.close();
  const { storeId, seq, epoch } = reader.header;
  if (storeId === null || seq === null) return `${file} was written by hand or by another program`;
  if (storeId !== own.storeId) return `${file} belongs to another store (${storeId})`;
  if (seq > own.seq) return `${file} is newer than the database (${String(seq)} is more than ${String(own.seq)})`;
  // After a backup was put back the numbers come again, with other labels: the epoch tells one time from the other.
  const last = epoch === undefined ? seq : own.lastSeqIn(epoch);
  if (last === undefined || seq > last) return `${file} is of a time that this database knows nothing of`;
  return undefined;
}
