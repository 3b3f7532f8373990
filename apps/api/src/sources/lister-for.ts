import { SystemClock } from '../shared/clock.ts';
import type { FolderLister } from './image-source.ts';
import { LocalLister } from './local/local-lister.ts';
import { S3Lister } from './s3/s3-lister.ts';
import type { SourceLocation } from './source-location.ts';
import { TableLister } from './table/table-lister.ts';

/** Lists folders of this location, whatever kind it is of. `thread` is a number that no other thread has. */
export function listerFor(location: SourceLocation, thread = 0): FolderLister {
  switch (location.kind) {
    case 'local':
      return new LocalLister(location);
    case 's3':
      return new S3Lister(location);
    case 'table':
      return new TableLister(location, new SystemClock(), thread);
  }
}
