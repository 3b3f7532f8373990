import type { BrowseQuery, Sort } from '#contracts';
import { filterWords } from '../state/filter-words.ts';
import { nameOf } from '../state/place.ts';
import { visibleText } from '../ui/visible-text.ts';

const keys: Readonly<Record<string, string>> = {
  added_at: 'date added',
  updated_at: 'last change',
  star: 'stars',
};

/** What a question asks for, on one line. */
export function queryWords({ path, recursive, text, sort, filters }: BrowseQuery): string {
  const folder = path === '/' ? (recursive ? 'Whole gallery' : 'Top folder') : visibleText(nameOf(path));
  const parts = [
    path !== '/' && recursive ? `${folder} and below` : folder,
    text === undefined ? '' : `“${visibleText(text)}”`,
    ...(filters?.and ?? []).map((filter) => visibleText(filterWords(filter))),
    sortWords(sort),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function sortWords({ key, dir }: Sort): string {
  if (key === 'random') return 'in random order';
  if (key === 'relevance') return 'best match first';
  const name = visibleText(keys[key] ?? key.replace(/^metric:/, ''));
  return `by ${name}${dir === 'desc' ? ', descending' : ''}`;
}
