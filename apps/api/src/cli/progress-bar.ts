const width = 24;

export interface Progress {
  readonly what: string;
  readonly done: number;
  readonly total: number;
  /** Of what is counted, since the beginning. */
  readonly perSecond: number;
  readonly failed: number;
}

/** `Thumbnails ████████░░░░ 512 of 1,500, 310 a second, 4 s left, 2 cannot be shown` */
export function progressBar({ what, done, total, perSecond, failed }: Progress): string {
  const filled = total === 0 ? width : Math.floor((Math.min(done, total) * width) / total);
  const bar = '█'.repeat(filled) + '░'.repeat(width - filled);
  const rate = done > 0 && Number.isFinite(perSecond) ? `, ${count(Math.round(perSecond))} a second` : '';
  const left = rate !== '' && done < total ? `, ${timeLeft((total - done) / perSecond)} left` : '';
  const failures = failed > 0 ? `, ${count(failed)} cannot be shown` : '';
  return `${what} ${bar} ${count(done)} of ${count(total)}${rate}${left}${failures}`;
}

function timeLeft(seconds: number): string {
  if (seconds < 90) return `${String(Math.ceil(seconds))} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? `${String(minutes)} min` : `${(minutes / 60).toFixed(1)} h`;
}

function count(number: number): string {
  return number.toLocaleString('en');
}
