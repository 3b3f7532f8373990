import type { Metrics } from '#contracts';
import type { LabelId } from '../persistence/label-id.ts';
import type { LabelTable } from '../persistence/label-table.ts';
import type { Catalogue, Row } from './catalogue.ts';
import type { RowLabels } from './row-labels.ts';

/*
 * The numbers of an item: those that jobs pushed to its label, and under all other names those that the source gives its
 * row. A job was asked to find out, and comes later than the table: its number wins.
 */

interface Ground {
  readonly catalogue: Catalogue;
  readonly table: LabelTable;
}

/** NaN when the item has none of that name. Good until the next write, and until another column is taken over. */
export function metricOf({ catalogue, table }: Ground, key: string): (row: Row, label: LabelId) => number {
  const [pushed, given] = [table.metrics.valueOf(key), catalogue.values.metric(key)];
  if (!given) return (_, label) => pushed(label);
  return (row, label) => {
    const value = pushed(label);
    return Number.isNaN(value) ? given(row) : value;
  };
}

/** All of them, where these were pushed. */
export function metricsOf(catalogue: Catalogue, row: Row, pushed: Metrics | undefined): Metrics | undefined {
  const given = catalogue.values.metricsOf(row);
  return given && pushed ? { ...given, ...pushed } : (pushed ?? given);
}

/** The names that some item has, in their order. */
export function metricKeys({ catalogue, table }: Ground): string[] {
  const [pushed, given] = [table.metrics.keys, catalogue.values.metricKeys];
  return given.length === 0 ? pushed : [...new Set([...pushed, ...given])].sort();
}

/** Every number of that name that stands for an item. For rows and labels that are linked. */
export function forEachMetric(labels: RowLabels, key: string, look: (row: Row, value: number) => void): void {
  const { catalogue, table } = labels;
  const [pushed, isPushed] = [table.metrics.valueOf(key), table.metrics.keys.includes(key)];
  table.metrics.forEach(key, (label, value) => {
    const row = labels.rowOf(label);
    if (row !== undefined) look(row, value);
  });
  catalogue.values.forEachMetric(key, (row, value) => {
    if (!isPushed || Number.isNaN(pushed(labels.labelOf(row)))) look(row, value);
  });
}
