import { Places } from '../../apps/api/src/catalogue/places.ts';
import { SystemClock } from '../../apps/api/src/shared/clock.ts';
import { ImageSources } from '../../apps/api/src/sources/image-sources.ts';
import type { LocalLocation, SourcePlace } from '../../apps/api/src/sources/source-location.ts';

export function localLocation(root: string, rootInode = 0): LocalLocation {
  return { kind: 'local', root, rootInode, followInto: [] };
}

/** An image in a folder of this machine; by default one that nobody opens. */
export function localPlace(path: string, root = '/nowhere'): SourcePlace<LocalLocation> {
  return { location: localLocation(root), path };
}

/** The places of a gallery in a folder of this machine. */
export function localPlaces(root = '/nowhere', rootInode = 0): Places {
  return new Places(localLocation(root, rootInode), new ImageSources(new SystemClock()));
}
