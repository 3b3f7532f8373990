import type { GalleryPath } from '../shared/gallery-path.ts';
import type { SourceLocation, SourcePlace } from '../sources/source-location.ts';
import type { FolderNode } from './folder-node.ts';
import type { Places } from './places.ts';
import type { Pointers } from './pointers.ts';
import type { MarksAnswer } from './scanner-protocol.ts';

/** Something whose mark tells whether a folder has to be listed again: the folder, or a pointer file that it hangs on. */
export interface Marked {
  readonly folder: FolderNode;
  readonly place: SourcePlace;
  readonly mark: number;
}

export function markedFolders(folders: readonly FolderNode[], places: Places): Marked[] {
  return folders
    .filter((folder) => folder.state !== 'unlisted')
    .map((folder) => ({ folder, place: places.of(folder.path), mark: folder.mark }));
}

/** The pointer files in such locations. */
export function markedPointers(pointers: Pointers, isMeant: (location: SourceLocation) => boolean): Marked[] {
  return [...pointers.folders].flatMap((folder) =>
    (folder.pointer?.files ?? []).filter(({ place }) => isMeant(place.location)).map((file) => ({ folder, ...file })),
  );
}

/** Each folder once; those that were not seen as a whole are as good as changed. */
export function changedOf(marked: readonly Marked[], marks: MarksAnswer): FolderNode[] {
  const isUnseen = ({ state, hasUnseenSidecars }: FolderNode): boolean => state === 'unavailable' || hasUnseenSidecars;
  const changed = marked.filter(({ folder, mark }, at) => mark !== marks[at] || isUnseen(folder));
  return [...new Set(changed.map(({ folder }) => folder))];
}

/** Images as their source knows them, evenly from these: those that lie elsewhere are left out. */
export function pathsIn(location: SourceLocation, paths: readonly GalleryPath[], places: Places): GalleryPath[] {
  return paths.map((path) => places.of(path)).flatMap((place) => (place.location === location ? [place.path] : []));
}
