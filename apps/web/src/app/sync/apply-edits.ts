import type { LabelPatch, Star } from '#contracts';
import type { ItemEdit, KnownLabel } from './edit.ts';

interface Written {
  readonly star: Star;
  readonly tags: readonly string[];
  readonly notes: string;
}

/**
 * What a person sees: what the server knows, and on top of it everything they did that is not done yet, in its order. Edits that
 * stand still are painted as well: the text that was typed stays on the screen until the person has chosen.
 */
export function painted(known: KnownLabel, edits: readonly ItemEdit[]): KnownLabel {
  const written = edits.reduce<Written>((label, { patch }) => patched(label, patch), known);
  return { ...known, star: written.star, tags: written.tags, notes: written.notes };
}

/** As the server does it: tags are set, then removed, then added. */
export function patched(label: Written, patch: LabelPatch): Written {
  const { set_star: star, set_notes: notes, set_tags, add_tags, remove_tags } = patch;
  let tags = set_tags === undefined ? label.tags : cleanTags(set_tags);
  if (remove_tags !== undefined) {
    const removed = new Set(cleanTags(remove_tags));
    tags = tags.filter((tag) => !removed.has(tag));
  }
  if (add_tags !== undefined) tags = [...new Set([...tags, ...cleanTags(add_tags)])];
  return { star: star === undefined ? label.star : star, tags, notes: notes ?? label.notes };
}

/** The patch would change nothing. */
export function holdsAll(label: Written, patch: LabelPatch): boolean {
  const after = patched(label, patch);
  return (
    after.star === label.star &&
    after.notes === label.notes &&
    after.tags.length === label.tags.length &&
    after.tags.every((tag, at) => tag === label.tags[at])
  );
}

/** As the server does it: trimmed, in one Unicode form, without empty ones, each once, in their order. */
export function cleanTags(tags: readonly string[]): readonly string[] {
  return [...new Set(tags.map((tag) => tag.trim().normalize('NFC')).filter((tag) => tag !== ''))];
}
