import { watch } from 'node:fs';
import type { GalleryPath } from '../../shared/gallery-path.ts';
import type { StopWatching } from '../image-source.ts';
import type { LocalLocation } from '../source-location.ts';
import { fileSystemPath } from './local-path.ts';

/**
 * Has the operating system tell of changes in one folder, not of those below it. It throws where that is not possible:
 * the folder is gone, or the system has no watches left.
 */
export function watchFolder(location: LocalLocation, path: GalleryPath, changed: () => void): StopWatching {
  const dot = 0x2e;
  const watcher = watch(fileSystemPath(location, path), { persistent: false, encoding: 'buffer' }, (_, name) => {
    // What is hidden is not ours; our own workspace is written to all the time.
    if (name?.[0] !== dot) changed();
  });
  watcher.on('error', changed);
  return () => {
    watcher.close();
  };
}
