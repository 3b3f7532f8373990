/** Loaded into the server before its own code: how long was its main loop held up at most? SIGUSR2 writes it down and begins anew. */
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const everyMs = 2;
const file = process.env['BENCH_LOOP_FILE'];

if (isMainThread && file !== undefined) {
  let last = performance.now();
  let longest = 0;
  setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - everyMs);
    last = now;
  }, everyMs).unref();
  process.on('SIGUSR2', () => {
    writeFileSync(file, String(longest));
    longest = 0;
  });
}
