import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { FolderKind, ItemProblem } from '#contracts';
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
  /** The folder's own modification time when it was listed: a manifest is good for that folder only. */
  folderMtime: number;
  page?: number;
  pageCount?: number;
  items: ManifestItem[];
  dirs: { name: string; kind: FolderKind }[];
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
  readonly dirs: { name: string; kind: FolderKind }[];
  readonly items: ManifestItem[];
}

export function writeManifest(folder: string, path: string, content: ManifestContent): void {
  const { generatedAt, folderMtime, dirs, items } = content;
  const pageCount = Math.ceil(items.length / itemsPerPage);
  const frame = { v: 1 as const, path: path === '/' ? '' : `${path.slice(1)}/`, generatedAt, folderMtime };
  if (pageCount <= 1) {
    replaceFile(`${folder}/_index.json`, JSON.stringify({ ...frame, items, dirs } satisfies ManifestFile));
    removePagesFrom(folder, 0);
    return;
  }
  for (let page = 0; page < pageCount; page += 1) {
    const part = items.slice(page * itemsPerPage, (page + 1) * itemsPerPage);
    const file: ManifestFile = { ...frame, page, pageCount, items: part, dirs: page === 0 ? dirs : [] };
    replaceFile(`${folder}/_index_${String(page)}.json`, JSON.stringify(file));
  }
  rmSync(`${folder}/_index.json`, { force: true });
  removePagesFrom(folder, pageCount);
}

/** What was written about this folder, complete and of one generation; undefined when anything is wrong with it. */
export function readManifest(folder: string): ManifestContent | undefined {
  const first = readPage(`${folder}/_index.json`) ?? readPage(`${folder}/_index_0.json`);
  if (!first) return undefined;
  const items = first.items;
  for (let page = 1; page < (first.pageCount ?? 1); page += 1) {
    const next = readPage(`${folder}/_index_${String(page)}.json`);
    if (next?.generatedAt !== first.generatedAt || next.page !== page) return undefined;
    items.push(...next.items);
  }
  return { generatedAt: first.generatedAt, folderMtime: first.folderMtime, dirs: first.dirs, items };
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

function readPage(file: string): ManifestFile | undefined {
  try {
    const page = JSON.parse(readFileSync(file, 'utf8')) as Partial<ManifestFile> | null;
    return isManifest(page) ? page : undefined;
  } catch {
    // Absent, cut short or not JSON: whatever it was, the folder is listed again.
    return undefined;
  }
}

function isManifest(page: Partial<ManifestFile> | null): page is ManifestFile {
  return (
    page?.v === 1 &&
    typeof page.generatedAt === 'string' &&
    typeof page.folderMtime === 'number' &&
    Array.isArray(page.dirs) &&
    page.dirs.every((dir) => isName(dir.name)) &&
    Array.isArray(page.items) &&
    page.items.every(isManifestItem)
  );
}

function isManifestItem(item: Partial<ManifestItem>): boolean {
  const { name, w, h, size, mtime, inode } = item;
  return isName(name) && [w, h, size, mtime, inode].every((value) => typeof value === 'number');
}

/** Of one thing in this very folder. What we never list was not written by us. */
function isName(name: unknown): boolean {
  return typeof name === 'string' && name !== '' && !name.startsWith('.') && !name.includes('/');
}

/** Whole or not at all, but not synced: a manifest that a power cut swallowed is made again. */
function replaceFile(file: string, content: string): void {
  const temporary = `${file}.tmp`;
  try {
    writeFileSync(temporary, content);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(temporary, content);
  }
  renameSync(temporary, file);
}

function removePagesFrom(folder: string, first: number): void {
  for (let page = first; ; page += 1) {
    try {
      rmSync(`${folder}/_index_${String(page)}.json`);
    } catch {
      // The first page that is not there was never written, nor any after it.
      return;
    }
  }
}
