import { Buffer } from 'node:buffer';
import { readdir, stat, unlink } from 'node:fs/promises';
import { keyFromName } from '../shared/file-name-key.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import { joinedPath } from '../shared/joined-path.ts';
import { endings, isUnfinished, stemBeside } from '../shared/own-names.ts';
import { replaceFileIn, type Content, type Durability } from '../shared/write-file-atomically.ts';
import { inFolder, type OpenedFolder } from '../sources/local/open-folder.ts';
import type { LocalLocation } from '../sources/source-location.ts';
import type { FlatFile, FlatTarget } from './flat-file.ts';
import type { FlatFiles, SeenFile } from './flat-files.ts';
import { folderOf, nameBeside } from './name-beside.ts';
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

  /** A file system has no conditions: between the look and the write there is a moment. */
  async look(file: FlatFile): Promise<SeenFile> {
    return { bytes: await this.read(file), replace: (content) => this.write(file, content, 'durable') };
  }

  handOut(file: FlatFile): Promise<FlatTarget> {
    return Promise.resolve({ place: { kind: 'beside', location: this.location }, file });
  }

  async remove(file: FlatFile): Promise<boolean> {
    const work = (folder: OpenedFolder): Promise<void> => unlink(joinedPath(folder, nameBeside(file)));
    const removed = await inFolder(this.location, folderOf(file), work).then(() => true, undefinedIfAbsent);
    return removed ?? false;
  }

  async stemsIn(folder: GalleryPath, kind: 'thumb' | 'sidecar', unfinishedBefore = -Infinity): Promise<string[]> {
    const ending = endings[kind];
    const stems = inFolder(this.location, folder, async (opened) => {
      const keys = (await readdir(opened, { encoding: 'buffer' })).map(keyFromName);
      for (const key of keys) if (isUnfinished(key)) await removeIfOlder(joinedPath(opened, key), unfinishedBefore);
      return keys.filter((key) => key.endsWith(ending)).map((key) => key.slice(0, -ending.length));
    });
    return (await stems.catch(undefinedIfAbsent)) ?? [];
  }

  stemOf(imageName: string): string {
    return keyFromName(Buffer.from(stemBeside(imageName)));
  }
}

/** Left by a server that was killed. If somebody else removes it at the same moment, so much the better. */
async function removeIfOlder(file: string | Buffer, before: number): Promise<void> {
  const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Infinity }));
  if (mtimeMs < before) await unlink(file).catch(() => undefined);
}
