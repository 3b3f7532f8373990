import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Installs what some tests need where that is possible, and says what to do where it is not. */
export function installFromDebian(what: string, packages: readonly string[], otherwise = ''): void {
  if (findInPath('apt-get') === undefined || process.getuid?.() !== 0) {
    const advice = `Install it (Debian: apt install ${packages.join(' ')})`;
    console.log(`There is no ${what}. ${advice}${otherwise === '' ? '' : `, ${otherwise}`}.`);
    return;
  }
  console.log(`Installing ${what}, from Debian …`);
  const started = performance.now();
  for (const words of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    const { status, stdout, stderr } = spawnSync('apt-get', words, {
      encoding: 'utf8',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (status !== 0) {
      console.log(`${stdout}${stderr}\n${what}: not installed, since apt-get ${words.join(' ')} failed.`);
      return;
    }
  }
  console.log(`Installing ${what}: done after ${((performance.now() - started) / 1000).toFixed(0)} s`);
}

export function findInPath(name: string): string | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}
