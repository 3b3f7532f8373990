import type { SourceLocation } from './source-location.ts';

/** How one looks for changes in a source: what that costs, and what it tells. */
export interface SourceHabits {
  /** A folder's mark changes with everything in it, also with what is in its files: there is nothing else to look at. */
  readonly hasFullMarks: boolean;
  /** When it is away, whoever asks for one image is told so; elsewhere the image only seems not to be there. */
  readonly tellsItIsAway: boolean;
  /** How often all folders are looked at where nobody tells of changes. */
  readonly sweepMs: number;
  /** The marks of all folders cost what that of one does. */
  readonly isAskedAtOnce: boolean;
}

/** Every file of a table is looked at; that the table itself has changed is told at once where files can be watched. */
const tableSweepMs = 30_000;

/** A look costs little on a disk, and a request for each thousand objects in a bucket, which somebody pays for. */
export function habitsOf(location: SourceLocation): SourceHabits {
  switch (location.kind) {
    case 'local':
      return { hasFullMarks: false, tellsItIsAway: false, sweepMs: 5000, isAskedAtOnce: false };
    case 's3':
      return { hasFullMarks: true, tellsItIsAway: true, sweepMs: location.sweepMs, isAskedAtOnce: true };
    case 'table':
      return { hasFullMarks: true, tellsItIsAway: false, sweepMs: tableSweepMs, isAskedAtOnce: true };
  }
}
