import { Refusal } from './refusal.ts';

/** Tags in one cell of a table: a semicolon between two, a backslash before a semicolon or backslash of their own. */
export function tagList(tags: readonly string[]): string {
  return tags.map((tag) => tag.replaceAll(/[\\;]/g, '\\$&')).join(';');
}

export function tagsOfList(text: string): string[] {
  const tags: string[] = [];
  let tag = '';
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === ';') {
      tags.push(tag);
      tag = '';
      continue;
    }
    if (text[at] === '\\') {
      at += 1;
      if (text[at] !== ';' && text[at] !== '\\') throw new Refusal('In tags, a \\ must stand before a \\ or a ;.');
    }
    tag += text[at] ?? '';
  }
  return [...tags, tag];
}
