/** The scanner thread: everything about folders that would otherwise hold up the event loop. */
import { threadId, workerData } from 'node:worker_threads';
import { answerRequests } from '../shared/resting-thread.ts';
import { flatFilesFor } from '../flat-files/flat-files-for.ts';
import { childOf, rootPath, type GalleryPath } from '../shared/gallery-path.ts';
import type { FolderLister, ListedFolder, PointerText } from '../sources/image-source.ts';
import { listerFor } from '../sources/lister-for.ts';
import { packTexts } from '../sources/packed-texts.ts';
import { TableLister } from '../sources/table/table-lister.ts';
import { packListing, transferable, type ListedFile } from '../sources/listing.ts';
import { pointerFileName } from '../sources/pointer/parse-pointer.ts';
import { isSameState } from '../sources/same-state.ts';
import { rootInodeOf, type SourceLocation, type SourcePlace } from '../sources/source-location.ts';
import { findSidecars } from './find-sidecars.ts';
import { followPointer } from './follow-pointer.ts';
import { itemFlags, withProblem } from './item-flags.ts';
import { listedFile, headerOf, readManifest, writeManifest, type ManifestContent } from './manifest.ts';
import type {
  FolderToList,
  ListAnswer,
  MarksAnswer,
  ScannerAnswer,
  ScannerRequest,
  ScannerSetup,
} from './scanner-protocol.ts';

type FolderListed = Extract<ListAnswer, { status: 'listed' }>;

const setup = workerData as ScannerSetup;
const manifests = setup.manifests && flatFilesFor(setup.manifests, { isAlone: true });
const sidecars = setup.sidecars && flatFilesFor(setup.sidecars, { isAlone: true });
const behind = setup.manifestsBehind && flatFilesFor(setup.manifestsBehind, { isAlone: true });
const listers = new Map<string, FolderLister>();
const keys = new WeakMap<SourceLocation, string>();

answerRequests(handle, memoryOf);

/** What is large is handed over instead of being copied. */
function memoryOf(answer: ScannerAnswer): ArrayBuffer[] {
  if (Array.isArray(answer))
    return answer.flatMap((each) => {
      if (each.status !== 'listed') return [];
      const { listing, sources } = each;
      return [transferable(listing), ...(sources ? [sources.bytes.buffer, sources.ends.buffer] : [])];
    });
  if (typeof answer !== 'object' || answer === null || !('kind' in answer)) return [];
  return [answer.kind === 'metric' ? answer.values.buffer : answer.codes.buffer];
}

async function handle(request: ScannerRequest): Promise<ScannerAnswer> {
  switch (request.kind) {
    case 'list':
      return Promise.all(request.folders.map((folder) => listSafely(folder, request.now)));
    case 'marks':
      return marksOf(request.places, request.sample);
    case 'has-image':
      return listerOf(request.place.location).hasImage(request.place.path);
    case 'find-root':
      return listerOf(request.location).findRoot(request.known);
    case 'table': {
      const lister = listerOf(request.location);
      return lister instanceof TableLister ? lister.answer(request.question) : null;
    }
    case 'write-manifest':
      await keepManifest(request.path, request.isBehindPointer, request.content);
      return null;
  }
}

/** Kept, since some have connections; there are few locations, however many places. */
function listerOf(location: SourceLocation): FolderLister {
  const key = keyOf(location);
  const known = listers.get(key);
  if (known) return known;
  const lister = listerFor(location, threadId);
  listers.set(key, lister);
  return lister;
}

function keyOf(location: SourceLocation): string {
  const key = keys.get(location) ?? JSON.stringify(location);
  keys.set(location, key);
  return key;
}

/** Asked together for each location, since some know of many folders at once. */
async function marksOf(places: readonly SourcePlace[], sample: readonly GalleryPath[]): Promise<MarksAnswer> {
  const answer = new Float64Array(places.length).fill(NaN);
  const byLocation = new Map<string, { readonly location: SourceLocation; readonly ours: number[] }>();
  for (const [at, { location }] of places.entries()) {
    const group = byLocation.get(keyOf(location)) ?? { location, ours: [] };
    byLocation.set(keyOf(location), group);
    group.ours.push(at);
  }
  for (const { location, ours } of byLocation.values()) {
    const paths = ours.map((at) => places[at]?.path ?? '');
    const marks = await listerOf(location).marks(paths, sample);
    ours.forEach((at, index) => (answer[at] = marks[index] ?? NaN));
  }
  return answer;
}

/** One folder that fails in a way nobody foresaw must not take those down that were asked with it. */
async function listSafely(folder: FolderToList, now: number): Promise<ListAnswer> {
  try {
    return await list(folder, now);
  } catch {
    return { status: 'unavailable' };
  }
}

async function list(folder: FolderToList, now: number): Promise<ListAnswer> {
  const answer = await listImages(folder, now);
  if (answer.status !== 'listed' || sidecars === null || folder.above.length > 0 || answer.pointer) return answer;
  return { ...answer, sidecars: await findSidecars(sidecars, folder.path, answer.listing, now) };
}

async function listImages(folder: FolderToList, now: number): Promise<ListAnswer> {
  const { path, place, trustManifest } = folder;
  const lister = listerOf(place.location);
  const rootInode = rootInodeOf(place.location);
  // A table may be told in parts: where there is nothing to trust, what the manifest knows is looked at when all is there.
  if (place.location.kind === 'table') return listTable(lister, path, rootInode, now);
  const files = folder.above.length > 0 ? behind : manifests;
  const manifest = files === null ? undefined : await readManifest(files, path);
  if (trustManifest && manifest && !manifest.pointer) {
    const madeAt = Date.parse(manifest.generatedAt);
    if (await lister.isCurrent(place.path, manifest.folderMtime, madeAt)) {
      return fromManifest(manifest, manifest.rootInode ?? rootInode, madeAt);
    }
  }
  // The gallery's own folder is the one that was named at the start, whatever lies in it.
  const listed = (await knownPointer(folder, manifest)) ?? (await lister.list(place.path, path !== rootPath));
  if (listed.status === 'pointer') return listBehind(folder, listed, now);
  return listed.status === 'listed'
    ? asListed(listed, manifest?.pointer ? undefined : manifest, rootInode, now)
    : listed;
}

