import { Buffer } from 'node:buffer';
import { lstatSync, readdirSync, realpathSync, statSync, type Dirent, type Stats } from 'node:fs';
import { keyFromName } from '../../shared/file-name-key.ts';
import { parentOf, rootPath, type GalleryPath } from '../../shared/gallery-path.ts';
import { typeCode, typeOfName } from '../image-names.ts';
import type { ListedFolder } from '../image-source.ts';
import { inNaturalOrder } from '../in-natural-order.ts';
import type { ListedFile } from '../listing.ts';
import type { LocalLocation } from '../source-location.ts';
import { fileSystemPath, isServable } from './local-path.ts';
import { markOfNames } from './mark-of-names.ts';
import { isPointerName, readPointerFile } from './read-pointer-file.ts';

/**
 * Lists one folder of local files: names, sizes and times, never contents. Synchronous on purpose: it runs in a
 * thread of its own, where a plain call costs a fifth of an asynchronous one.
 */
export function listFolder(location: LocalLocation, path: GalleryPath, seesPointer = false): ListedFolder {
  try {
    if (path === rootPath && !isRootThere(location)) return { status: 'unavailable' };
    const folder = fileSystemPath(location, path);
    // The native one: the other turns a path of bytes into text, and a name that is not UTF-8 into another.
    const real = realpathSync.native(folder, { encoding: 'buffer' });
    if (!isServable(location, real) || isLoop(location, path, real)) return { status: 'absent' };
    const { mtimeMs } = statSync(folder);
    const entries = readdirSync(folder, { withFileTypes: true, encoding: 'buffer' });
    if (seesPointer && entries.some(({ name }) => isPointerName(name)))
      return { status: 'pointer', ...readPointerFile(location, path) };
    const found = new FolderContent(location, path, folder);
    for (const entry of entries) found.add(entry);
    const mark = location.holdsOurFiles === true ? markOfNames(entries) : mtimeMs;
    return { status: 'listed', mark, ...found.inNaturalOrder() };
  } catch (error) {
    const status = failureOf(error);
    return { status: status === 'absent' && !isRootThere(location) ? 'unavailable' : status };
  }
}

/** When the gallery itself went away (a disk unmounted, a share lost), nothing in it is known to be gone. */
export function isRootThere(location: LocalLocation): boolean {
  return statOrNothing(statSync, location.root)?.ino === location.rootInode;
}

/** When the folder's own entry last changed; undefined when it cannot be asked. */
export function folderMtime(location: LocalLocation, path: GalleryPath): number | undefined {
  return statSync(fileSystemPath(location, path), { throwIfNoEntry: false })?.mtimeMs;
}

/** A number made of the names that a folder holds; undefined when it cannot be asked. */
export function folderNamesMark(location: LocalLocation, path: GalleryPath): number | undefined {
  const folder = fileSystemPath(location, path);
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return stats?.mtimeMs;
  return markOfNames(readdirSync(folder, { withFileTypes: true, encoding: 'buffer' }));
}

class FolderContent {
  readonly #dirs: string[] = [];
  readonly #files: ListedFile[] = [];

  constructor(
    private readonly location: LocalLocation,
    private readonly path: GalleryPath,
    private readonly folder: string | Buffer,
  ) {}

  add(entry: Dirent<Buffer>): void {
    const dot = 0x2e;
    if (entry.name[0] === dot) return;
    if (entry.isDirectory()) this.#dirs.push(keyFromName(entry.name));
    else if (entry.isFile()) this.addFile(entry.name, lstatSync);
    else if (entry.isSymbolicLink()) this.addLink(entry.name);
  }

  inNaturalOrder(): { dirs: string[]; files: ListedFile[] } {
    return { dirs: inNaturalOrder(this.#dirs, (key) => key), files: inNaturalOrder(this.#files, (file) => file.key) };
  }

  private addFile(name: Buffer, look: typeof lstatSync): void {
    const key = keyFromName(name);
    const type = typeOfName(key);
    if (type === undefined) return;
    const stats = statOrNothing(look, join(this.folder, name));
    if (!stats?.isFile()) return;
    this.#files.push({ key, type: typeCode(type), size: stats.size, mtime: stats.mtimeMs, inode: stats.ino });
  }

  /** A link counts as what it leads to, if that may be served and does not lead back up its own path. */
  private addLink(name: Buffer): void {
    const target = join(this.folder, name);
    const stats = statOrNothing(statSync, target);
    if (!stats) return;
    const real = realpathSync.native(target, { encoding: 'buffer' });
    if (!isServable(this.location, real)) return;
    if (stats.isFile()) this.addFile(name, statSync);
    else if (stats.isDirectory() && !realPathsAbove(this.location, this.path).some((above) => above.equals(real))) {
      this.#dirs.push(keyFromName(name));
    }
  }
}

/** Only a path that goes through a link can lead back to where it came from. */
function isLoop(location: LocalLocation, path: GalleryPath, real: Buffer): boolean {
  if (path === rootPath || real.equals(Buffer.from(fileSystemPath(location, path)))) return false;
  return realPathsAbove(location, parentOf(path)).some((above) => above.equals(real));
}

/** The real paths of a folder and of all folders on the way to it. */
function realPathsAbove(location: LocalLocation, path: GalleryPath): Buffer[] {
  const own = realpathSync.native(fileSystemPath(location, path), { encoding: 'buffer' });
  return path === rootPath ? [own] : [own, ...realPathsAbove(location, parentOf(path))];
}

function statOrNothing(look: typeof lstatSync, file: string | Buffer): Stats | undefined {
  try {
    return look(file, { throwIfNoEntry: false });
  } catch {
    // A link that leads nowhere allowed, to itself, or through a closed folder is no item.
    return undefined;
  }
}

function join(folder: string | Buffer, name: Buffer): string | Buffer {
  if (typeof folder === 'string') {
    const text = name.toString('utf8');
    if (Buffer.byteLength(text) === name.length && !text.includes('\ufffd')) return `${folder}/${text}`;
  }
  return Buffer.concat([Buffer.from(folder), Buffer.from('/'), name]);
}

/** What a failed call says of what was asked for. Some file systems refuse names that they cannot have. */
export function failureOf(error: unknown): 'absent' | 'denied' | 'unavailable' {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ELOOP':
    case 'ENAMETOOLONG':
    case 'EINVAL':
    case 'EILSEQ':
      return 'absent';
    case 'EACCES':
    case 'EPERM':
      return 'denied';
    default:
      return 'unavailable';
  }
}
