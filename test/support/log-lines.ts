import type { TestServer } from './server.ts';
import { waitFor } from './wait-for.ts';

export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly request?: string;
  readonly status?: number;
  readonly log_level?: string;
}

/** Every line of the log that is whole; fails when one is not JSON. */
export function logLines(server: Pick<TestServer, 'log'>): LogLine[] {
  const lines = server.log().split('\n').slice(0, -1);
  return lines.map((line) => {
    try {
      // Whether it has these fields is for the tests to see.
      return JSON.parse(line) as LogLine;
    } catch {
      throw new Error(`This line of the log is not JSON: ${line}`);
    }
  });
}

/** What a server prints comes another way than its answers, and may come later. */
export async function hasPrinted(server: Pick<TestServer, 'output'>, what: string | RegExp): Promise<void> {
  const isThere = (text: string): boolean => (typeof what === 'string' ? text.includes(what) : what.test(text));
  await waitFor(() => isThere(server.output()), `the server to print ${String(what)}`, { seconds: 20 });
}
