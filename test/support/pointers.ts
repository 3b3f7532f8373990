import { mkdirSync, writeFileSync } from 'node:fs';
import type { FolderEntry } from '#contracts';
import { namesIn } from './gallery-state.ts';
import { ask } from './http-client.ts';
import { writeImage } from './images.ts';
import type { TestServer } from './server.ts';
import { tempFolder } from './temp-folder.ts';
import { waitFor } from './wait-for.ts';

/** The file that makes a folder stand for another one. */
export const pointerFile = '.lenslet.folder.json';

export interface BucketTarget {
  readonly type: 's3';
  readonly bucket: string;
  readonly prefix?: string;
  readonly region?: string;
}

/** As somebody writes it: to a folder by its path, or to a bucket. */
export function pointerText(target: string | BucketTarget, more: Readonly<Record<string, unknown>> = {}): string {
  const where = typeof target === 'string' ? { type: 'local', path: target } : target;
  return JSON.stringify({ version: 1, kind: 'pointer', target: where, readonly: false, ...more });
}

/** Makes the folder stand for another, or for something else from now on. */
export function writePointer(folder: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/${pointerFile}`, text);
}

/** The folder as those above it show it. */
export async function entryOf(server: Pick<TestServer, 'url'>, path: string): Promise<FolderEntry | undefined> {
  const cut = path.lastIndexOf('/');
  const { body } = await ask(server, 'folders', { query: { path: path.slice(0, cut) || '/' } });
  return body.dirs.find(({ name }) => name === path.slice(cut + 1));
}

/** The folder, when it is shown so. */
export function entryThat(
  server: Pick<TestServer, 'url'>,
  path: string,
  isWanted: (entry: FolderEntry) => boolean,
): Promise<FolderEntry> {
  return waitFor(
    async () => {
      const entry = await entryOf(server, path);
      return entry && isWanted(entry) ? entry : undefined;
    },
    `${path} to be as it should`,
    { seconds: 30 },
  );
}

export async function namesSoon(
  server: Pick<TestServer, 'url'>,
  path: string,
  names: readonly string[],
): Promise<void> {
  const isSo = async (): Promise<boolean> => JSON.stringify(await namesIn(server, path)) === JSON.stringify(names);
  await waitFor(isSo, `${path} to hold ${names.join(', ')}`, { seconds: 30 });
}

/** Three images, two of them in a folder that others can stand for. */
export async function galleryWithReal(): Promise<string> {
  const root = tempFolder('gallery');
  await writeImage(root, 'top.jpg');
  await writeImage(`${root}/real`, 'one.jpg', { hue: 90 });
  await writeImage(`${root}/real/deep`, 'two.png', { width: 30, height: 40 });
  return root;
}
