import { Buffer } from 'node:buffer';

// A byte order mark is a part of the name that it begins.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** What is known of one image without opening it, and what an earlier reading of its header left behind. */
export interface ListedFile {
  readonly key: string;
  readonly type: number;
  readonly size: number;
  readonly mtime: number;
  readonly inode: number;
  readonly header?: KnownHeader;
  /** Why nothing can be read of it, where that is known without opening it. */
  readonly problem?: 'missing' | 'denied';
  /** Another server has it: nothing is read of it until somebody asks. */
  readonly isRemote?: true;
}

/** Stands in place of an inode where there is no file: rows of a table are shown all the same. */
export const noFile = -1;

export interface KnownHeader {
  readonly width: number;
  readonly height: number;
  /** When the picture was taken, as milliseconds of the camera's own time; NaN when it does not say. */
  readonly taken: number;
  readonly flags: number;
}

/**
 * The images of one folder in natural order, as columns. Half a million files would be half a million objects
 * otherwise, built in one thread, copied to another and thrown away there.
 */
export interface Listing {
  /** The folder's own, as its lister gives it. */
  readonly mark: number;
  readonly dirs: readonly string[];
  readonly count: number;
  /** All keys as UTF-8, one after the other; `ends` says where each one ends. */
  readonly keys: Uint8Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
  readonly types: Uint8Array<ArrayBuffer>;
  readonly sizes: Float64Array<ArrayBuffer>;
  readonly mtimes: Float64Array<ArrayBuffer>;
  readonly inodes: Float64Array<ArrayBuffer>;
  readonly widths: Uint32Array<ArrayBuffer>;
  readonly heights: Uint32Array<ArrayBuffer>;
  readonly takens: Float64Array<ArrayBuffer>;
  readonly flags: Uint8Array<ArrayBuffer>;
}

/** `files` must be in natural order already. */
export function packListing(mark: number, dirs: readonly string[], files: readonly ListedFile[]): Listing {
  const count = files.length;
  const encoded = files.map((file) => Buffer.from(file.key));
  const listing = emptyListing(
    mark,
    dirs,
    count,
    encoded.reduce((sum, key) => sum + key.length, 0),
  );
  let end = 0;
  files.forEach((file, at) => {
    const key = encoded[at] ?? Buffer.alloc(0);
    listing.keys.set(key, end);
    end += key.length;
    listing.ends[at] = end;
    listing.types[at] = file.type;
    listing.sizes[at] = file.size;
    listing.mtimes[at] = file.mtime;
    listing.inodes[at] = file.inode;
    if (!file.header) return;
    listing.widths[at] = file.header.width;
    listing.heights[at] = file.header.height;
    listing.takens[at] = file.header.taken;
    listing.flags[at] = file.header.flags;
  });
  return listing;
}

/**
 * All columns in one piece of memory, the widest first so that each is aligned: a piece per column and folder
 * would leave the process with a hundred thousand small holes.
 */
function emptyListing(mark: number, dirs: readonly string[], count: number, keyBytes: number): Listing {
  const buffer = new ArrayBuffer(count * (4 * 8 + 3 * 4 + 2) + keyBytes);
  let offset = 0;
  const next = (bytes: number): number => {
    offset += bytes;
    return offset - bytes;
  };
  return {
    mark,
    dirs,
    count,
    sizes: new Float64Array(buffer, next(count * 8), count),
    mtimes: new Float64Array(buffer, next(count * 8), count),
    inodes: new Float64Array(buffer, next(count * 8), count),
    takens: new Float64Array(buffer, next(count * 8), count).fill(NaN),
    ends: new Uint32Array(buffer, next(count * 4), count),
    widths: new Uint32Array(buffer, next(count * 4), count),
    heights: new Uint32Array(buffer, next(count * 4), count),
    types: new Uint8Array(buffer, next(count), count),
    flags: new Uint8Array(buffer, next(count), count),
    keys: new Uint8Array(buffer, next(keyBytes), keyBytes),
  };
}

/** The keys again, one by one. */
export function* namesIn({ count, keys, ends }: Listing): Generator<string> {
  for (let at = 0; at < count; at += 1) yield decoder.decode(keys.subarray(at === 0 ? 0 : ends[at - 1], ends[at]));
}

/** The memory of a listing, so that a thread can hand it over instead of copying it. */
export function transferable(listing: Listing): ArrayBuffer {
  return listing.keys.buffer;
}
