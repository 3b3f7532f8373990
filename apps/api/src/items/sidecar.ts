import type { Sidecar } from '#contracts';
import type { Catalogue, Row } from '../catalogue/catalogue.ts';
import { metricsOf } from '../catalogue/item-metrics.ts';
import type { Label } from '../persistence/label.ts';
import { isoTime } from '../shared/iso-time.ts';

/** The label of an item together with what its file and its source say of it, as long as it is there. */
export function sidecarOf(catalogue: Catalogue, row: Row | undefined, label: Label): Sidecar {
  const { width, height, taken } = catalogue.columns;
  const at = row ?? -1;
  const takenAt = taken[at] ?? NaN;
  const [metrics, categories] = [metricsOf(catalogue, at, label.metrics), catalogue.values.categoriesOf(at)];
  return {
    v: 1,
    path: label.path,
    tags: [...label.tags],
    notes: label.notes,
    exif: {
      width: width[at] ?? 0,
      height: height[at] ?? 0,
      // The camera's own time: without a zone, as it was written.
      ...(Number.isNaN(takenAt) ? {} : { createdAt: isoTime(takenAt).slice(0, 19) }),
    },
    star: label.star,
    ...(metrics ? { metrics } : {}),
    ...(categories ? { categories } : {}),
    version: label.version,
    updated_at: label.updatedAt === 0 ? '' : isoTime(label.updatedAt),
    updated_by: label.updatedBy,
  };
}
