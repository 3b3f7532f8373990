import type { NameFilter, NumberCondition, PartFilter, TimeRange, TypeFilter } from '#contracts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { partOf } from '../../shared/hash-path.ts';
import type { Condition } from './condition.ts';
import { comparesWith, isInTextCondition, isInTimeRange } from './ranges.ts';

export function nameCondition(catalogue: Catalogue, condition: NameFilter['name']): Condition {
  const isWanted = isInTextCondition(condition);
  return (row) => isWanted(catalogue.nameOf(row));
}

export function addedAtCondition({ columns }: Catalogue, range: TimeRange): Condition {
  const isWanted = isInTimeRange(range);
  return (row) => isWanted(columns.mtime[row] ?? NaN);
}

export function sizeCondition({ columns }: Catalogue, condition: NumberCondition): Condition {
  const isWanted = comparesWith(condition);
  return (row) => isWanted(columns.size[row] ?? NaN);
}

/** 0 stands for a length that is not known: it is neither large nor small. */
export function lengthCondition(
  { columns }: Catalogue,
  side: 'width' | 'height',
  condition: NumberCondition,
): Condition {
  const isWanted = comparesWith(condition);
  return (row) => {
    const length = columns[side][row] ?? 0;
    return length !== 0 && isWanted(length);
  };
}

export function partCondition({ hashes }: Catalogue, { of, index }: PartFilter['part']): Condition {
  return (row) => partOf(hashes.of(row), of) === index;
}

export function typeCondition(catalogue: Catalogue, { in: types }: TypeFilter['type']): Condition {
  const wanted = new Set(types);
  return (row) => wanted.has(catalogue.typeOf(row));
}
