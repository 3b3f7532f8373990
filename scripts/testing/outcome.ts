/** What one step of a test run came to. A static step (format, lint, types) counts as one test. */
export interface Outcome {
  readonly name: string;
  readonly seconds: number;
  readonly passed: number;
  readonly failed: number;
  /** Each by its full name, so that an expected skip can be told from a forgotten one. */
  readonly skipped: readonly string[];
  /** Why, where it was not run as it should have been. */
  readonly remark?: string;
}

export interface ExpectedSkip {
  readonly test: string;
  readonly why: string;
}

/** In CI a test that is skipped and not expected to be is a test that nobody runs: it counts as failed. */
export function failUnexpectedSkips(outcome: Outcome, expected: readonly ExpectedSkip[]): Outcome {
  const names = new Set(expected.map(({ test }) => test));
  const unexpected = outcome.skipped.filter((name) => !names.has(name));
  if (unexpected.length === 0) return outcome;
  return {
    ...outcome,
    failed: outcome.failed + unexpected.length,
    skipped: outcome.skipped.filter((name) => names.has(name)),
    remark: `skipped without being in test/expected-skips.json: ${unexpected.join(', ')}`,
  };
}

export function isRed(outcomes: readonly Outcome[]): boolean {
  return outcomes.some(({ failed }) => failed > 0);
}

/** A line for each step, and the line that others read: `N passed, N failed, N skipped`. */
export function summary(outcomes: readonly Outcome[]): string {
  const width = Math.max(...outcomes.map(({ name }) => name.length));
  const rows = outcomes.map(({ name, seconds, passed, failed, skipped, remark }) => {
    const word = failed > 0 ? 'FAILED' : passed > 0 ? 'passed' : 'skipped';
    const counts = `${String(passed)} passed, ${String(failed)} failed, ${String(skipped.length)} skipped`;
    return `  ${name.padEnd(width)} ${seconds.toFixed(1).padStart(7)} s  ${word.padEnd(7)}  ${counts}${remark === undefined ? '' : `  (${remark})`}`;
  });
  const sum = (count: (outcome: Outcome) => number): string =>
    String(outcomes.reduce((total, outcome) => total + count(outcome), 0));
  const last = `${sum((o) => o.passed)} passed, ${sum((o) => o.failed)} failed, ${sum((o) => o.skipped.length)} skipped`;
  return ['', ...rows, '', last].join('\n');
}
