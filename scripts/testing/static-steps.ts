import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from './outcome.ts';
import { runTool } from './tool.ts';

interface StaticStep {
  readonly name: string;
  readonly words: readonly string[];
  /** Without this file there is nothing to check. */
  readonly needs?: string;
}

const everywhere: readonly StaticStep[] = [
  { name: 'format', words: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'] },
  {
    name: 'lint',
    words: ['node_modules/eslint/bin/eslint.js', '--max-warnings=0', '.'],
    needs: 'eslint.config.mjs',
  },
  { name: 'types', words: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'] },
  {
    name: 'types of web tests',
    words: ['node_modules/typescript/bin/tsc', '-p', 'test/web/tsconfig.json', '--noEmit'],
    needs: 'test/web/tsconfig.json',
  },
];

/** `ng build` checks the same; this is for runs that do not build. */
const withoutBuild: StaticStep = {
  name: 'types of the page',
  words: ['node_modules/@angular/compiler-cli/bundles/src/bin/ngc.js', '-p', 'apps/web/tsconfig.json', '--noEmit'],
};

/** Two at a time: each of them keeps one core busy. */
const atOnce = 2;

export async function runStaticSteps(root: string, isBuilt: boolean): Promise<Outcome[]> {
  const steps = [...everywhere, ...(isBuilt ? [] : [withoutBuild])].filter(
    ({ needs }) => needs === undefined || existsSync(join(root, needs)),
  );
  const outcomes = new Map<string, Outcome>();
  const waiting = [...steps];
  const take = async (): Promise<void> => {
    for (let step = waiting.shift(); step; step = waiting.shift()) outcomes.set(step.name, await runStep(root, step));
  };
  await Promise.all(Array.from({ length: atOnce }, take));
  return steps.flatMap(({ name }) => outcomes.get(name) ?? []);
}

async function runStep(root: string, { name, words }: StaticStep): Promise<Outcome> {
  const { code, output, seconds } = await runTool({ words, cwd: root });
  const isGood = code === 0;
  console.log(`${name}: ${isGood ? 'passed' : 'FAILED'} after ${seconds.toFixed(1)} s`);
  if (!isGood) console.log(output);
  return { name, seconds, passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: [] };
}
