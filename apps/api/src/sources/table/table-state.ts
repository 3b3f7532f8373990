import { statSync } from 'node:fs';

/** Tells one state of the table's file from another; undefined when there is none. */
export function tableState(file: string): string | undefined {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats?.isFile() === true ? [stats.size, stats.mtimeMs, stats.ino].join('-') : undefined;
}
