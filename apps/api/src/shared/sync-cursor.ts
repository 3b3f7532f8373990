/**
 * A place in the order of all accepted writes. The epoch names the line of history, the sequence number the last write
 * before that place. To clients it is one opaque text.
 */
export interface SyncCursor {
  readonly epoch: string;
  readonly seq: number;
}

export function syncCursor(epoch: string, seq: number): string {
  return `${epoch}.${String(seq)}`;
}

/** Undefined for whatever this server would never have written. */
export function readSyncCursor(text: string): SyncCursor | undefined {
  const [, epoch, seq] = /^([\w-]{1,64})\.(0|[1-9]\d{0,14})$/.exec(text) ?? [];
  return epoch === undefined ? undefined : { epoch, seq: Number(seq) };
}
