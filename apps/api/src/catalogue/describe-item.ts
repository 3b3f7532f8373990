import type { ItemRow } from '#contracts';
import type { Labels } from '../persistence/label-book.ts';
import { isoTime } from '../shared/iso-time.ts';
import type { Catalogue, Row } from './catalogue.ts';
import { itemFlags } from './item-flags.ts';
import { metricsOf } from './item-metrics.ts';

/** An item as lists and grids show it. */
export function describeItem(catalogue: Catalogue, labels: Labels, row: Row): ItemRow {
  const { columns } = catalogue;
  const path = catalogue.pathOf(row);
  const label = labels.read(path);
  const problem = catalogue.problemOf(row);
  const [metrics, categories] = [metricsOf(catalogue, row, label.metrics), catalogue.values.categoriesOf(row)];
  return {
    path,
    name: catalogue.nameOf(row),
    type: catalogue.typeOf(row),
    w: columns.width[row] ?? 0,
    h: columns.height[row] ?? 0,
    size: columns.size[row] ?? 0,
    hasThumb: catalogue.has(row, itemFlags.hasThumb),
    hasMeta: catalogue.has(row, itemFlags.hasMeta),
    addedAt: isoTime(columns.mtime[row] ?? 0),
    fingerprint: catalogue.fingerprintOf(row),
    ...(problem === undefined ? {} : { problem }),
    star: label.star,
    tags: [...label.tags],
    comments: label.notes,
    ...(metrics ? { metrics } : {}),
    ...(categories ? { categories } : {}),
    version: label.version,
    ...(label.updatedAt > 0 ? { updatedAt: isoTime(label.updatedAt) } : {}),
  };
}
