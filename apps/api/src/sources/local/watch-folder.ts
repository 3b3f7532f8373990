import { watch } from 'node:fs';
import { keyFromName } from '../../shared/file-name-key.ts';
import type { GalleryPath } from '../../shared/gallery-path.ts';
import { isOwnName } from '../../shared/own-names.ts';
import type { StopWatching } from '../image-source.ts';
import type { LocalLocation } from '../source-location.ts';
import { fileSystemPath } from './local-path.ts';

/**
 * Has the operating system tell of changes in one folder, not of those below it. It throws where that is not possible:
 * the folder is gone, or the system has no watches left.
 */
export function watchFolder(location: LocalLocation, path: GalleryPath, changed: () => void): StopWatching {
  const watcher = watch(fileSystemPath(location, path), { persistent: false, encoding: 'buffer' }, (_, name) => {
    if (name === null || !isNoImage(keyFromName(name))) changed();
  });
  watcher.on('error', changed);
  return () => {
    watcher.close();
  };
}

/** What is hidden, and our own files: the workspace is written to all the time, and so are thumbs beside the images. */
function isNoImage(name: string): boolean {
  return name.startsWith('.') || isOwnName(name);
}
