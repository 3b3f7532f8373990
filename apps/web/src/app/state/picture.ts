import type { ItemRow } from '#contracts';
import type { Original, Originals } from './originals.ts';
import type { ThumbLoader, ThumbOf } from './thumb-loader.ts';

/** One image as it is drawn, with everything that belongs to it changed in the same breath. */
export interface Picture {
  /** Another key is another picture. */
  readonly key: string;
  readonly of: ThumbOf;
  readonly size: { readonly width: number; readonly height: number };
  readonly thumb: string | null;
  readonly original: Original | null;
  /** It may have clear parts: then nothing may shine through from below. */
  readonly mayBeClear: boolean;
}

/** The best that is here of an image, as one value. Reads signals; null when it is known that it cannot be shown. */
export function pictureOf(item: ItemRow | null, thumbs: ThumbLoader, originals: Originals): Picture | null {
  if (item === null || item.problem !== undefined) return null;
  const original = originals.of(item);
  const thumb = thumbs.of(item)();
  return {
    key: `${item.fingerprint}\n${item.path}`,
    of: item,
    size: sizeOf(item, original?.state() === 'ready' ? original.element : null),
    thumb: thumb.kind === 'ready' ? thumb.url : null,
    original,
    mayBeClear: item.type !== 'image/jpeg',
  };
}

function sizeOf(item: ItemRow, element: HTMLImageElement | null): Picture['size'] {
  if (item.w > 0 && item.h > 0) return { width: item.w, height: item.h };
  return { width: element?.naturalWidth ?? 256, height: element?.naturalHeight ?? 256 };
}
