import { count, type JestReport } from '../../scripts/testing/jest-run.ts';
import { failUnexpectedSkips, isRed, summary, type Outcome } from '../../scripts/testing/outcome.ts';

const outcome = (more: Partial<Outcome>): Outcome => ({
  name: 'unit',
  seconds: 1,
  passed: 3,
  failed: 0,
  skipped: [],
  ...more,
});

describe('the last line of a test run', () => {
  it('adds the steps up', () => {
    const text = summary([outcome({}), outcome({ name: 'http', passed: 2, failed: 1, skipped: ['a', 'b'] })]);
    expect(text.split('\n').at(-1)).toBe('5 passed, 1 failed, 2 skipped');
  });

  it('counts skips that nobody expected as failed in CI', () => {
    const told = failUnexpectedSkips(outcome({ skipped: ['known', 'forgotten'] }), [
      { test: 'known', why: 'needs S3' },
    ]);
    expect(told).toMatchObject({ failed: 1, skipped: ['known'] });
    expect(told.remark).toContain('forgotten');
    expect(isRed([told])).toBe(true);
  });
});

describe('the count of a jest report', () => {
  const report: JestReport = {
    numPassedTests: 2,
    numFailedTests: 0,
    numRuntimeErrorTestSuites: 0,
    testResults: [
      {
        assertionResults: [
          { fullName: 'a', status: 'passed' },
          { fullName: 'b', status: 'passed' },
          { fullName: 'c', status: 'pending' },
          { fullName: 'd', status: 'todo' },
        ],
      },
    ],
  };

  it('names what was skipped', () => {
    expect(count(report, 0)).toEqual({ passed: 2, failed: 0, skipped: ['c', 'd'] });
  });

  it('is red when a file could not be loaded', () => {
    expect(count({ ...report, numRuntimeErrorTestSuites: 1 }, 1).failed).toBe(1);
  });

  it('is red when jest ended badly though no test did', () => {
    expect(count(report, 1).failed).toBe(1);
    expect(count(undefined, 0).failed).toBe(1);
  });
});
