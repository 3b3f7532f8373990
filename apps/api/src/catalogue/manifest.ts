import type { FolderKind, ItemProblem } from '#contracts';
import type { FlatFiles } from '../flat-files/flat-files.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import { typeOfName, typeCode } from '../sources/image-names.ts';
import type { KnownHeader, ListedFile } from '../sources/listing.ts';
import { itemFlags, problemOf, withProblem } from './item-flags.ts';

/** More items than this go into several files, so that no reader has to take in a huge one at once. */
const itemsPerPage = 10_000;

/** The file on disk: `_index.json`, or `_index_0.json`, `_index_1.json`, … of one generation. */
export interface ManifestFile {
  v: 1;
  path: string;
  generatedAt: string;
  /** The folder's mark when it was listed (its modification time, mostly): a manifest is good for that folder only. */
  folderMtime: number;
  /** Inode of the gallery's folder. Where it is another one the gallery was copied, and the inodes of its files say nothing. */
  rootInode?: number;
  /** The pointer file of a folder that stands for another: what it said, and its mark. Mark and inode above are then the target's. */
  pointer?: ManifestPointer;
  page?: number;
  pageCount?: number;
  items: ManifestItem[];
  dirs: { name: string; kind: FolderKind }[];
}

export interface ManifestPointer {
  readonly text: string;
  readonly mark: number;
}

export interface ManifestItem {
  name: string;
  w: number;
  h: number;
  size: number;
  mtime: number;
  hasThumb: boolean;
  hasMeta: boolean;
  hash?: string;
  inode: number;
  taken?: number;
  problem?: ItemProblem;
}

export interface ManifestContent {
  readonly generatedAt: string;
  readonly folderMtime: number;
  readonly rootInode?: number;
  readonly pointer?: ManifestPointer;
  readonly dirs: { name: string; kind: FolderKind }[];
  readonly items: ManifestItem[];
}

export async function writeManifest(files: FlatFiles, path: GalleryPath, content: ManifestContent): Promise<void> {
  const { generatedAt, folderMtime, rootInode, pointer, dirs, items } = content;
  const pageCount = Math.ceil(items.length / itemsPerPage);
  const frame = {
    v: 1 as const,
    path: path === '/' ? '' : `${path.slice(1)}/`,
    generatedAt,
    folderMtime,
    ...(rootInode === undefined ? {} : { rootInode }),
    ...(pointer === undefined ? {} : { pointer }),
  };
  // Not synced: a manifest that a power cut swallowed is made again.
  const write = (page: number | null, file: ManifestFile): Promise<void> =>
    files.write({ kind: 'manifest', path, page }, JSON.stringify(file), 'cache');
  if (pageCount <= 1) {
    await write(null, { ...frame, items, dirs });
    await removePagesFrom(files, path, 0);
    return;
  }
  for (let page = 0; page < pageCount; page += 1) {
    const part = items.slice(page * itemsPerPage, (page + 1) * itemsPerPage);
    await write(page, { ...frame, page, pageCount, items: part, dirs: page === 0 ? dirs : [] });
  }
  await files.remove({ kind: 'manifest', path, page: null });
  await removePagesFrom(files, path, pageCount);
}

/** What was written about this folder, complete and of one generation; undefined when anything is wrong with it. */
export async function readManifest(files: FlatFiles, path: GalleryPath): Promise<ManifestContent | undefined> {
  const first = (await readPage(files, path, null)) ?? (await readPage(files, path, 0));
  if (!first) return undefined;
  const items = first.items;
  for (let page = 1; page < (first.pageCount ?? 1); page += 1) {
    const next = await readPage(files, path, page);
    if (next?.generatedAt !== first.generatedAt || next.page !== page) return undefined;
    for (const item of next.items) items.push(item);
  }
  const { generatedAt, folderMtime, rootInode, pointer, dirs } = first;
  const more = { ...(rootInode === undefined ? {} : { rootInode }), ...(pointer === undefined ? {} : { pointer }) };
  return { generatedAt, folderMtime, ...more, dirs, items };
}

export function headerOf(item: ManifestItem): KnownHeader | undefined {
  // Permission may have been given since, which no size or time of the file tells.
  if (item.problem === 'denied' || (item.w === 0 && item.problem === undefined)) return undefined;
  const facts =
    itemFlags.headerKnown | (item.hasMeta ? itemFlags.hasMeta : 0) | (item.hasThumb ? itemFlags.hasThumb : 0);
  return { width: item.w, height: item.h, taken: item.taken ?? NaN, flags: withProblem(facts, item.problem) };
}

export function listedFile(item: ManifestItem): ListedFile | undefined {
  const type = typeOfName(item.name);
  if (type === undefined) return undefined;
  const header = headerOf(item);
  const { name: key, size, mtime, inode } = item;
  return { key, type: typeCode(type), size, mtime, inode, ...(header ? { header } : {}) };
}

export function manifestItem(file: ListedFile): ManifestItem {
  const { key: name, size, mtime, inode, header } = file;
  const flags = header?.flags ?? 0;
  const problem = problemOf(flags);
  return {
    name,
    w: header?.width ?? 0,
    h: header?.height ?? 0,
    size,
    mtime,
    hasThumb: (flags & itemFlags.hasThumb) !== 0,
    hasMeta: (flags & itemFlags.hasMeta) !== 0,
    inode,
    ...(header && !Number.isNaN(header.taken) ? { taken: header.taken } : {}),
    ...(problem === undefined ? {} : { problem }),
  };
}

async function readPage(files: FlatFiles, path: GalleryPath, page: number | null): Promise<ManifestFile | undefined> {
  try {
    const bytes = await files.read({ kind: 'manifest', path, page });
    if (!bytes) return undefined;
    const read = JSON.parse(bytes.toString('utf8')) as Partial<ManifestFile> | null;
    return isManifest(read) ? read : undefined;
  } catch {
    // Cut short, not JSON, or not to be read: whatever it is, the folder is listed again.
    return undefined;
  }
}

function isManifest(page: Partial<ManifestFile> | null): page is ManifestFile {
  return (
    page?.v === 1 &&
    typeof page.generatedAt === 'string' &&
    typeof page.folderMtime === 'number' &&
    ['number', 'undefined'].includes(typeof page.rootInode) &&
    (page.pointer === undefined || isManifestPointer(page.pointer)) &&
    Array.isArray(page.dirs) &&
    page.dirs.every((dir) => isName(dir.name)) &&
    Array.isArray(page.items) &&
    page.items.length <= itemsPerPage &&
    page.items.every(isManifestItem)
  );
}

function isManifestPointer(pointer: Partial<ManifestPointer> | null): boolean {
  return typeof pointer?.text === 'string' && typeof pointer.mark === 'number';
}

function isManifestItem(item: Partial<ManifestItem>): boolean {
  const { name, w, h, size, mtime, inode, taken = 0 } = item;
  return isName(name) && [w, h, size, mtime, inode, taken].every((value) => typeof value === 'number');
}

/** Of one thing in this very folder. What we never list was not written by us. */
function isName(name: unknown): boolean {
  return typeof name === 'string' && name !== '' && !name.startsWith('.') && !name.includes('/');
}

async function removePagesFrom(files: FlatFiles, path: GalleryPath, first: number): Promise<void> {
  // The first page that is not there was never written, nor any after it.
  for (let page = first; await files.remove({ kind: 'manifest', path, page }); page += 1);
}
