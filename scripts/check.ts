/** What one runs before a commit, in under a minute: `npm run check`. It needs the server built, and no page. */
import { resolve } from 'node:path';
import { report } from './test.ts';
import { runJest } from './testing/jest-run.ts';
import type { Outcome } from './testing/outcome.ts';
import { runStaticSteps } from './testing/static-steps.ts';

const root = resolve(import.meta.dirname, '..');

export async function run(words: readonly string[]): Promise<number> {
  const outcomes: Outcome[] = words.length > 0 ? [] : await runStaticSteps(root, false);
  outcomes.push(await runJest({ root, projects: ['unit', 'contract', 'web'], words }));
  return report(outcomes);
}
