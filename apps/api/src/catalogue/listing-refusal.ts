import type { GalleryPath } from '../shared/gallery-path.ts';
import { Problem } from '../shared/problem.ts';
import { sourceUnavailable } from '../shared/source-unavailable.ts';

/** Why a folder could not be listed, to whoever asked for it. */
export function refusal(status: 'absent' | 'denied' | 'unavailable'): Problem {
  return status === 'denied'
    ? new Problem('source_denied', 'The server may not read this folder: ask the operator for read permission.')
    : sourceUnavailable();
}

export function notFound(path: GalleryPath): Problem {
  return new Problem('folder_not_found', `There is no folder ${JSON.stringify(path)} in this gallery.`);
}
