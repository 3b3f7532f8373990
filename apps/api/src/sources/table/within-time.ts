import { createContext, Script } from 'node:vm';
import { TableError } from './table-error.ts';

/**
 * Does work that may never end, and ends it after so long. The engine can stop what a script has called, whatever that is; nothing else
 * can stop a loop in its own thread.
 */
export function withinTime<Result>(milliseconds: number, work: () => Result): Result {
  const box: { result?: { readonly value: Result }; run?: () => void } = {};
  box.run = (): void => {
    box.result = { value: work() };
  };
  try {
    new Script('run()').runInContext(createContext({ run: box.run }), { timeout: milliseconds });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new TableError('A part of the table takes too long to read: the file is broken.');
  }
  if (!box.result) throw new TableError('A part of the table could not be read.');
  return box.result.value;
}
