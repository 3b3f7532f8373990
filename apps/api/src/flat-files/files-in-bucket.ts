import { Buffer } from 'node:buffer';
import { keyFromName } from '../shared/file-name-key.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import { endings, stemBeside } from '../shared/own-names.ts';
import type { Content } from '../shared/write-file-atomically.ts';
import { OwnObjects, TooLarge, type OwnObject } from '../sources/s3/own-objects.ts';
import { isRefusal, s3Code, s3Failure, s3Status } from '../sources/s3/s3-failure.ts';
import { folderPrefix, nameFromPart } from '../sources/s3/s3-keys.ts';
import type { S3Location } from '../sources/source-location.ts';
import type { FlatFile, FlatTarget } from './flat-file.ts';
import { ChangedMeanwhile, PlaceAway, type FlatFiles, type SeenFile } from './flat-files.ts';
import { folderOf, nameBeside } from './name-beside.ts';

/** What every store takes, of the key as a whole. */
const keyBytesMax = 1024;
/** Somebody waits for a thumb, and after it for the image it would have to be made of. */
const [thumbMs, waitMs] = [4000, 20_000];
/** A child may come to it late, when many images wait. */
const childSeconds = 900;

/**
 * Flat files among the images of a bucket, under the names that they have beside images in a folder. Objects are whole by
 * nature, and on the disks of the store when it has taken them.
 */
export class FilesInBucket implements FlatFiles {
  readonly #objects: OwnObjects;
  /** Of folders that were asked for: those that are made since, whoever asks knows of. A listing each time would be paid for. */
  readonly #thumbStems = new Map<GalleryPath, string>();

  constructor(private readonly location: S3Location) {
    this.#objects = new OwnObjects(location);
  }

  async read(file: FlatFile): Promise<Buffer | undefined> {
    return (await this.object(file))?.bytes;
  }

  async look(file: FlatFile): Promise<SeenFile> {
    const seen = await this.object(file);
    return { bytes: seen?.bytes, replace: (content) => this.put(file, content, seen?.tag ?? null) };
  }

  write(file: FlatFile, content: Content): Promise<void> {
    return this.put(file, content);
  }

  async handOut(file: FlatFile): Promise<FlatTarget> {
    return { url: await this.#objects.addressToPut(this.keyToWrite(file), childSeconds), type: typeOf(file) };
  }

  async remove(file: FlatFile): Promise<boolean> {
    const key = this.keyOf(file);
    return key === undefined ? false : this.#objects.remove(key).catch(told);
  }

  async stemsIn(folder: GalleryPath, kind: 'thumb' | 'sidecar'): Promise<string[]> {
    const known = this.#thumbStems.get(folder);
    if (kind === 'thumb' && known !== undefined) return known === '' ? [] : known.split('\0');
    const stems = await this.listedStems(folder, endings[kind]);
    if (kind === 'thumb') this.#thumbStems.set(folder, stems.join('\0'));
    return stems;
  }

  stemOf(imageName: string): string {
    return keyFromName(Buffer.from(textOf(stemBeside(imageName))));
  }

  private async object(file: FlatFile): Promise<OwnObject | undefined> {
    const key = this.keyOf(file);
    if (key === undefined) return undefined;
    return this.#objects.read(key, file.kind === 'thumb' ? thumbMs : waitMs).catch(told);
  }

  private async put(file: FlatFile, content: Content, over?: string | null): Promise<void> {
    const wish = over === undefined ? { type: typeOf(file) } : { type: typeOf(file), over };
    await this.#objects.put(this.keyToWrite(file), content, wish).catch(told);
  }

  private async listedStems(folder: GalleryPath, ending: string): Promise<string[]> {
    const prefix = folderPrefix(this.location, folder);
    const stems: string[] = [];
    if (prefix === undefined) return stems;
    for await (const part of this.#objects.partsUnder(prefix)) {
      const stem = part.endsWith(ending) ? nameFromPart(part.slice(0, -ending.length)) : undefined;
      if (stem !== undefined) stems.push(stem);
    }
    return stems;
  }

  private keyToWrite(file: FlatFile): string {
    const key = this.keyOf(file);
    if (key === undefined) throw new Error(`its key would be longer than ${String(keyBytesMax)} bytes`);
    return key;
  }

  /** Undefined for one that no store takes. */
  private keyOf(file: FlatFile): string | undefined {
    const prefix = folderPrefix(this.location, folderOf(file));
    const key = prefix === undefined ? undefined : prefix + textOf(nameBeside(file));
    return key === undefined || Buffer.byteLength(key) > keyBytesMax ? undefined : key;
  }
}

/** Names of a bucket are text, also those that need an escape as a path. */
function textOf(name: string | Buffer): string {
  return typeof name === 'string' ? name : name.toString('utf8');
}

function typeOf({ kind }: FlatFile): string {
  return kind === 'thumb' ? 'image/webp' : 'application/json';
}

/** What the store refused, in words of this port; for good where it is about this one object. */
function told(error: unknown): never {
  const failure = s3Failure(error);
  // 409: two wrote in the same moment. What is absent was to be replaced, and went away.
  if (failure === 'changed' || failure === 'absent' || s3Status(error) === 409) throw new ChangedMeanwhile();
  if (failure === 'denied') throw new Error('the store does not allow it with these credentials');
  if (isRefusal(error)) throw new Error(`the store refuses it (${s3Code(error)})`);
  throw error instanceof TooLarge ? error : new PlaceAway();
}
