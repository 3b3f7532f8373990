import { realpathSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { Problem } from '../../shared/problem.ts';

interface KnownFile {
  readonly path: string;
  readonly dev: bigint;
  readonly ino: bigint;
}

/**
 * Files that are held open, and where they lay. SQLite writes on into one that has lost its name, and says that all is
 * well; what is written so is gone when the process ends. While they are held, no other file can have their numbers.
 */
export class FilesInPlace {
  readonly #known: readonly KnownFile[];
  /** Something was committed that memory was not told of. */
  #isOutOfStep = false;

  constructor(paths: readonly string[]) {
    this.#known = paths.flatMap((path) => {
      const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
      return stats ? [{ path, dev: stats.dev, ino: stats.ino }] : [];
    });
  }

  /** Why nothing can be kept at the moment. Files that return, as with a disk that was away, are as good as before. */
  refusal(): Problem | undefined {
    const name = this.missing();
    if (name !== undefined) return refused('Nothing was changed', name);
    return this.#isOutOfStep ? refused('Nothing was changed', undefined) : undefined;
  }

  /** The same for what has just been committed: where that went, nobody knows. Only a restart reads it anew. */
  refusalOfCommitted(): Problem | undefined {
    const name = this.missing();
    if (name === undefined) return undefined;
    this.#isOutOfStep = true;
    return refused('Whether this was kept is not known, try again with the same key', name);
  }

  isInPlace(path: string): boolean {
    const known = this.#known.find((each) => each.path === path);
    return known !== undefined && isThere(known);
  }

  private missing(): string | undefined {
    const missing = this.#known.find((each) => !isThere(each));
    return missing && basename(missing.path);
  }
}

/** What a database has beside it while it is open. They lie with the file itself where its name is a link. */
export function logsOf(database: string): string[] {
  const file = realpathSync(database);
  return [`${file}-wal`, `${file}-shm`];
}

function isThere({ path, dev, ino }: KnownFile): boolean {
  try {
    const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
    return stats?.ino === ino && stats.dev === dev;
  } catch {
    // Whatever keeps it from being asked, nothing says that it is there.
    return false;
  }
}

function refused(certainty: string, name: string | undefined): Problem {
  const fault = `${name ?? 'a file of the workspace'} was removed or replaced while the server ran`;
  const advice = 'If its disk is away, bring it back. Else restart the server: it saves all labels as it stops';
  return new Problem('storage_failed', `${certainty}: ${fault}. ${advice}.`, { retryAfter: 5 });
}
