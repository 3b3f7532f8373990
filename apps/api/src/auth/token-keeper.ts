import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Log } from '../shared/log.ts';
import type { TokenBook } from './token-book.ts';
import { parseTokenFile, TokenFileError, type TokenEntry } from './token-file.ts';
import { cannotRead } from './token-file-refusal.ts';

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
    throw cannotRead(file, error);
  }
}

/** Without it, it is no wonder that there is no file. */
export function hasFolder(file: string): boolean {
  return statSync(dirname(file), { throwIfNoEntry: false }) !== undefined;
}

/** Keeps the book as the token file is: whoever is taken out of the file is out within seconds. */
export class TokenKeeper {
  /** Nothing yet: what changed since the book was made is taken over with the first look. */
  #seen: string | undefined;
  #isUnreadable = false;

  constructor(
    private readonly file: string | null,
    private readonly book: TokenBook,
    private readonly log: Log,
  ) {}

  /** Has to be called every second. */
  reloadIfChanged(): void {
    if (this.file === null) return;
    const state = stateOf(this.file);
    if (state === this.#seen) return;
    this.#seen = state;
    try {
      const entries = readTokens(this.file);
      const isNews = this.book.replace(entries) || this.#isUnreadable;
      this.#isUnreadable = false;
      // The first look, just after the start, finds what the start has read.
      if (isNews) this.log.info({ tokens: entries.length }, 'the token file was read again');
    } catch (error) {
      this.#isUnreadable = true;
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
  // Not the time of its content alone: a file that could not be read may become readable with no other byte in it.
  return found ? `${String(found.ino)} ${String(found.ctimeMs)} ${String(found.size)}` : '';
}
