import { Refusal } from './refusal.ts';

/** No image has as many; of 64 MiB of semicolons the list alone would be most of the memory of a thread. */
const tagsMax = 100_000;

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
      if (tags.length > tagsMax) throw new Refusal(`One cell holds more than ${String(tagsMax)} tags.`);
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
