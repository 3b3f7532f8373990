import type { NotesFilter, StarsFilter, TagsFilter, TimeRange, UpdatedByFilter, WorkedFilter } from '#contracts';
import type { LabelTable } from '../../persistence/label-table.ts';
import type { Condition, Ground } from './condition.ts';
import { isInTextCondition, isInTimeRange } from './ranges.ts';

export function starsCondition(table: LabelTable, { in: stars }: StarsFilter['stars']): Condition {
  const wanted = new Set(stars);
  return (_, label) => wanted.has(table.starOf(label));
}

export function tagsCondition(table: LabelTable, { all = [], any, none = [] }: TagsFilter['tags']): Condition {
  const isWanted = table.tagFilter(
    (tags) =>
      all.every((tag) => tags.includes(tag)) &&
      (any === undefined || any.some((tag) => tags.includes(tag))) &&
      !none.some((tag) => tags.includes(tag)),
  );
  return (_, label) => isWanted(label);
}

export function notesCondition(table: LabelTable, condition: NotesFilter['notes']): Condition {
  const isWanted = isInTextCondition(condition);
  const isEmptyWanted = isWanted('');
  return (_, label) => {
    const notes = table.notesOf(label);
    return notes === '' ? isEmptyWanted : isWanted(notes);
  };
}

export function updatedByCondition(table: LabelTable, { in: names }: UpdatedByFilter['updated_by']): Condition {
  const wanted = new Set<string | undefined>(names);
  return (_, label) => wanted.has(table.authorOf(label));
}

export function updatedAtCondition(table: LabelTable, range: TimeRange): Condition {
  const isWanted = isInTimeRange(range);
  return (_, label) => {
    const at = table.updatedAtOf(label);
    return at !== 0 && isWanted(at);
  };
}

/** What was done to an image is known by its label. */
export function workedCondition({ worked }: Ground, asked: WorkedFilter['worked']): Condition {
  const isWanted = worked.holdsFor(asked);
  return (_, label) => isWanted(label);
}
