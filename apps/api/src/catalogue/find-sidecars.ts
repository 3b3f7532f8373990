import type { FlatFiles } from '../flat-files/flat-files.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import { typeOfName } from '../sources/image-names.ts';
import { namesIn, type Listing } from '../sources/listing.ts';
import type { FoundSidecars } from './scanner-protocol.ts';

/** What a server that was killed began to write so long ago is not being written any more. */
const unfinishedMs = 10 * 60_000;
/** A stem that was cut: its image's name cannot be told from it. */
const cutStem = /~[\w-]{22}$/;

/**
 * Which images of this folder have sidecars, and which sidecars have no image. Other programs' `.json` files are neither.
 * Null where the folder was not to be read a second time: that says nothing of what is in it.
 */
export async function findSidecars(
  files: FlatFiles,
  folder: GalleryPath,
  listing: Listing,
  now: number,
): Promise<FoundSidecars | null> {
  const found = await files.stemsIn(folder, 'sidecar', now - unfinishedMs).catch(() => null);
  if (found === null) return null;
  const stems = new Set(found);
  const images: string[] = [];
  if (stems.size > 0) for (const name of namesIn(listing)) if (stems.delete(files.stemOf(name))) images.push(name);
  const orphans = [...stems].filter((stem) => typeOfName(stem) !== undefined || cutStem.test(stem));
  return { images: images.join('\0'), orphans: orphans.join('\0') };
}