/** What the manifest says of the pointer file, where that is as good as reading it. */
async function knownPointer(
  { place, trustManifest }: FolderToList,
  manifest: ManifestContent | undefined,
): Promise<Extract<ListedFolder, { status: 'pointer' }> | undefined> {
  if (!trustManifest || !manifest?.pointer?.text) return undefined;
  const file = childOf(place.path, pointerFileName);
  const { text, mark } = manifest.pointer;
  const isCurrent = await listerOf(place.location).isCurrent(file, mark, Date.parse(manifest.generatedAt));
  return isCurrent ? { status: 'pointer', text, mark } : undefined;
}

/** Nothing is taken from a manifest that was made while the pointer said something else. */
async function listBehind(folder: FolderToList, file: PointerText, now: number): Promise<ListAnswer> {
  const kept = behind === null ? undefined : await readManifest(behind, folder.path);
  const manifest = file.text !== null && kept?.pointer?.text === file.text ? kept : undefined;
  const madeAt = Date.parse(manifest?.generatedAt ?? '');
  const isKnown = async (target: SourceLocation): Promise<boolean> =>
    folder.trustManifest && !!manifest && listerOf(target).isCurrent(rootPath, manifest.folderMtime, madeAt);
  const { listed, ...pointer } = await followPointer(folder, file, { rules: setup.pointers, listerOf, isKnown });
  const rootInode = pointer.location ? rootInodeOf(pointer.location) : 0;
  if (listed === 'known' && manifest)
    return { ...fromManifest(manifest, manifest.rootInode ?? rootInode, madeAt), pointer };
  if (listed === 'known' || listed.status !== 'listed') return { status: 'unavailable', pointer };
  return { ...asListed(listed, manifest, rootInode, now), pointer };
}

function asListed(
  listed: Extract<ListedFolder, { status: 'listed' }>,
  manifest: ManifestContent | undefined,
  rootInode: number,
  now: number,
): FolderListed {
  const files = manifest ? withKnownHeaders(listed.files, manifest, rootInode) : listed.files;
  const listing = packListing(listed.mark, listed.dirs, files);
  return { status: 'listed', listing, fromManifest: false, listedAt: now, rootInode };
}

async function keepManifest(path: GalleryPath, isBehindPointer: boolean, content: ManifestContent): Promise<void> {
  const files = isBehindPointer ? behind : manifests;
  if (files !== null) await writeManifest(files, path, content);
}

/** The first rows are told without a look at what the manifest knows: it may be as large as the table. */
async function listTable(lister: FolderLister, path: GalleryPath, rootInode: number, now: number): Promise<ListAnswer> {
  const listed = await lister.list(path);
  // No row of a table is a pointer.
  if (listed.status === 'pointer') return { status: 'unavailable' };
  if (listed.status !== 'listed') return listed;
  const { mark, dirs, sources, isPartial = false, againInMs } = listed;
  const manifest = isPartial || manifests === null ? undefined : await readManifest(manifests, path);
  const files = manifest ? withKnownHeaders(listed.files, manifest, rootInode) : listed.files;
  return {
    status: 'listed',
    listing: packListing(mark, dirs, files.map(withTold)),
    fromManifest: false,
    listedAt: now,
    rootInode,
    ...(sources ? { sources: packTexts(sources) } : {}),
    ...(isPartial ? { isPartial } : {}),
    ...(againInMs === undefined ? {} : { againInMs }),
  };
}

/** What is known to have no header need not be asked for one. */
function withTold(file: ListedFile): ListedFile {
  if (file.problem === undefined) return file.isRemote ? asIfRead(file) : file;
  const { width = 0, height = 0 } = file.header ?? {};
  return { ...file, header: { width, height, taken: NaN, flags: withProblem(itemFlags.headerKnown, file.problem) } };
}

/** Nobody is to read it by the way: who shows it asks for its size. */
function asIfRead(file: ListedFile): ListedFile {
  const header = file.header ?? { width: 0, height: 0, taken: NaN, flags: 0 };
  return { ...file, header: { ...header, flags: header.flags | itemFlags.headerKnown } };
}

function fromManifest(manifest: ManifestContent, rootInode: number, madeAt: number): FolderListed {
  const files = manifest.items.map(listedFile).filter((file) => file !== undefined);
  const dirs = manifest.dirs.map((dir) => dir.name);
  const listing = packListing(manifest.folderMtime, dirs, files);
  return { status: 'listed', listing, fromManifest: true, listedAt: madeAt, rootInode };
}

/** A file that did not change since its header was read need not be opened again. */
function withKnownHeaders(
  files: readonly ListedFile[],
  manifest: ManifestContent,
  rootInode: number,
): readonly ListedFile[] {
  const known = new Map(manifest.items.map((item) => [item.name, item]));
  const knownRoot = manifest.rootInode ?? rootInode;
  return files.map((file) => {
    const item = known.get(file.key);
    if (!item || !isSameState({ ...file, rootInode }, { ...item, rootInode: knownRoot })) return file;
    const header = headerOf(item);
    return header ? { ...file, header } : file;
  });
}
