import { statSync } from 'node:fs';
import { Places } from '../../apps/api/src/catalogue/places.ts';
import { SystemClock } from '../../apps/api/src/shared/clock.ts';
import { ImageSources } from '../../apps/api/src/sources/image-sources.ts';
import type { LocalLocation, SourcePlace, TableLocation } from '../../apps/api/src/sources/source-location.ts';
import { formatOf } from './tables.ts';

export function localLocation(root: string, rootInode = 0): LocalLocation {
  return { kind: 'local', root, rootInode, followInto: [] };
}

/** A table whose sources lie below this folder. */
export function tableLocation(
  file: string,
  baseDir: string,
  columns: TableLocation['columns'] = { source: null, path: null },
): TableLocation {
  return {
    kind: 'table',
    file,
    format: formatOf(file),
    columns,
    baseDir: localLocation(baseDir, statSync(baseDir).ino),
    isRemoteAllowed: false,
  };
}

/** An image in a folder of this machine; by default one that nobody opens. */
export function localPlace(path: string, root = '/nowhere'): SourcePlace<LocalLocation> {
  return { location: localLocation(root), path };
}

/** The places of a gallery in a folder of this machine. */
export function localPlaces(root = '/nowhere', rootInode = 0): Places {
  return new Places(localLocation(root, rootInode), new ImageSources(new SystemClock()));
}
