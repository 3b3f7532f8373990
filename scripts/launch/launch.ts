import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildStale, type PartName } from './build-stale.ts';
import { installMissing } from './install-missing.ts';

interface Command {
  /** What has to be built before it runs. */
  readonly parts: readonly PartName[];
  /** The script that does it, from the root; it exports `run`. */
  readonly script?: string;
  /** It tells how many steps failed, and building is one of them: the others are run all the same. */
  readonly counts?: boolean;
}

export interface Build {
  readonly isGood: boolean;
  readonly seconds: number;
}

/** A script's own part of a command: it gets the words after the command's name, and tells the exit code. */
export type Run = (words: readonly string[], build: Build) => Promise<number>;

const commands: Readonly<Record<string, Command>> = {
  start: { parts: ['api', 'web'] },
  build: { parts: ['api', 'web'] },
  test: { parts: ['api', 'web'], script: 'scripts/test.ts', counts: true },
  check: { parts: ['api'], script: 'scripts/check.ts', counts: true },
  torture: { parts: ['api', 'web'], script: 'scripts/torture.ts' },
  dev: { parts: [], script: 'scripts/dev.ts' },
  bench: { parts: ['api', 'web'], script: 'bench/run.ts' },
  'bench:data': { parts: [], script: 'bench/data.ts' },
  screenshots: { parts: ['api', 'web'], script: 'scripts/screenshots.ts' },
  format: { parts: [], script: 'scripts/format.ts' },
};

/** Installs and builds what a command needs, and then does it. Nothing is done twice, and nothing is done in silence. */
export async function launch(root: string, [name = 'start', ...words]: readonly string[]): Promise<void> {
  const command = commands[name];
  if (!command) {
    console.error(`There is no command "${name}". There is: ${Object.keys(commands).join(', ')}.`);
    process.exitCode = 2;
    return;
  }
  const started = performance.now();
  let isGood = true;
  try {
    await installMissing(root);
  } catch (error) {
    tell(error);
    if (command.counts) console.log('0 passed, 1 failed, 0 skipped');
    return;
  }
  try {
    await buildStale(root, command.parts, name === 'build');
  } catch (error) {
    tell(error);
    if (!command.counts) return;
    isGood = false;
  }
  const seconds = (performance.now() - started) / 1000;
  if (name === 'start') return serve(root, words);
  if (command.script === undefined) return;
  const script = join(root, command.script);
  if (!existsSync(script)) {
    console.error(`${command.script} is not there yet.`);
    process.exitCode = 1;
    return;
  }
  process.chdir(root);
  const { run } = (await import(pathToFileURL(script).href)) as { run: Run };
  process.exitCode = await run(words, { isGood, seconds });
}

/** Whatever went wrong has been printed in full by the tool that knows it. */
function tell(error: unknown): void {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/**
 * The server takes this process over: signals reach it directly, its exit code is ours, and no second Node has to
 * start. It sees the same words as it would after `node dist/api/main.js`.
 */
async function serve(root: string, words: readonly string[]): Promise<void> {
  const main = join(root, 'dist/api/main.js');
  process.argv = [process.execPath, main, ...words];
  // npm changes to the folder of package.json; a relative folder is meant from where the person stands.
  const stoodIn = process.env.npm_lifecycle_event === undefined ? undefined : process.env.INIT_CWD;
  if (stoodIn !== undefined && existsSync(stoodIn)) process.chdir(stoodIn);
  await import(pathToFileURL(main).href);
}
