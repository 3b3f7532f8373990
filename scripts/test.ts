/** Everything there is to test, behind `npm test`. With words, only the tests whose file name matches them. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import type { Build } from './launch/launch.ts';
import { ensureChromium } from './testing/chromium.ts';
import { runJest } from './testing/jest-run.ts';
import { ensureNginx } from './testing/nginx.ts';
import { failUnexpectedSkips, isRed, summary, type ExpectedSkip, type Outcome } from './testing/outcome.ts';
import { ensureS3Server } from './testing/s3-server.ts';
import { runStaticSteps } from './testing/static-steps.ts';

const root = resolve(import.meta.dirname, '..');

/** A step that fails hides none of the others: all are run, and then it is told. */
export async function run(words: readonly string[], build: Build): Promise<number> {
  const outcomes = [outcomeOf(build)];
  if (words.length === 0) outcomes.push(...(await runStaticSteps(root, true)));
  ensureS3Server();
  ensureNginx(isCi());
  outcomes.push(await runJest({ root, projects: ['unit', 'contract', 'web'], words }));
  // Most of it is waiting for time to pass, and for servers to start and to end: on two cores jest would run one at a time.
  const together = [`--maxWorkers=${Math.max(2, availableParallelism() - 1)}`, ...words];
  outcomes.push(await runJest({ root, projects: ['http'], words: together, minutes: 30 }));
  outcomes.push(await endToEnd(words));
  return report(outcomes);
}

export function outcomeOf({ isGood, seconds }: Build): Outcome {
  return { name: 'build', seconds, passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: [] };
}

export function report(outcomes: readonly Outcome[]): number {
  const told = isCi() ? outcomes.map((outcome) => failUnexpectedSkips(outcome, expectedSkips())) : outcomes;
  console.log(summary(told));
  return isRed(told) ? 1 : 0;
}

async function endToEnd(words: readonly string[]): Promise<Outcome> {
  const specs = specsIn(join(root, 'test/e2e'));
  const nothing = { name: 'e2e', seconds: 0, passed: 0, failed: 0 };
  if (specs.length === 0) return { ...nothing, skipped: [], remark: 'there are none yet' };
  const chromium = ensureChromium();
  if (chromium === undefined) return { ...nothing, skipped: specs, remark: 'no Chromium' };
  // One browser at a time: two would share the cores, and both would wait.
  const alone = ['--maxWorkers=1', ...words];
  return runJest({ root, projects: ['e2e'], words: alone, env: { CHROMIUM: chromium }, minutes: 30 });
}

function specsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.spec\.ts$/.test(name));
}

function expectedSkips(): ExpectedSkip[] {
  return JSON.parse(readFileSync(join(root, 'test/expected-skips.json'), 'utf8')) as ExpectedSkip[];
}

function isCi(): boolean {
  const { CI } = process.env;
  return CI !== undefined && CI !== '' && CI !== 'false' && CI !== '0';
}
