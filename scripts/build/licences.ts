import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Metafile } from 'esbuild';

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
}

/** The licences of everything that was bundled: whoever passes the bundle on has to pass these on with it. */
export async function bundledLicences(root: string, metafile: Metafile): Promise<string> {
  const folders = new Set(Object.keys(metafile.inputs).flatMap((path) => packageFolderOf(root, path) ?? []));
  const entries = await Promise.all([...folders].sort().map(entryOf));
  // One package may lie in two places.
  return [...new Set(entries)].join(`\n${'-'.repeat(80)}\n`);
}

function packageFolderOf(root: string, input: string): string | undefined {
  if (!input.includes('node_modules/')) return undefined;
  let folder = dirname(join(root, input));
  // Some hold manifests without a name in their inner folders.
  while (!folder.endsWith('node_modules')) {
    const path = join(folder, 'package.json');
    if (existsSync(path) && isTopOf(folder)) return folder;
    folder = dirname(folder);
  }
  return undefined;
}

function isTopOf(folder: string): boolean {
  return /node_modules\/(@[^/]+\/)?[^/]+$/.test(folder);
}

async function entryOf(folder: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
  const files = (await readdir(folder)).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name)).sort();
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  const title = `${manifest.name ?? folder} ${manifest.version ?? ''} (${manifest.license ?? 'licence not named'})`;
  return [title, ...texts.map((text) => text.trim())].join('\n\n') + '\n';
}
