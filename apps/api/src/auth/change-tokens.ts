import {
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { BadOptions } from '../settings/read-options.ts';
import { CannotStart } from '../shared/cannot-start.ts';
import { writeTokenFile, type TokenEntry } from './token-file.ts';
import { cannotWrite } from './token-file-refusal.ts';
import { tokensIn } from './token-keeper.ts';

type Change = (entries: readonly TokenEntry[]) => readonly TokenEntry[];

/**
 * Replaces the token file as a whole. Of two that change it at once, the second is refused: a right that one took away must
 * not come back with what the other had read before.
 */
export function changeTokens(named: string, change: Change): void {
  const file = whereItLies(named);
  const unfinished = `${file}.unfinished`;
  const descriptor = openAlone(unfinished, file);
  try {
    const text = writeTokenFile(change(tokensIn(file)));
    keepReaders(descriptor, file);
    writeSync(descriptor, text);
    fsyncSync(descriptor);
    renameSync(unfinished, file);
    syncFolder(dirname(file));
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error instanceof CannotStart || error instanceof BadOptions ? error : cannotWrite(file, error);
  } finally {
    closeSync(descriptor);
  }
}

function openAlone(unfinished: string, file: string): number {
  try {
    return openSync(unfinished, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw cannotWrite(file, error);
    throw new CannotStart(
      `Somebody else is changing ${file}: try again. If that cannot be, remove ${unfinished} and look at the list.`,
    );
  }
}

/**
 * For its owner only: with the hashes nobody can come in, but whose they are is nobody's business. A file that was there
 * keeps its owner and group, or a server of another user could not read that somebody was let out.
 */
function keepReaders(descriptor: number, file: string): void {
  const before = statSync(file, { throwIfNoEntry: false });
  if (!before) return;
  const { uid, gid } = fstatSync(descriptor);
  if (before.uid !== uid || before.gid !== gid) fchownSync(descriptor, before.uid, before.gid);
  fchmodSync(descriptor, before.mode & 0o660);
}

/** A link to the file stays one. */
function whereItLies(named: string): string {
  try {
    return realpathSync(named);
  } catch {
    return named;
  }
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
