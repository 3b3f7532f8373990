import type { Buffer } from 'node:buffer';
import { hash } from 'node:crypto';
import { parseStrictJson } from '../shared/strict-json.ts';
import { labelFromFields } from '../persistence/labels-file/label-from-fields.ts';
import { isRecord } from '../persistence/labels-file/plain-data.ts';
import { timeText } from '../persistence/labels-file/item-line.ts';
import type { Label } from '../persistence/label.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';

/** What the header of an image tells, as its sidecar repeats it. */
export interface SidecarExif {
  readonly width: number;
  readonly height: number;
  readonly createdAt?: string;
}

/** A sidecar as it was read. */
export type FoundSidecar =
  | { readonly kind: 'absent' }
  /** It is not believed, and never written over. */
  | { readonly kind: 'broken'; readonly why: string }
  /** `isOurs`: it says what this very store wrote last, and nobody has changed that since. */
  | { readonly kind: 'good'; readonly isOurs: boolean; readonly label: Label; readonly fields: SidecarFields };

/** All that stands in the file; what we do not know is kept. */
export type SidecarFields = Readonly<Record<string, unknown>>;

type Content = Pick<Label, 'tags' | 'notes' | 'star' | 'metrics' | 'updatedAt' | 'updatedBy' | 'version'>;

/** Notes have 16 KiB; the rest is for whatever other programs keep there. */
export const sidecarBytesMax = 256 * 1024;

export function readSidecar(bytes: Buffer | undefined, path: GalleryPath, storeId: string): FoundSidecar {
  if (bytes === undefined) return { kind: 'absent' };
  if (bytes.length > sidecarBytesMax) return broken('it is larger than 256 KiB');
  try {
    const fields = parseStrictJson(bytes);
    if (!isRecord(fields)) return broken('it is no object');
    if (fields['v'] !== 1) return broken('it has no "v": 1, so it is not a sidecar that this version knows');
    const { tags, notes, star, metrics, updatedAt, updatedBy, version } = fields;
    const label = labelFromFields(path, { tags, notes, star, metrics, updatedAt, updatedBy, version });
    return { kind: 'good', isOurs: fields['check'] === checkOf(label, storeId), label, fields };
  } catch (error) {
    return broken((error as Error).message.replace('The body', 'the file'));
  }
}

/** `fields`: what stands there now, of which we keep what is not ours. */
export function sidecarText(
  label: Label,
  storeId: string,
  exif: SidecarExif | null,
  fields: SidecarFields = {},
): string {
  const { tags, notes, star, metrics, updatedAt, updatedBy, version } = label;
  const known = isRecord(fields['exif']) ? fields['exif'] : {};
  const own = {
    v: 1,
    tags,
    notes,
    star,
    metrics,
    exif: exif ? { ...known, ...exif } : fields['exif'],
    updatedAt: timeText(updatedAt),
    updatedBy,
    version,
    check: checkOf(label, storeId),
  };
  // Twice: first for the order in which they stand, then so that no unknown field takes the place of one of them.
  return `${JSON.stringify({ ...own, ...fields, ...own }, undefined, 2)}\n`;
}

const ownFields = ['v', 'tags', 'notes', 'star', 'metrics', 'exif', 'updatedAt', 'updatedBy', 'version', 'check'];

/** Other programs keep something of theirs in it. */
export function holdsMore(fields: SidecarFields): boolean {
  return Object.keys(fields).some((name) => !ownFields.includes(name));
}

/**
 * Which store wrote which content. It tells, without a list of all that was ever written, whether somebody else has
 * changed the file since: another program does not know it, another Lenslet has another store.
 */
export function checkOf({ tags, notes, star, metrics, updatedAt, updatedBy, version }: Content, storeId = ''): string {
  const numbers = Object.entries(metrics ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const content = [storeId, tags, notes, star, numbers, timeText(updatedAt), updatedBy, version];
  return hash('sha256', JSON.stringify(content), 'base64url').slice(0, 22);
}

function broken(why: string): FoundSidecar {
  return { kind: 'broken', why };
}
