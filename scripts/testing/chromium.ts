import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The browser of the end-to-end tests, installed where that is possible; undefined with a sentence where it is not. */
export function ensureChromium(): string | undefined {
  const found = findChromium();
  if (found !== undefined) return found;
  if (inPath('apt-get') === undefined || process.getuid?.() !== 0) {
    console.log(
      'There is no Chromium for the end-to-end tests. Install it (Debian: apt install chromium), or name it in CHROMIUM.',
    );
    return undefined;
  }
  console.log('Installing Chromium for the end-to-end tests, from Debian …');
  const started = performance.now();
  for (const words of [['update'], ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core']]) {
    const { status, stdout, stderr } = spawnSync('apt-get', words, {
      encoding: 'utf8',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (status !== 0) {
      console.log(`${stdout}${stderr}\nChromium could not be installed: apt-get ${words.join(' ')} failed.`);
      return undefined;
    }
  }
  console.log(`Installing Chromium: done after ${((performance.now() - started) / 1000).toFixed(0)} s`);
  return findChromium();
}

export function findChromium(): string | undefined {
  const named = process.env['CHROMIUM'];
  if (named !== undefined && named !== '') return named;
  for (const name of names) {
    const path = inPath(name);
    if (path !== undefined) return path;
  }
  return undefined;
}

function inPath(name: string): string | undefined {
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
