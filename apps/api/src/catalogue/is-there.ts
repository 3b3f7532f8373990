import { parentOf, type GalleryPath } from '../shared/gallery-path.ts';
import { Problem } from '../shared/problem.ts';
import type { Catalogue } from './catalogue.ts';
import type { Indexer } from './indexer.ts';

/** Is this an image of the gallery? `listed` remembers folders over many questions: each is listed once at most. */
export async function isThere(
  catalogue: Catalogue,
  indexer: Indexer,
  path: GalleryPath,
  listed: Set<GalleryPath>,
): Promise<boolean> {
  if (catalogue.find(path) !== undefined) return true;
  const folder = parentOf(path);
  if (listed.has(folder)) return false;
  listed.add(folder);
  // Right after the start the index may not have come to it yet.
  await indexer.folder(folder).catch(unlessAbsent);
  return catalogue.find(path) !== undefined;
}

/** A folder that is not there holds nothing; a storage that is away is told. */
function unlessAbsent(error: unknown): void {
  if (!(error instanceof Problem) || error.code === 'source_unavailable') throw error;
}
