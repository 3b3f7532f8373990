import type { FolderLister } from './image-source.ts';
import { LocalLister } from './local/local-lister.ts';
import type { SourceLocation } from './source-location.ts';

/** Lists folders of this location, whatever kind it is of. */
export function listerFor(location: SourceLocation): FolderLister {
  return new LocalLister(location);
}
