import { statSync, type Stats } from 'node:fs';

/** Two that are equal are the same file in the same state, as far as the system can tell without reading it. */
export interface LabelsFileIdentity {
  readonly ino: number;
  readonly size: number;
  readonly mtimeMs: number;
}

/** Undefined when nothing is there. */
export function identityOf(file: string): LabelsFileIdentity | undefined {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats && identityFrom(stats);
}

export function identityFrom({ ino, size, mtimeMs }: Stats): LabelsFileIdentity {
  return { ino, size, mtimeMs };
}

/** Two that are not there are not the same. */
export function isSameFile(a: LabelsFileIdentity | undefined, b: LabelsFileIdentity | undefined): boolean {
  return a !== undefined && b !== undefined && a.ino === b.ino && a.size === b.size && a.mtimeMs === b.mtimeMs;
}
