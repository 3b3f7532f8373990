import { Buffer } from 'node:buffer';
import { nameOf, parentOf, rootPath, type GalleryPath } from '../shared/gallery-path.ts';
import { endings, stemBeside } from '../shared/own-names.ts';
import type { FlatFile } from './flat-file.ts';
import { nameOfManifest } from './manifest-name.ts';

/** The folder of the gallery in which it lies beside what it is about. */
export function folderOf(file: FlatFile): GalleryPath {
  switch (file.kind) {
    case 'manifest':
      return file.path;
    case 'thumb':
    case 'sidecar':
      return parentOf(file.path);
    case 'rollup':
    case 'health':
      return rootPath;
  }
}

/** Its name there; bytes where that is not text. */
export function nameBeside(file: FlatFile): string | Buffer {
  switch (file.kind) {
    case 'manifest':
      return nameOfManifest(file.page);
    case 'thumb':
    case 'sidecar': {
      const stem = stemBeside(nameOf(file.path));
      const ending = endings[file.kind];
      return typeof stem === 'string' ? `${stem}${ending}` : Buffer.concat([stem, Buffer.from(ending)]);
    }
    case 'rollup':
    case 'health':
      return `_${file.kind}.json`;
  }
}
