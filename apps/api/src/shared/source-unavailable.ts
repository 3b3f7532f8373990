import { Problem } from './problem.ts';

/** The disk or share does not answer now: nothing is learnt of what lies there, and asking again later may help. */
export function sourceUnavailable(): Problem {
  return new Problem('source_unavailable', 'The storage of this gallery does not answer.', { retryAfter: 5 });
}
