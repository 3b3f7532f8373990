import { constants } from 'node:os';

/** SIGINT from a terminal reaches the whole group at once, the child included: sent on as well, it would count twice. */
const forwarded = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Hands signals on to a child for as long as it lives, and tells the exit code this process should end with.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
export function forwardSignals(child) {
  return new Promise((resolve) => {
    const handlers = forwarded.map((signal) => {
      const handler = () => {
        if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
      };
      process.on(signal, handler);
      return /** @type {const} */ ([signal, handler]);
    });
    /** @param {number} code */
    const end = (code) => {
      for (const [signal, handler] of handlers) process.off(signal, handler);
      resolve(code);
    };
    child.once('error', (error) => {
      console.error(error.message);
      end(1);
    });
    // A shell says 128 + the number for a process that a signal ended, and so do we.
    child.once('exit', (code, signal) => end(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}
