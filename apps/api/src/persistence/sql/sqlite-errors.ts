import { Problem } from '../../shared/problem.ts';

/** The codes of SQLite that mean something to us; the higher bits say more than we need. */
const codes = { busy: 5, readOnly: 8, io: 10, corrupt: 11, full: 13, cannotOpen: 14, notDatabase: 26 } as const;

const words: Readonly<Record<number, string>> = {
  [codes.busy]: 'another program holds the label database',
  [codes.readOnly]: 'the disk of the workspace is read-only',
  [codes.io]: 'the disk of the workspace reports errors',
  [codes.corrupt]: 'the label database is damaged: stop the server and restore a backup',
  [codes.cannotOpen]: 'the label database cannot be opened',
  [codes.notDatabase]: 'the label database is damaged: stop the server and restore a backup',
};

export function isBusy(error: unknown): boolean {
  return codeOf(error) === codes.busy;
}

export function isDamage(error: unknown): boolean {
  const code = codeOf(error);
  return code === codes.notDatabase || code === codes.corrupt;
}

export function isCannotOpen(error: unknown): boolean {
  const code = codeOf(error);
  return code === codes.cannotOpen || code === codes.io;
}

/** Whatever the database threw, as what a caller can be told. */
export function asStorageProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const code = codeOf(error);
  if (code === codes.full || (error as NodeJS.ErrnoException | null)?.code === 'ENOSPC') {
    return new Problem('storage_full', 'The disk of the workspace is full: nothing was changed. Free some space.', {
      retryAfter: 5,
    });
  }
  const reason = words[code] ?? 'the label database failed';
  // What was written to the log before a sync failed may be found there after a crash, and count.
  const certainty =
    code === codes.io ? 'Whether this was kept is not known, try again with the same key' : 'Nothing was changed';
  return new Problem('storage_failed', `${certainty}: ${reason}.`, { retryAfter: 5 });
}

function codeOf(error: unknown): number {
  const { errcode } = (error ?? {}) as { errcode?: unknown };
  return typeof errcode === 'number' ? errcode & 0xff : 0;
}
