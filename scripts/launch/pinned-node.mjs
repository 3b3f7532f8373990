import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { forwardSignals } from './forward-signals.mjs';
import { whenParentVanishes } from './parent-watch.mjs';

/** Jest can require() ES modules from 24.9 on. */
const right = [24, 9];
/** The oldest Node this file is tried with: it only has to fetch and start the right one. */
const oldest = [20, 19];

/** @param {string} version */
export const isRight = (version) => isAtLeast(version, right);
/** @param {string} version */
export const isOldest = (version) => isAtLeast(version, oldest);

/**
 * @param {string} version
 * @param {number[]} wanted
 */
function isAtLeast(version, [wantedMajor = 0, wantedMinor = 0]) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

/**
 * Starts the launcher again under the Node that tools/runtime pins, and ends as it ends.
 * @param {string} root
 * @param {string} launcher
 * @param {string[]} words
 */
export async function underPinnedNode(root, launcher, words) {
  const bin = await pinnedBin(join(root, 'tools/runtime'));
  if (bin === undefined) {
    console.error(
      `Lenslet needs Node 24, and there is none to fetch for ${platform()}: install Node 24 from https://nodejs.org.`,
    );
    process.exitCode = 1;
    return;
  }
  const env = {
    ...process.env,
    PATH: bin + delimiter + (process.env.PATH ?? ''),
    LENSLET_LAUNCHER: String(process.pid),
  };
  const child = spawn(join(bin, 'node'), [launcher, ...words], { stdio: 'inherit', env });
  // It watches this process itself, and this one watches npm's: whoever of the three is killed, nobody is left behind.
  whenParentVanishes(() => child.kill('SIGTERM'));
  process.exitCode = await forwardSignals(child);
}

/**
 * The folder of the pinned Node, fetched if it is not there yet; undefined where there is none for this platform.
 * @param {string} folder
 * @returns {Promise<string | undefined>}
 */
async function pinnedBin(folder) {
  const name = `node-${process.platform}-${process.arch}`;
  const { optionalDependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const version = optionalDependencies[name];
  if (version === undefined) return undefined;
  const home = join(folder, 'node_modules', name);
  const bin = join(home, 'bin');
  if (installedVersion(home) !== version) {
    console.log(`This is Node ${process.versions.node}. Fetching Node ${version} into tools/runtime, once.`);
    const { status, output } = fetchInto(folder);
    if (status !== 0) {
      console.error(
        output + `\nNode ${version} could not be fetched. Look at the lines above, or install Node 24 yourself.`,
      );
      process.exit(1);
    }
  }
  // The package is made for glibc; on musl it is there and does not run.
  return spawnSync(join(bin, 'node'), ['--version']).status === 0 ? bin : undefined;
}

/** @param {string} home */
function installedVersion(home) {
  if (!existsSync(join(home, 'bin/node'))) return undefined;
  return JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')).version;
}

/** @param {string} folder */
function fetchInto(folder) {
  // Not by its `npm` script name: npm tells where it is, and PATH may have another one.
  const npm = process.env.npm_execpath;
  const words = ['ci', '--ignore-scripts', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const isScript = npm !== undefined && /npm-cli\.c?js$/.test(npm);
  const [command, args] = isScript ? [process.execPath, [npm, ...words]] : ['npm', words];
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
  return { status, output: `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}` };
}

const platform = () => `${process.platform} on ${process.arch}`;
