/** The scanner thread: everything about folders that would otherwise hold up the event loop. */
import { parentPort, workerData } from 'node:worker_threads';
import { rootPath } from '../shared/gallery-path.ts';
import { workspacePath } from '../shared/workspace-path.ts';
import { findRoot } from '../sources/find-root.ts';
import { folderMtime, isRootThere, listFolder } from '../sources/list-folder.ts';
import { packListing, transferable, type ListedFile } from '../sources/listing.ts';
import { listedFile, headerOf, readManifest, writeManifest, type ManifestContent } from './manifest.ts';
import type { FolderToList, ListAnswer, ScannerAnswer, ScannerRequest, ScannerSetup } from './scanner-protocol.ts';

/**
 * File systems keep times in ticks: a folder listed in the same moment in which it changed may look unchanged.
 * Only a manifest written clearly after the folder's last change is trusted.
 */
const settledMs = 2000;

const { manifests, location: asStarted } = workerData as ScannerSetup;
let location = asStarted;

parentPort?.on('message', (request: ScannerRequest) => {
  let answer: ScannerAnswer;
  let moved: ArrayBuffer[] = [];
  location = { ...asStarted, rootInode: request.rootInode };
  try {
    const value = handle(request);
    answer = { id: request.id, ok: true, value };
    if (Array.isArray(value))
      moved = value.flatMap((each) => (each.status === 'listed' ? transferable(each.listing) : []));
  } catch (error) {
    answer = { id: request.id, ok: false, message: String(error) };
  }
  parentPort?.postMessage(answer, moved);
});

function handle(request: ScannerRequest): ListAnswer[] | Float64Array<ArrayBuffer> | number | null {
  switch (request.kind) {
    case 'list':
      return request.folders.map((folder) => listSafely(folder, request.now));
    case 'mtimes':
      return Float64Array.from(request.paths, (path) => mtimeOrNaN(path));
    case 'find-root':
      return findRoot(location, request.known);
    case 'write-manifest':
      if (manifests !== null) {
        writeManifest(workspacePath(manifests, request.path), request.path, request.content);
      }
      return null;
  }
}

function mtimeOrNaN(path: string): number {
  try {
    // A disk that was mounted there brings a time of its own, which may be the same.
    if (path === rootPath && !isRootThere(location)) return NaN;
    return folderMtime(location, path) ?? NaN;
  } catch {
    // Whatever keeps a folder from being asked, it is not there for us now.
    return NaN;
  }
}

/** One folder that fails in a way nobody foresaw must not take those down that were asked with it. */
function listSafely(folder: FolderToList, now: number): ListAnswer {
  try {
    return list(folder, now);
  } catch {
    return { status: 'unavailable' };
  }
}

function list({ path, trustManifest }: FolderToList, now: number): ListAnswer {
  const manifest = manifests === null ? undefined : readManifest(workspacePath(manifests, path));
  if (trustManifest && manifest && isCurrent(path, manifest)) return fromManifest(manifest);
  const listed = listFolder(location, path);
  if (listed.status !== 'listed') return listed;
  const files = manifest ? withKnownHeaders(listed.files, manifest) : listed.files;
  return {
    status: 'listed',
    listing: packListing(listed.mtime, listed.dirs, files),
    fromManifest: false,
    listedAt: now,
  };
}

function isCurrent(path: string, manifest: ManifestContent): boolean {
  const mtime = mtimeOrNaN(path);
  return manifest.folderMtime === mtime && Date.parse(manifest.generatedAt) - mtime > settledMs;
}

function fromManifest(manifest: ManifestContent): ListAnswer {
  const files = manifest.items.map(listedFile).filter((file) => file !== undefined);
  const dirs = manifest.dirs.map((dir) => dir.name);
  const listing = packListing(manifest.folderMtime, dirs, files);
  return { status: 'listed', listing, fromManifest: true, listedAt: Date.parse(manifest.generatedAt) };
}

/** A file that did not change since its header was read need not be opened again. */
function withKnownHeaders(files: readonly ListedFile[], manifest: ManifestContent): ListedFile[] {
  const known = new Map(manifest.items.map((item) => [item.name, item]));
  return files.map((file) => {
    const item = known.get(file.key);
    if (item?.size !== file.size || item.mtime !== file.mtime || item.inode !== file.inode) return file;
    const header = headerOf(item);
    return header ? { ...file, header } : file;
  });
}
