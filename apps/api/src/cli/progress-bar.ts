import { count } from './count.ts';

const [barWidth, barWidthLeast] = [24, 6];

export interface Progress {
  readonly what: string;
  readonly done: number;
  readonly total: number;
  /** Of what is made now: what was there already is no work. */
  readonly perSecond: number;
  readonly failed: number;
}

/** `Thumbnails ████████░░░░ 512 of 1,500, 310 a second, 4 s left, 2 cannot be shown`; nothing where there is nothing to do. */
export function progressBar(progress: Progress, columns = Infinity): string {
  const { what, done, total } = progress;
  if (total === 0) return '';
  const text = inNumbers(progress);
  const width = Math.min(barWidth, columns - what.length - text.length - 2);
  if (width < barWidthLeast) return `${what} ${text}`;
  const filled = Math.floor((Math.min(done, total) * width) / total);
  return `${what} ${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${text}`;
}

/** The same without a bar, for a file or a pipe. */
export function progressLine(progress: Progress): string {
  return `${progress.what}: ${inNumbers(progress)}`;
}

function inNumbers({ done, total, perSecond, failed }: Progress): string {
  const rate = perSecond > 0 && Number.isFinite(perSecond) ? `, ${count(Math.round(perSecond))} a second` : '';
  const left = rate !== '' && done < total ? `, ${timeLeft((total - done) / perSecond)} left` : '';
  const failures = failed > 0 ? `, ${count(failed)} cannot be shown` : '';
  return `${count(done)} of ${count(total)}${rate}${left}${failures}`;
}

function timeLeft(seconds: number): string {
  if (seconds < 90) return `${String(Math.ceil(seconds))} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? `${String(minutes)} min` : `${(minutes / 60).toFixed(1)} h`;
}
