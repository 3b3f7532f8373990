/**
 * Loaded into the server before its own code: for how much processor time was its main loop held up at most? By the clock it would also tell
 * of all other programs on the machine. SIGUSR2 writes it down and begins anew.
 */
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const everyMs = 2;
const file = process.env['BENCH_LOOP_FILE'];

if (isMainThread && file !== undefined) {
  let last = processorMs();
  let longest = 0;
  setInterval(() => {
    const now = processorMs();
    longest = Math.max(longest, now - last);
    last = now;
  }, everyMs).unref();
  process.on('SIGUSR2', () => {
    writeFileSync(file, String(longest));
    longest = 0;
  });
}

function processorMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
