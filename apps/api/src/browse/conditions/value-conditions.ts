import type { CategoryFilter, MetricFilter } from '#contracts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { metricOf } from '../../catalogue/item-metrics.ts';
import type { Condition, Ground } from './condition.ts';

export function metricCondition(
  ground: Ground,
  { key, min = -Infinity, max = Infinity, missing = false }: MetricFilter['metric'],
): Condition {
  const valueOf = metricOf(ground, key);
  const isOnlyMissing = missing && min === -Infinity && max === Infinity;
  return (row, label) => {
    const value = valueOf(row, label);
    return Number.isNaN(value) ? missing : !isOnlyMissing && value >= min && value <= max;
  };
}

export function categoryCondition({ values }: Catalogue, { key, in: names }: CategoryFilter['category']): Condition {
  return values.isIn(key, names);
}
