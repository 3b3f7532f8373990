import { findInPath, installFromDebian } from './debian.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The browser of the end-to-end tests, installed where that is possible; undefined with a sentence where it is not. */
export function ensureChromium(): string | undefined {
  const found = findChromium();
  if (found !== undefined) return found;
  installFromDebian('Chromium for the end-to-end tests', ['chromium', 'fonts-dejavu-core'], 'or name it in CHROMIUM');
  return findChromium();
}

export function findChromium(): string | undefined {
  const named = process.env['CHROMIUM'];
  if (named !== undefined && named !== '') return named;
  for (const name of names) {
    const path = findInPath(name);
    if (path !== undefined) return path;
  }
  return undefined;
}
