export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** One line that is written over; into a file or a pipe, nothing. */
export function showOver(line: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${line}`);
}
