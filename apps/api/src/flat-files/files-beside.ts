import { Buffer } from 'node:buffer';
import { readdir, stat, unlink } from 'node:fs/promises';
import { keyFromName } from '../shared/file-name-key.ts';
import { nameOf, parentOf, rootPath, type GalleryPath } from '../shared/gallery-path.ts';
import { joinedPath } from '../shared/joined-path.ts';
import { endings, isUnfinished, stemBeside } from '../shared/own-names.ts';
import { replaceFileIn, type Content, type Durability } from '../shared/write-file-atomically.ts';
import { inFolder, type OpenedFolder } from '../sources/local/open-folder.ts';
import type { LocalLocation } from '../sources/source-location.ts';
import type { FlatFile } from './flat-file.ts';
import type { FlatFiles } from './flat-files.ts';
import { nameOfManifest } from './manifest-name.ts';
import { undefinedIfAbsent, type ReadFile } from './read-regular-file.ts';

/** Flat files among the images of a local gallery. A folder that is not there is never made: it would be one more of the gallery. */
export class FilesBeside implements FlatFiles {
  constructor(
    private readonly location: LocalLocation,
    private readonly readFile: ReadFile,
  ) {}

  async read(file: FlatFile): Promise<Buffer | undefined> {
    const work = (folder: OpenedFolder): Promise<Buffer | undefined> =>
      this.readFile(joinedPath(folder, nameBeside(file)));
    return inFolder(this.location, folderOf(file), work).catch(undefinedIfAbsent);
  }

  write(file: FlatFile, content: Content, durability: Durability): Promise<void> {
    return inFolder(this.location, folderOf(file), (folder) =>
      replaceFileIn(folder, nameBeside(file), content, durability),
    );
  }

  async remove(file: FlatFile): Promise<boolean> {
    const work = (folder: OpenedFolder): Promise<void> => unlink(joinedPath(folder, nameBeside(file)));
    const removed = await inFolder(this.location, folderOf(file), work).then(() => true, undefinedIfAbsent);
    return removed ?? false;
  }

  async stemsIn(folder: GalleryPath, kind: 'thumb' | 'sidecar', unfinishedBefore = -Infinity): Promise<string[]> {
    const ending = endings[kind];
    return inFolder(this.location, folder, async (opened) => {
      const keys = (await readdir(opened, { encoding: 'buffer' })).map(keyFromName);
      for (const key of keys) if (isUnfinished(key)) await removeIfOlder(joinedPath(opened, key), unfinishedBefore);
      return keys.filter((key) => key.endsWith(ending)).map((key) => key.slice(0, -ending.length));
    }).catch(() => []);
  }

  stemOf(imageName: string): string {
    return keyFromName(Buffer.from(stemBeside(imageName)));
  }
}

function folderOf(file: FlatFile): GalleryPath {
  switch (file.kind) {
    case 'manifest':
      return file.path;
    case 'thumb':
    case 'sidecar':
      return parentOf(file.path);
    case 'rollup':
    case 'health':
      return rootPath;
  }
}

function nameBeside(file: FlatFile): string | Buffer {
  switch (file.kind) {
    case 'manifest':
      return nameOfManifest(file.page);
    case 'thumb':
    case 'sidecar': {
      const stem = stemBeside(nameOf(file.path));
      const ending = endings[file.kind];
      return typeof stem === 'string' ? `${stem}${ending}` : Buffer.concat([stem, Buffer.from(ending)]);
    }
    case 'rollup':
    case 'health':
      return `_${file.kind}.json`;
  }
}

/** Left by a server that was killed. If somebody else removes it at the same moment, so much the better. */
async function removeIfOlder(file: string | Buffer, before: number): Promise<void> {
  const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Infinity }));
  if (mtimeMs < before) await unlink(file).catch(() => undefined);
}
