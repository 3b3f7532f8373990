import { watch } from 'node:fs';
import { keyFromName } from '../../shared/file-name-key.ts';
import type { GalleryPath } from '../../shared/gallery-path.ts';
import { endings, isOwnName } from '../../shared/own-names.ts';
import { typeOfName } from '../image-names.ts';
import type { StopWatching, WatchNews } from '../image-source.ts';
import { pointerFileName } from '../pointer/parse-pointer.ts';
import type { LocalLocation } from '../source-location.ts';
import { fileSystemPath } from './local-path.ts';

/**
 * Has the operating system tell of changes in one folder, not of those below it. It throws where that is not possible:
 * the folder is gone, or the system has no watches left.
 */
export function watchFolder(location: LocalLocation, path: GalleryPath, changed: WatchNews): StopWatching {
  const watcher = watch(fileSystemPath(location, path), { persistent: false, encoding: 'buffer' }, (_, name) => {
    const key = name === null ? '' : keyFromName(name);
    // Hidden files, and our own: the workspace is written to all the time, and so are thumbs beside the images.
    if ((key.startsWith('.') && key !== pointerFileName) || isOwnName(key)) return;
    changed(location.holdsOurFiles === true ? imageOfSidecar(key) : undefined);
  });
  watcher.on('error', () => {
    changed();
  });
  return () => {
    watcher.close();
  };
}

function imageOfSidecar(name: string): string | undefined {
  const image = name.endsWith(endings.sidecar) ? name.slice(0, -endings.sidecar.length) : '';
  return typeOfName(image) === undefined ? undefined : image;
}
