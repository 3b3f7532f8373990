import type { BrowseAnswer } from '#contracts';
import type { GalleryApi } from '../api/gallery-api.ts';

/** Those after it first: one works downwards. */
const neighbours = [1, 2, 3, 4, -1, -2, 8, 16, -4, 32] as const;

/**
 * What the eye was on is not in the answer. The next that is takes its place, so that one goes on where one was. Undefined when
 * none of those that were around it is.
 */
export async function nearestPlace(
  api: Pick<GalleryApi, 'placeIn'>,
  { result, total }: BrowseAnswer,
  pathAt: (step: number) => string | undefined,
): Promise<number | undefined> {
  if (total === 0) return undefined;
  for (const step of neighbours) {
    const path = pathAt(step);
    const place = path === undefined ? null : await api.placeIn(result, path);
    if (place !== null) return place;
  }
  return undefined;
}
