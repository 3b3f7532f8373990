import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome } from './outcome.ts';
import { runTool } from './tool.ts';

export interface JestRun {
  readonly root: string;
  readonly projects: readonly string[];
  readonly words?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly minutes?: number;
}

/** As much of jest's --json as is counted. */
export interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  /** Files that could not even be loaded: none of their tests is counted. */
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

export async function runJest({ root, projects, words = [], env, minutes = 15 }: JestRun): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'lenslet-jest-'));
  const report = join(folder, 'report.json');
  console.log(`\nTests: ${projects.join(', ')}`);
  try {
    const { code, seconds } = await runTool({
      words: [
        // With it jest can require() ES modules; given as words, since servers that tests start must not inherit it.
        '--experimental-vm-modules',
        '--disable-warning=ExperimentalWarning',
        'node_modules/jest/bin/jest.js',
        '--passWithNoTests',
        '--json',
        `--outputFile=${report}`,
        '--selectProjects',
        ...projects,
        // Ends the list of projects: jest would read the first word as one more.
        '--colors=' + String(process.stderr.isTTY),
        ...words,
      ],
      cwd: root,
      ...(env && { env }),
      live: true,
      minutes,
    });
    return { name: projects.join(' '), seconds, ...count(readReport(report), code) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A run that ended badly is red even when no test of it is. */
export function count(
  report: JestReport | undefined,
  code: number,
): Pick<Outcome, 'passed' | 'failed' | 'skipped' | 'remark'> {
  if (!report) return { passed: 0, failed: 1, skipped: [], remark: 'jest did not come to its end' };
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  const skipped = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'pending' || status === 'todo' || status === 'disabled')
    .map(({ fullName }) => fullName);
  if (code !== 0 && failed === 0) {
    return { passed: report.numPassedTests, failed: 1, skipped, remark: `jest ended with ${String(code)}` };
  }
  return { passed: report.numPassedTests, failed, skipped };
}

function readReport(path: string): JestReport | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as JestReport;
  } catch {
    // Killed, or out of memory: it wrote none.
    return undefined;
  }
}
