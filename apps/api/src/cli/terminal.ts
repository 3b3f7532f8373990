export function say(line: string): void {
  process.stdout.write(`${harmless(line)}\n`);
}

/** Of what went wrong. */
export function complain(line: string): void {
  process.stderr.write(`${harmless(line)}\n`);
}

/** Characters that fit into a line of the terminal, which has one more; undefined in a file or a pipe. */
export function columnsShown(): number | undefined {
  if (!process.stdout.isTTY) return undefined;
  return process.stdout.columns > 1 ? process.stdout.columns - 1 : Infinity;
}

let isLineShown = false;

/** One line that is written over, as far as it fits; into a file or a pipe, nothing. */
export function showOver(line: string): void {
  const columns = columnsShown();
  if (columns === undefined) return;
  isLineShown = line !== '';
  process.stdout.write(`\r\u001b[K${line.slice(0, columns)}`);
}

/** What was shown last stays, and what comes next begins a line. */
export function leaveLine(): void {
  if (isLineShown) process.stdout.write('\n');
  isLineShown = false;
}

/** Names come from others, and a terminal does what control characters tell it: they are written as JSON writes them. */
export function harmless(text: string, kept = '\n\t'): string {
  return text.replaceAll(/\p{Cc}/gu, (letter) => (kept.includes(letter) ? letter : escaped(letter)));
}

function escaped(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
