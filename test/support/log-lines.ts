import type { TestServer } from './server.ts';

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
