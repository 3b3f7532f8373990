/** The scanner thread: everything about folders that would otherwise hold up the event loop. */
import { workerData } from 'node:worker_threads';
import type { GalleryPath } from '../shared/gallery-path.ts';
import { answerRequests } from '../shared/resting-thread.ts';
import { flatFilesFor } from '../flat-files/flat-files-for.ts';
import type { FolderLister } from '../sources/image-source.ts';
import { listerFor } from '../sources/lister-for.ts';
import { packListing, transferable, type ListedFile } from '../sources/listing.ts';
import { isSameState } from '../sources/same-state.ts';
import { rootInodeOf, type SourceLocation, type SourcePlace } from '../sources/source-location.ts';
import { findSidecars } from './find-sidecars.ts';
import { listedFile, headerOf, readManifest, writeManifest, type ManifestContent } from './manifest.ts';
import type {
  FolderToList,
  ListAnswer,
  MarksAnswer,
  ScannerAnswer,
  ScannerRequest,
  ScannerSetup,
} from './scanner-protocol.ts';

const setup = workerData as ScannerSetup;
const manifests = setup.manifests && flatFilesFor(setup.manifests, { isAlone: true });
const sidecars = setup.sidecars && flatFilesFor(setup.sidecars, { isAlone: true });
const listers = new Map<string, FolderLister>();

answerRequests(handle, (answer: ScannerAnswer) =>
  Array.isArray(answer) ? answer.flatMap((each) => (each.status === 'listed' ? transferable(each.listing) : [])) : [],
);

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
    case 'write-manifest':
      if (manifests !== null) await writeManifest(manifests, request.path, request.content);
      return null;
  }
}

/** Kept, since some have connections; there are few locations, however many places. */
function listerOf(location: SourceLocation): FolderLister {
  const key = JSON.stringify(location);
  const known = listers.get(key);
  if (known) return known;
  const lister = listerFor(location);
  listers.set(key, lister);
  return lister;
}

/** Asked together for each location, since some know of many folders at once. */
async function marksOf(places: readonly SourcePlace[], sample: readonly GalleryPath[]): Promise<MarksAnswer> {
  const answer = new Float64Array(places.length).fill(NaN);
  for (const location of new Set(places.map((place) => place.location))) {
    const ours = places.flatMap((place, at) => (place.location === location ? [at] : []));
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
  if (answer.status !== 'listed' || sidecars === null) return answer;
  return { ...answer, sidecars: await findSidecars(sidecars, folder.path, answer.listing, now) };
}

async function listImages({ path, place, trustManifest }: FolderToList, now: number): Promise<ListAnswer> {
  const lister = listerOf(place.location);
  const rootInode = rootInodeOf(place.location);
  const manifest = manifests === null ? undefined : await readManifest(manifests, path);
  if (trustManifest && manifest) {
    const madeAt = Date.parse(manifest.generatedAt);
    if (await lister.isCurrent(place.path, manifest.folderMtime, madeAt)) {
      return fromManifest(manifest, manifest.rootInode ?? rootInode, madeAt);
    }
  }
  const listed = await lister.list(place.path);
  if (listed.status !== 'listed') return listed;
  const files = manifest ? withKnownHeaders(listed.files, manifest, rootInode) : listed.files;
  return {
    status: 'listed',
    listing: packListing(listed.mark, listed.dirs, files),
    fromManifest: false,
    listedAt: now,
    rootInode,
  };
}

function fromManifest(manifest: ManifestContent, rootInode: number, madeAt: number): ListAnswer {
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
