import type { Comparison, Filter, Star, TextCondition, TimeRange } from '#contracts';
import { personToChoose } from './person-words.ts';
import { bytes, count, numberWords } from './quantities.ts';
import { workedWords } from './worked-words.ts';

const signs: Readonly<Record<Comparison, string>> = { '<': '<', '<=': '≤', '=': '=', '>=': '≥', '>': '>' };
const dates = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' });

/** A condition in few words, as it stands on its chip. */
export function filterWords(filter: Filter): string {
  if ('stars' in filter) return starsWords(filter.stars.in);
  if ('tags' in filter) return tagsWords(filter.tags);
  if ('labelled' in filter) return filter.labelled.is ? 'Labelled' : 'Not labelled';
  if ('name' in filter) return `Name ${wording(filter.name)}`;
  if ('notes' in filter) return `Notes ${wording(filter.notes)}`;
  if ('updated_by' in filter) return `By ${filter.updated_by.in.map(personToChoose).join(' or ')}`;
  if ('updated_at' in filter) return `Changed ${timeWords(filter.updated_at)}`;
  if ('added_at' in filter) return `Added ${timeWords(filter.added_at)}`;
  if ('width' in filter) return `Width ${signs[filter.width.op]} ${count(filter.width.value)}`;
  if ('height' in filter) return `Height ${signs[filter.height.op]} ${count(filter.height.value)}`;
  if ('size' in filter) return `Size ${signs[filter.size.op]} ${bytes(filter.size.value)}`;
  if ('type' in filter) return filter.type.in.map(typeWord).join(' or ');
  if ('metric' in filter) return metricWords(filter.metric);
  if ('category' in filter) return `${filter.category.key}: ${filter.category.in.map(valueWord).join(' or ')}`;
  if ('part' in filter) return `Part ${String(filter.part.index)} of ${String(filter.part.of)}`;
  if ('worked' in filter) return workedWords(filter.worked);
  if ('or' in filter) return filter.or.map(filterWords).join(' or ');
  return `Not: ${filterWords(filter.not)}`;
}

/** `image/jpeg` is JPEG to people. */
export function typeWord(type: string): string {
  return type.replace(/^image\//, '').toUpperCase();
}

/** A cell of a table may hold an empty text, which is a value like any other. */
export function valueWord(value: string): string {
  return value === '' ? 'empty' : value;
}

export function starWord(star: Star): string {
  return star === null ? 'No star' : `★${String(star)}`;
}

function starsWords(stars: readonly Star[]): string {
  const [only] = stars;
  if (stars.length === 1 && only === null) return 'Unrated';
  return stars.map((star) => (star === null ? 'no star' : `★${String(star)}`)).join(' or ');
}

function tagsWords({ all = [], any = [], none = [] }: { all?: string[]; any?: string[]; none?: string[] }): string {
  return [
    all.join(' and '),
    any.length > 1 && all.length > 0 ? `(${any.join(' or ')})` : any.join(' or '),
    none.length === 0 ? '' : `not ${none.join(', not ')}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function wording({ contains, not_contains }: TextCondition): string {
  return [
    contains === undefined ? '' : `with “${contains}”`,
    not_contains === undefined ? '' : `without “${not_contains}”`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function timeWords({ from, to }: TimeRange): string {
  if (from !== undefined && to !== undefined) return `${day(from)} – ${day(dayBefore(to))}`;
  return from !== undefined ? `since ${day(from)}` : `before ${day(to ?? '')}`;
}

function metricWords({
  key,
  min,
  max,
  missing,
}: {
  key: string;
  min?: number;
  max?: number;
  missing?: boolean;
}): string {
  const range =
    min !== undefined && max !== undefined
      ? ` ${numberWords(min)} – ${numberWords(max)}`
      : min !== undefined
        ? ` ≥ ${numberWords(min)}`
        : max !== undefined
          ? ` ≤ ${numberWords(max)}`
          : '';
  if (missing === true) return range === '' ? `Without ${key}` : `${key}${range} or none`;
  return range === '' ? `With ${key}` : `${key}${range}`;
}

/** The end of a range of days is the day after its last. */
function dayBefore(iso: string): string {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? iso : new Date(time - 1).toISOString();
}

function day(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : dates.format(time);
}
