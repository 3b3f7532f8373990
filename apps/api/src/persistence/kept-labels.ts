import type { GalleryPath } from '../shared/gallery-path.ts';
import { starIn, type LabelColumns } from './label-columns.ts';
import type { Label } from './label.ts';
import { unpackMetrics } from './packed-metrics.ts';

/** Labels of some items as the store keeps them: all fields, and metrics in the order in which they came. */
export interface KeptLabels {
  readonly labels: LabelColumns;
  /** Of each label the place of its path among those that were asked for, the first place first. */
  readonly places: Uint32Array;
  /** Of each label the write that made it so; 0 when it came with a file. */
  readonly seqs: Float64Array;
  /** What other programs left on some of them, as JSON, by the place of the label. */
  readonly extras: readonly (readonly [number, string])[];
}

/** By the places of their paths. */
export function unpackKept({ labels, places, extras }: KeptLabels, paths: readonly GalleryPath[]): Map<number, Label> {
  const metrics = unpackMetrics(labels.metrics);
  const notes = new Map(labels.notes);
  const others = new Map(extras);
  const found = new Map<number, Label>();
  for (const [at, place] of places.entries()) {
    const extra = others.get(at);
    found.set(place, {
      path: paths[place] ?? '',
      version: labels.versions[at] ?? 1,
      star: starIn(labels, at),
      tags: labels.tagLists[labels.tags[at] ?? 0] ?? [],
      notes: notes.get(at) ?? '',
      metrics: metrics.get(at),
      updatedAt: labels.updatedAt[at] ?? 0,
      updatedBy: labels.authors[labels.updatedBy[at] ?? 0] ?? '',
      extra: extra === undefined ? undefined : (JSON.parse(extra) as Label['extra']),
    });
  }
  return found;
}
