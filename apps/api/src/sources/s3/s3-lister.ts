import type { S3Client } from '@aws-sdk/client-s3';
import { rootPath, type GalleryPath } from '../../shared/gallery-path.ts';
import type { FolderLister, ListedFolder, PointerText } from '../image-source.ts';
import { inNaturalOrder } from '../in-natural-order.ts';
import type { ListedFile } from '../listing.ts';
import { pointerBytesMax, pointerFileName } from '../pointer/parse-pointer.ts';
import type { S3Location } from '../source-location.ts';
import { FolderMark } from './folder-mark.ts';
import { listedObject, listKeys, type ListedKey } from './list-keys.ts';
import { MarkedTree } from './marked-tree.ts';
import { s3Door, soon } from './s3-client.ts';
import { s3Failure } from './s3-failure.ts';
import { compareKeys, folderPrefix, nameFromPart, objectKey } from './s3-keys.ts';
import { whyRefused } from './why-refused.ts';

const silenceMs = 10_000;

/**
 * Folders of a bucket: what lies under a prefix, up to the next slash. The mark of a folder tells everything that lies
 * directly in it, so that a folder with the same mark need not be listed; and one listing of all keys gives all marks.
 */
export class S3Lister implements FolderLister {
  constructor(private readonly location: S3Location) {}

  async list(path: GalleryPath, seesPointer = false): Promise<ListedFolder> {
    const prefix = folderPrefix(this.location, path);
    if (prefix === undefined) return { status: 'absent' };
    try {
      return await this.listPrefix(path, prefix, seesPointer);
    } catch (error) {
      const refusal = whyRefused(error, this.location);
      const status = s3Failure(error) === 'denied' ? 'denied' : 'unavailable';
      return refusal === undefined ? { status } : { status, refusal };
    }
  }

  async marks(paths: readonly GalleryPath[], sample: readonly GalleryPath[]): Promise<Float64Array<ArrayBuffer>> {
    const tree = new MarkedTree(this.location.prefix);
    const client = await this.client();
    const ends = this.endsOfShares(sample);
    await Promise.all(ends.map((end, at) => this.addKeys(client, tree, ends[at - 1], end)));
    return Float64Array.from(paths, (path) => tree.markOf(path));
  }

  async hasImage(path: GalleryPath): Promise<boolean> {
    const key = objectKey(this.location, path);
    if (key === undefined) return false;
    const [client, { HeadObjectCommand }] = await Promise.all([this.client(), import('./sdk.ts')]);
    try {
      await client.send(new HeadObjectCommand({ Bucket: this.location.bucket, Key: key }), soon());
      return true;
    } catch (error) {
      return s3Failure(error) !== 'absent';
    }
  }

  /** Trusted without a question, which would cost as much as listing: the first sweep compares all marks at once. */
  isCurrent(): boolean {
    return true;
  }

  /** A bucket is the same one, or it is away. */
  findRoot(): null {
    return null;
  }

  private async client(): Promise<S3Client> {
    return (await s3Door(this.location, { silenceMs })).client;
  }

  private async listPrefix(path: GalleryPath, prefix: string, seesPointer: boolean): Promise<ListedFolder> {
    const [mark, dirs, files] = [new FolderMark(), new Array<string>(), new Array<ListedFile>()];
    let isThere = path === rootPath;
    const wish = { Prefix: prefix, Delimiter: '/' };
    for await (const { objects, prefixes } of listKeys(await this.client(), this.location, wish)) {
      isThere ||= objects.length + prefixes.length > 0;
      for (const object of objects) {
        if (object.key.slice(prefix.length) === pointerFileName) {
          if (seesPointer) return { status: 'pointer', ...(await this.readPointer(object)) };
          mark.addPointer(object);
        }
        const file = listedObject(object.key.slice(prefix.length), object);
        if (file) files.push(file);
      }
      for (const each of prefixes) {
        const name = nameFromPart(each.slice(prefix.length, -1));
        if (name !== undefined) dirs.push(name);
      }
    }
    if (!isThere) return { status: 'absent' };
    for (const name of dirs) mark.addFolder(name);
    for (const file of files) mark.addFile(file);
    return {
      status: 'listed',
      mark: mark.value,
      dirs: inNaturalOrder(dirs, (name) => name),
      files: inNaturalOrder(files, (file) => file.key),
    };
  }

  private async readPointer(object: ListedKey): Promise<PointerText> {
    const mark = new FolderMark();
    mark.addPointer(object);
    if (object.size > pointerBytesMax) return { text: null, mark: mark.value };
    const [client, { GetObjectCommand }] = await Promise.all([this.client(), import('./sdk.ts')]);
    try {
      const wish = new GetObjectCommand({ Bucket: this.location.bucket, Key: object.key });
      const { Body } = await client.send(wish, soon());
      return { text: (await Body?.transformToString()) ?? null, mark: mark.value };
    } catch (error) {
      if (s3Failure(error) === 'denied') return { text: null, mark: mark.value };
      throw error;
    }
  }

  /** Keys after which another listing begins, beside the others; the last one has no end. */
  private endsOfShares(sample: readonly GalleryPath[]): (string | undefined)[] {
    const keys = sample.flatMap((path) => objectKey(this.location, path) ?? []);
    return [...new Set(keys.sort(compareKeys)), undefined];
  }

  private async addKeys(
    client: S3Client,
    tree: MarkedTree,
    after: string | undefined,
    end: string | undefined,
  ): Promise<void> {
    const wish = { Prefix: this.location.prefix, ...(after === undefined ? {} : { StartAfter: after }) };
    for await (const { objects } of listKeys(client, this.location, wish)) {
      const last = objects.at(-1);
      const beyond = last && end !== undefined && compareKeys(last.key, end) >= 0 ? end : undefined;
      for (const object of objects) if (beyond === undefined || compareKeys(object.key, beyond) <= 0) tree.add(object);
      if (beyond !== undefined) return;
    }
  }
}
