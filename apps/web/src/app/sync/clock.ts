/** Timers and chance, so that tests can hold them. */
export interface Clock {
  /** Calls back once, and answers how to call it off. */
  after(ms: number, then: () => void): () => void;
  /** From 0 up to, not including, 1. */
  chance(): number;
  /** Milliseconds that only grow, from some beginning. In some systems they stand still while the machine sleeps. */
  monotonic(): number;
  /** Milliseconds since 1970, as far as the machine knows. It may be set at any time. */
  wall(): number;
}

export const browserClock: Clock = {
  after: (ms, then) => {
    const id = setTimeout(then, ms);
    return () => {
      clearTimeout(id);
    };
  },
  chance: () => Math.random(),
  monotonic: () => performance.now(),
  wall: () => Date.now(),
};
