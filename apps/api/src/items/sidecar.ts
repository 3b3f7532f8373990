import type { Sidecar } from '#contracts';
import type { Catalogue, Row } from '../catalogue/catalogue.ts';
import type { Label } from '../persistence/label.ts';
import { isoTime } from '../shared/iso-time.ts';

/** The label of an item together with what its file says of itself. */
export function sidecarOf(catalogue: Catalogue, row: Row, label: Label): Sidecar {
  const { width, height, taken } = catalogue.columns;
  const takenAt = taken[row] ?? NaN;
  return {
    v: 1,
    path: label.path,
    tags: [...label.tags],
    notes: label.notes,
    exif: {
      width: width[row] ?? 0,
      height: height[row] ?? 0,
      // The camera's own time: without a zone, as it was written.
      ...(Number.isNaN(takenAt) ? {} : { createdAt: isoTime(takenAt).slice(0, 19) }),
    },
    star: label.star,
    ...(label.metrics ? { metrics: label.metrics } : {}),
    version: label.version,
    updated_at: label.updatedAt === 0 ? '' : isoTime(label.updatedAt),
    updated_by: label.updatedBy,
  };
}
