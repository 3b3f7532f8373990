import { unpackKept } from '../persistence/kept-labels.ts';
import { defaultLabel, isLabelled, type Label } from '../persistence/label.ts';
import type { ExportedRow, ExportPlan, RowsPage } from './export-plan.ts';

/** Puts together what arrives in columns. Rows that are not wanted are left out. */
export function rowsOfPage(page: RowsPage, { metrics, onlyLabelled, format }: ExportPlan): ExportedRow[] {
  const paths = page.paths === '' ? [] : page.paths.split('\0');
  const labels = unpackKept(page.kept, paths);
  for (const [place, was] of page.former) {
    const { path = '', extra } = labels.get(place) ?? {};
    if (was) labels.set(place, { ...was, path, extra });
    else labels.delete(place);
  }
  const rows: ExportedRow[] = [];
  for (const [at, path] of paths.entries()) {
    const label = labels.get(at) ?? { ...defaultLabel(path), updatedBy: '' };
    if (onlyLabelled && !isLabelled(label)) continue;
    rows.push({
      label,
      width: page.widths[at] ?? 0,
      height: page.heights[at] ?? 0,
      size: page.sizes[at] ?? 0,
      numbers: format === 'csv' || format === 'parquet' ? numbersOf(label, metrics, page, at) : [],
      given: format === 'ndjson' ? givenAt(metrics, page, at) : undefined,
      categories: page.categories.map((names) => names[at]),
    });
  }
  return rows;
}

function numbersOf({ metrics: pushed }: Label, names: readonly string[], { given }: RowsPage, at: number): number[] {
  return names.map((name, column) => {
    const value = pushed?.[name];
    // A name that every object has, such as toString, stands for no number.
    return typeof value === 'number' ? value : (given[column]?.[at] ?? NaN);
  });
}

function givenAt(names: readonly string[], { given }: RowsPage, at: number): Record<string, number> | undefined {
  const found: [string, number][] = [];
  for (const [column, values] of given.entries()) {
    const value = values?.[at] ?? NaN;
    if (!Number.isNaN(value)) found.push([names[column] ?? '', value]);
  }
  return found.length === 0 ? undefined : Object.fromEntries(found);
}
