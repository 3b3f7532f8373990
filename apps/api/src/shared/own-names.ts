import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { nameFromKey } from './file-name-key.ts';
import { storableName } from './workspace-path.ts';

/** What a file of ours that lies beside an image is called after that image's name. */
export const endings = { thumb: '.thumbnail', sidecar: '.json' } as const;

/** The longest name that every file system takes, less room for the longest ending. */
const nameBytesMax = 255 - endings.thumb.length;
const nameBytesKept = 180;

const ownOfFolder = /^_(?:index(?:_\d+)?|rollup|health)\.json$/;
const unfinished = /^\.lenslet-[\w-]{12}\.tmp$/;

/**
 * The name of an image, so short that an ending fits behind it: as it is, or its first 180 bytes and a hash. Bytes where
 * the name is not text.
 */
export function stemBeside(imageName: string): string | Buffer {
  const name = nameFromKey(imageName);
  if (typeof name === 'string') return storableName(name);
  if (name.length <= nameBytesMax) return name;
  const hash = createHash('sha256').update(name).digest('base64url').slice(0, 22);
  return Buffer.concat([name.subarray(0, nameBytesKept), Buffer.from(`~${hash}`)]);
}

/** A file that we put into folders of the gallery, sidecars aside: what happens to it tells nothing of the images. */
export function isOwnName(name: string): boolean {
  return name.endsWith(endings.thumb) || ownOfFolder.test(name);
}

/** What a server that was killed while it wrote has left beside the images. */
export function isUnfinished(name: string): boolean {
  return unfinished.test(name);
}
