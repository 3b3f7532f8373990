/** What one runs before a commit, in under a minute: `npm run check`. It needs the server built, and no page. */
import { resolve } from 'node:path';
import type { Build } from './launch/launch.ts';
import { outcomeOf, report } from './test.ts';
import { runJest } from './testing/jest-run.ts';
import { runStaticSteps } from './testing/static-steps.ts';

const root = resolve(import.meta.dirname, '..');

export async function run(words: readonly string[], build: Build): Promise<number> {
  const outcomes = [outcomeOf(build)];
  if (words.length === 0) outcomes.push(...(await runStaticSteps(root, false)));
  outcomes.push(await runJest({ root, projects: ['unit', 'contract', 'web'], words }));
  return report(outcomes);
}
