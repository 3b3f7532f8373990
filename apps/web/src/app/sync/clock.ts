/** Timers and chance, so that tests can hold them. */
export interface Clock {
  /** Calls back once, and answers how to call it off. */
  after(ms: number, then: () => void): () => void;
  /** From 0 up to, not including, 1. */
  chance(): number;
}

export const browserClock: Clock = {
  after: (ms, then) => {
    const id = setTimeout(then, ms);
    return () => {
      clearTimeout(id);
    };
  },
  chance: () => Math.random(),
};
