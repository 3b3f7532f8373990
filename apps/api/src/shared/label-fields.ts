import { Buffer } from 'node:buffer';
import { limits, stars, type ItemPatch, type ItemReplacement, type LabelPatch, type Star } from '#contracts';
import { characterCount } from './character-count.ts';
import { integerAt, listAt, objectAt, refused, refuseOthers, textAt, type Fields } from './body-fields.ts';

/** By hand, because these are the requests that come by the thousand: the classes that guard others take 40 µs each. */
export function parseItemPatch(body: unknown): ItemPatch {
  const fields = objectAt(body, 'body');
  refuseOthers(fields, ['base_version', 'set_star', 'set_notes', 'set_tags', 'add_tags', 'remove_tags']);
  return { ...baseVersionIn(fields), ...labelPatchIn(fields) };
}

export function parseItemReplacement(body: unknown): ItemReplacement {
  const fields = objectAt(body, 'body');
  refuseOthers(fields, ['base_version', 'tags', 'notes', 'star']);
  const { tags, notes, star } = fields;
  return {
    ...baseVersionIn(fields),
    tags: tagsAt(tags, 'tags'),
    notes: notesAt(notes, 'notes'),
    star: starAt(star, 'star'),
  };
}

export function labelPatchIn(fields: Fields, within = ''): LabelPatch {
  const { set_star, set_notes, set_tags, add_tags, remove_tags } = fields;
  return {
    ...(set_star === undefined ? {} : { set_star: starAt(set_star, `${within}set_star`) }),
    ...(set_notes === undefined ? {} : { set_notes: notesAt(set_notes, `${within}set_notes`) }),
    ...(set_tags === undefined ? {} : { set_tags: tagsAt(set_tags, `${within}set_tags`) }),
    ...(remove_tags === undefined ? {} : { remove_tags: tagsAt(remove_tags, `${within}remove_tags`) }),
    ...(add_tags === undefined ? {} : { add_tags: tagsAt(add_tags, `${within}add_tags`) }),
  };
}

export function baseVersionIn({ base_version }: Fields): { base_version?: number } {
  if (base_version === undefined) return {};
  return { base_version: integerAt(base_version, 'base_version', 1, Number.MAX_SAFE_INTEGER) };
}

export function starAt(value: unknown, field: string): Star {
  const star = stars.find((each) => each === value);
  if (star === undefined)
    throw refused(field, value === undefined ? 'is missing' : 'must be a whole number from 0 to 5, or null');
  return star;
}

/** Trimmed, in one Unicode form, without empty ones, each once; in the order in which they were given. */
export function tagsAt(value: unknown, field: string): string[] {
  const tags = new Set<string>();
  for (const each of listAt(value, field, limits.tagsPerItem)) {
    const tag = textAt(each, field).trim().normalize('NFC');
    refuseNul(tag, field);
    if (tag.length > limits.tagCharacters && characterCount(tag) > limits.tagCharacters) {
      throw refused(field, `must have tags of at most ${String(limits.tagCharacters)} characters`);
    }
    if (tag !== '') tags.add(tag);
  }
  return [...tags];
}

function notesAt(value: unknown, field: string): string {
  const notes = textAt(value, field);
  refuseNul(notes, field);
  if (Buffer.byteLength(notes) <= limits.notesBytes) return notes;
  throw refused(field, `must have at most ${String(limits.notesBytes)} bytes`);
}

/** No person types it, and some databases cannot keep it. */
function refuseNul(text: string, field: string): void {
  if (text.includes('\0')) throw refused(field, 'must not hold a NUL character');
}
