import type { FlatPlace } from './flat-file.ts';
import type { FlatFiles } from './flat-files.ts';
import { FilesBeside } from './files-beside.ts';
import { FilesInBucket } from './files-in-bucket.ts';
import { FilesInWorkspace } from './files-in-workspace.ts';
import { readCalmly, readPlainly } from './read-regular-file.ts';

/** `isAlone`: in a thread or process where nobody else waits, plain calls are made, which cost a fifth of promised ones. */
export function flatFilesFor(place: FlatPlace, { isAlone }: { readonly isAlone: boolean }): FlatFiles {
  const read = isAlone ? readPlainly : readCalmly;
  switch (place.kind) {
    case 'workspace':
      return new FilesInWorkspace(place.folder, read);
    case 'beside':
      return place.location.kind === 's3' ? new FilesInBucket(place.location) : new FilesBeside(place.location, read);
  }
}
