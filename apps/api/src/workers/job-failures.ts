/** The child was killed because the job took too long. */
export class JobKilled extends Error {}
/** The child died of the job, by a crash or for lack of memory. */
export class JobCrashed extends Error {}
/** Nobody waits for the job any more, or the pool has stopped. */
export class JobAbandoned extends Error {}
