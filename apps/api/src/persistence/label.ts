import type { Metrics, Star } from '#contracts';
import type { GalleryPath } from '../shared/gallery-path.ts';

/** What people wrote on one item, and when. */
export interface Label {
  readonly path: GalleryPath;
  readonly version: number;
  readonly star: Star;
  readonly tags: readonly string[];
  readonly notes: string;
  readonly metrics?: Metrics | undefined;
  /** Milliseconds since 1970; 0 when nobody ever wrote. */
  readonly updatedAt: number;
  readonly updatedBy: string;
  /** Fields of labels.json that we do not know: they are kept, for whoever does. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined;
}

export function defaultLabel(path: GalleryPath): Label {
  return { path, version: 1, star: null, tags: [], notes: '', updatedAt: 0, updatedBy: 'server' };
}

/** Somebody wrote something on it that is still there. */
export function isLabelled({ star, tags, notes }: Pick<Label, 'star' | 'tags' | 'notes'>): boolean {
  return star !== null || tags.length > 0 || notes !== '';
}

/** It would be missed: written by people, or numbers that a job pushed, or what another program left here. */
export function isWorthKeeping(label: Label): boolean {
  return isLabelled(label) || label.metrics !== undefined || label.extra !== undefined;
}
