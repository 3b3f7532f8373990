import { statSync } from 'node:fs';

/** Tells one state of the table's file from another; undefined when there is none. */
export function tableState(file: string): string | undefined {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats?.isFile() === true ? [stats.ino, stats.size, stats.mtimeMs].join('-') : undefined;
}

/** The same file, which has only become longer: as far as can be told, what was read of it is there still. */
export function hasGrown(before: string, now: string): boolean {
  const [[file, size], [fileNow, sizeNow]] = [before.split('-'), now.split('-')];
  return file === fileNow && Number(sizeNow) > Number(size);
}
