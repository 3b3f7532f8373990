import { chmodSync, closeSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs';
import { CannotStart } from '../shared/cannot-start.ts';
import type { Log } from '../shared/log.ts';
import type { TokenBook } from './token-book.ts';
import { parseTokenFile, TokenFileError, writeTokenFile, type TokenEntry } from './token-file.ts';

/** The entries of a token file; none where there is no file yet. */
export function readTokens(file: string): TokenEntry[] {
  try {
    return parseTokenFile(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** The same, for a command or a start, which end when the file cannot be read. */
export function tokensIn(file: string): TokenEntry[] {
  try {
    return readTokens(file);
  } catch (error) {
    throw new CannotStart(`The token file ${file} cannot be read: ${reasonOf(error)}`);
  }
}

/** As a whole, and for its owner only: with the hashes nobody can come in, but whose they are is nobody's business. */
export function saveTokens(file: string, entries: readonly TokenEntry[]): void {
  const unfinished = `${file}.unfinished`;
  const descriptor = openSync(unfinished, 'w', 0o600);
  try {
    writeSync(descriptor, writeTokenFile(entries));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  chmodSync(unfinished, 0o600);
  renameSync(unfinished, file);
}

/** Keeps the book as the token file is: whoever is taken out of the file is out within seconds. */
export class TokenKeeper {
  #seen = '';

  constructor(
    private readonly file: string | null,
    private readonly book: TokenBook,
    private readonly log: Log,
  ) {
    if (file !== null) this.#seen = stateOf(file);
  }

  /** Has to be called every second. */
  reloadIfChanged(): void {
    if (this.file === null) return;
    const state = stateOf(this.file);
    if (state === this.#seen) return;
    this.#seen = state;
    try {
      const entries = readTokens(this.file);
      this.book.replace(entries);
      this.log.info({ tokens: entries.length }, 'the token file was read again');
    } catch (error) {
      // Half of a change would be worse than none: what was good before stays so until somebody mends it.
      this.log.error(
        { reason: reasonOf(error) },
        'the token file cannot be read; the tokens from before are still good',
      );
    }
  }
}

function reasonOf(error: unknown): string {
  return error instanceof TokenFileError ? error.message : String((error as NodeJS.ErrnoException).code);
}

function stateOf(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  return found ? `${String(found.ino)} ${String(found.mtimeMs)} ${String(found.size)}` : '';
}
