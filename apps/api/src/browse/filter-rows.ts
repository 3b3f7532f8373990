import type { Filter, TagsFilter } from '#contracts';
import type { RowLabels } from '../catalogue/row-labels.ts';
import type { LabelId, LabelTable } from '../persistence/label-table.ts';
import { Breather } from '../shared/breather.ts';

type Condition = (label: LabelId) => boolean;

const rowsBetweenLooks = 4096;

/** Those rows for which all filters hold, in their order. Lists of tags are decided once each, not once per image. */
export async function filterRows(
  rows: Uint32Array,
  filters: readonly Filter[],
  labels: RowLabels,
): Promise<Uint32Array> {
  await labels.link();
  const { table } = labels;
  const { revision } = table;
  const condition = (): Condition => every(filters.map((filter) => conditionOf(filter, table)));
  const decided = new Uint8Array(rows.length);
  const isWanted = condition();
  const breather = new Breather();
  for (let at = 0; at < rows.length; at += 1) {
    decided[at] = isWanted(labels.labelOf(rows[at] ?? 0)) ? 1 : 0;
    if (at % rowsBetweenLooks === 0 && breather.isDue()) await breather.breathe();
  }
  if (table.revision !== revision) {
    // Writes that came in between were seen on some rows and not on others: what they changed is decided again, at once.
    await labels.link();
    const isWantedNow = condition();
    for (let at = 0; at < rows.length; at += 1) {
      const label = labels.labelOf(rows[at] ?? 0);
      if (table.changes.hasChangedSince(label, revision)) decided[at] = isWantedNow(label) ? 1 : 0;
    }
  }
  return rows.filter((_, at) => decided[at] === 1);
}

function conditionOf(filter: Filter, table: LabelTable): Condition {
  if ('stars' in filter) {
    const wanted = new Set(filter.stars.in);
    return (label) => wanted.has(table.starOf(label));
  }
  if ('tags' in filter) return table.tagFilter((tags) => areTagsWanted(tags, filter.tags));
  if ('labelled' in filter) return (label) => table.isLabelled(label) === filter.labelled.is;
  if ('or' in filter) return some(filter.or.map((each) => conditionOf(each, table)));
  const inner = conditionOf(filter.not, table);
  return (label) => !inner(label);
}

function areTagsWanted(tags: readonly string[], { all = [], any, none = [] }: TagsFilter['tags']): boolean {
  return (
    all.every((tag) => tags.includes(tag)) &&
    (any === undefined || any.some((tag) => tags.includes(tag))) &&
    !none.some((tag) => tags.includes(tag))
  );
}

function every(conditions: readonly Condition[]): Condition {
  const [only] = conditions;
  if (only && conditions.length === 1) return only;
  return (label) => conditions.every((condition) => condition(label));
}

function some(conditions: readonly Condition[]): Condition {
  return (label) => conditions.some((condition) => condition(label));
}
