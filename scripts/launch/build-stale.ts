import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alone } from './alone.ts';
import { runQuietly } from './run-quietly.ts';
import { sourcesHash } from './sources-hash.ts';

export type PartName = 'api' | 'web';

interface Part {
  readonly title: string;
  /** Files and folders whose content decides what is built. */
  readonly sources: readonly string[];
  /** There when it is built. */
  readonly product: string;
  readonly script: readonly string[];
}

const parts: Readonly<Record<PartName, Part>> = {
  api: {
    title: 'Building the server',
    sources: [
      'apps/api/src',
      'libs',
      'package.json',
      'package-lock.json',
      'scripts/build-api.ts',
      'scripts/openapi.ts',
      'scripts/build',
    ],
    product: 'dist/api/main.js',
    script: ['scripts/build-api.ts'],
  },
  web: {
    title: 'Building the page',
    sources: ['apps/web/src', 'apps/web/public', 'apps/web/tsconfig.json', 'libs', 'angular.json', 'package-lock.json'],
    product: 'dist/web/index.html',
    script: ['node_modules/@angular/cli/bin/ng.js', 'build'],
  },
};

/** Builds the parts whose sources are not those of the last build; `always` builds them whatever they are. */
export async function buildStale(root: string, names: readonly PartName[], always = false): Promise<void> {
  const stale = names.filter((name) => always || isStale(root, name));
  if (stale.length === 0) return;
  await alone(root, 'build', async () => {
    const still = stale.filter((name) => always || isStale(root, name));
    const ended = await Promise.allSettled(still.map((name) => build(root, name)));
    const failures = ended.filter((result) => result.status === 'rejected').map((result) => result.reason as Error);
    if (failures.length > 0) throw new Error(failures.map((error) => error.message).join('\n'));
  });
}

function isStale(root: string, name: PartName): boolean {
  const { product, sources } = parts[name];
  if (!existsSync(join(root, product))) return true;
  try {
    return readFileSync(stampPath(root, name), 'utf8') !== sourcesHash(root, sources);
  } catch {
    // No stamp: it was never built to its end.
    return true;
  }
}

async function build(root: string, name: PartName): Promise<void> {
  const { title, sources, script } = parts[name];
  // Read before the build: what is saved while it runs makes the next build necessary.
  const hash = sourcesHash(root, sources);
  await runQuietly({
    saying: title,
    command: process.execPath,
    words: script,
    cwd: root,
    env: { NG_CLI_ANALYTICS: 'false' },
  });
  mkdirSync(join(root, 'dist/.cache'), { recursive: true });
  writeFileSync(stampPath(root, name), hash);
}

/** For those who put something else where the build was: the next start builds again. */
export function forgetBuild(root: string, name: PartName): void {
  rmSync(stampPath(root, name), { force: true });
}

const stampPath = (root: string, name: PartName): string => join(root, `dist/.cache/${name}.stamp`);
