/** Long seeded, kill and load tests in full: `npm run torture`. `npm test` runs small samples of the seeded ones. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { report } from './test.ts';
import { runJest } from './testing/jest-run.ts';

const root = resolve(import.meta.dirname, '..');

export async function run(words: readonly string[]): Promise<number> {
  const projects = ['unit', 'contract', 'http', 'web'];
  const specs = tortureSpecs();
  if (specs.length === 0) {
    console.log('There are no such tests yet.');
    return 0;
  }
  const outcome = await runJest({
    root,
    projects,
    words: ['--maxWorkers=2', ...words, '--runTestsByPath', ...specs],
    env: { LENSLET_TORTURE: '1' },
    minutes: 24 * 60,
  });
  return report([outcome]);
}

/** Those named so, and those that draw from the seeded generator: it is they that can be run longer. */
function tortureSpecs(): string[] {
  return readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.spec.ts'))
    .map((name) => join('test', name))
    .filter((path) => path.endsWith('.torture.spec.ts') || isSeeded(path));
}

function isSeeded(path: string): boolean {
  return readFileSync(join(root, path), 'utf8').includes('support/seeded-random.ts');
}
