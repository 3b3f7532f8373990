import type { Buffer } from 'node:buffer';
import { readdir, unlink } from 'node:fs/promises';
import type { GalleryPath } from '../shared/gallery-path.ts';
import { endings } from '../shared/own-names.ts';
import { storableName, workspacePath } from '../shared/workspace-path.ts';
import { writeFileAtomically, type Content, type Durability } from '../shared/write-file-atomically.ts';
import type { FlatFile, FlatTarget } from './flat-file.ts';
import type { FlatFiles, SeenFile } from './flat-files.ts';
import { nameOfManifest } from './manifest-name.ts';
import { undefinedIfAbsent, type ReadFile } from './read-regular-file.ts';

const folders = { thumb: 'thumbs', sidecar: 'sidecars' } as const;

/** Flat files in a folder of ours, each kind in a tree that repeats that of the gallery. */
export class FilesInWorkspace implements FlatFiles {
  constructor(
    private readonly folder: string,
    private readonly readFile: ReadFile,
  ) {}

  read(file: FlatFile): Promise<Buffer | undefined> {
    return this.readFile(this.placeOf(file));
  }

  write(file: FlatFile, content: Content, durability: Durability): Promise<void> {
    return writeFileAtomically(this.placeOf(file), content, durability);
  }

  /** A file system has no conditions: between the look and the write there is a moment. */
  async look(file: FlatFile): Promise<SeenFile> {
    return { bytes: await this.read(file), replace: (content) => this.write(file, content, 'durable') };
  }

  handOut(file: FlatFile): Promise<FlatTarget> {
    return Promise.resolve({ place: { kind: 'workspace', folder: this.folder }, file });
  }

  async remove(file: FlatFile): Promise<boolean> {
    const removed = await unlink(this.placeOf(file)).then(() => true, undefinedIfAbsent);
    return removed ?? false;
  }

  async stemsIn(folder: GalleryPath, kind: 'thumb' | 'sidecar'): Promise<string[]> {
    const place = workspacePath(`${this.folder}/${folders[kind]}`, folder);
    const names = (await readdir(place).catch(undefinedIfAbsent)) ?? [];
    return names.filter((name) => name.endsWith(endings[kind])).map((name) => name.slice(0, -endings[kind].length));
  }

  stemOf(imageName: string): string {
    return storableName(imageName);
  }

  private placeOf(file: FlatFile): string {
    switch (file.kind) {
      case 'manifest':
        return `${workspacePath(`${this.folder}/index`, file.path)}/${nameOfManifest(file.page)}`;
      case 'thumb':
      case 'sidecar':
        return `${workspacePath(`${this.folder}/${folders[file.kind]}`, file.path)}${endings[file.kind]}`;
      case 'rollup':
      case 'health':
        return `${this.folder}/_${file.kind}.json`;
    }
  }
}
