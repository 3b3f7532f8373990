import { accessSync, constants } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { CannotStart } from '../../shared/cannot-start.ts';
import { lockIn } from '../workspace-files.ts';
import { keepOwner } from './keep-owner.ts';
import { isBusy } from './sqlite-errors.ts';

/**
 * One server per workspace. The lock is one of the kernel's on a small file: it goes when the process goes, however it
 * ends, and a process in another container with the same number holds it just as well. No file with a number in it
 * could say that. Nothing else may open this file in this process: closing it would give the lock away.
 */
export class WorkspaceLock {
  readonly #db: DatabaseSync;

  constructor(workspace: string) {
    this.#db = new DatabaseSync(lockIn(workspace));
    try {
      this.#db.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
      // One that may only be read is locked by nobody, although SQLite says nothing.
      accessSync(lockIn(workspace), constants.W_OK);
      keepOwner(lockIn(workspace), workspace);
    } catch (error) {
      this.#db.close();
      if (!isBusy(error)) throw error;
      throw new CannotStart(
        `Another Lenslet is using the workspace ${workspace}. One server at a time may write labels there: ` +
          'stop the other one, or choose another place with --workspace.',
      );
    }
  }

  release(): void {
    this.#db.close();
  }
}
