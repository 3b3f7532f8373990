import { Buffer } from 'node:buffer';
import type { Readable } from 'node:stream';
import type { ByteRange, ImageSource, OpenedImage, StopWatching, WatchNews } from '../image-source.ts';
import type { HandedOut, LocalLocation, SourcePlace } from '../source-location.ts';
import { openInsideRoot, type OpenedFile } from './open-inside-root.ts';
import { unchangedPart } from './unchanged-part.ts';
import { watchFolder } from './watch-folder.ts';

/** Files of this machine, or of a share that it has mounted. */
export class LocalSource implements ImageSource<LocalLocation> {
  async open({ location, path }: SourcePlace<LocalLocation>): Promise<OpenedImage> {
    return new OpenedLocalImage(await openInsideRoot(location, path));
  }

  handOut(place: SourcePlace<LocalLocation>): Promise<HandedOut> {
    return Promise.resolve(place);
  }

  watch({ location, path }: SourcePlace<LocalLocation>, changed: WatchNews): StopWatching {
    return watchFolder(location, path, changed);
  }
}

class OpenedLocalImage implements OpenedImage {
  readonly size: number;
  readonly mtime: number;
  readonly inode: number;

  constructor(private readonly file: OpenedFile) {
    ({ size: this.size, mtimeMs: this.mtime, ino: this.inode } = file.stats);
  }

  async head(bytes: number): Promise<Buffer> {
    const { buffer, bytesRead } = await this.file.handle.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  }

  part(range: ByteRange): Readable {
    return unchangedPart(this.file, range);
  }

  close(): Promise<void> {
    return this.file.handle.close();
  }
}
