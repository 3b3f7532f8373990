import { Problem } from '../shared/problem.ts';

/** The child was killed because the job took too long. */
export class JobKilled extends Error {}
/** The child died of the job, by a crash or for lack of memory. */
export class JobCrashed extends Error {}
/** The child was gone before it read the job, which is not to blame. */
export class JobUnread extends Error {}
/** Nobody waits for the job any more, or the pool has stopped. */
export class JobAbandoned extends Error {}
/** No child could be started: the machine has no room, and neither the job nor its image is to blame. */
export class JobUnstarted extends Problem {
  constructor() {
    super('overloaded', 'The server has no room for more work. Try again in a moment.', { retryAfter: 1 });
  }
}
