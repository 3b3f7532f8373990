import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alone } from './alone.ts';
import { runQuietly } from './run-quietly.ts';

interface Lock {
  readonly packages?: Readonly<Record<string, { version?: string; optional?: boolean; link?: boolean } | undefined>>;
}

/** Brings node_modules to what package-lock.json says, if it is not there already. */
export async function installMissing(root: string): Promise<void> {
  if (isInstalled(root)) return;
  await alone(root, 'install', async () => {
    if (isInstalled(root)) return;
    rmSync(stampPath(root), { force: true });
    const count = Object.values(readLock(join(root, 'package-lock.json'))?.packages ?? {}).filter(
      (entry) => entry?.optional !== true,
    ).length;
    const [command, words] = npm();
    await runQuietly({
      saying: `Installing about ${String(count)} packages from the lock file`,
      command,
      // No package needs its install script: esbuild, swc, sharp, the watcher and lmdb come as prebuilt packages.
      words: [...words, 'ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'],
      cwd: root,
    });
    writeFileSync(stampPath(root), stamp(root));
  });
}

function isInstalled(root: string): boolean {
  const wanted = stamp(root);
  if (existsSync(stampPath(root)) && readFileSync(stampPath(root), 'utf8') === wanted) return true;
  if (!matchesLock(root)) return false;
  // Somebody ran npm by hand, and it is right as it is.
  writeFileSync(stampPath(root), wanted);
  return true;
}

/** npm notes what it installed: right is what has every version of the lock file and lacks only optional packages. */
export function matchesLock(root: string): boolean {
  const wanted = readLock(join(root, 'package-lock.json'))?.packages;
  const present = readLock(join(root, 'node_modules/.package-lock.json'))?.packages;
  if (!wanted || !present) return false;
  const isSame = Object.entries(present).every(([path, entry]) => wanted[path]?.version === entry?.version);
  return isSame && Object.entries(wanted).every(([path, entry]) => path === '' || entry?.optional || path in present);
}

/** The stamp lives and dies with node_modules. */
const stampPath = (root: string): string => join(root, 'node_modules/.lenslet-installed');

function stamp(root: string): string {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  // Prebuilt packages are for one platform: a folder shared between two machines is installed again.
  return `${lock} ${process.platform} ${process.arch}\n`;
}

function readLock(path: string): Lock | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Lock;
  } catch {
    // Not there, or not whole: nothing is known to be installed.
    return undefined;
  }
}

/** The npm that called us, or the one in PATH. On Windows npm is a script that only a shell can start. */
function npm(): [string, string[]] {
  const path = process.env.npm_execpath;
  if (path !== undefined && /npm-cli\.c?js$/.test(path)) return [process.execPath, [path]];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
}
