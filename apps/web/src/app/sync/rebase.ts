import type { LabelField, LabelPatch } from '#contracts';
import { cleanTags, holdsAll } from './apply-edits.ts';
import type { ItemEdit, KnownLabel, Replaced } from './edit.ts';

export type Rebased =
  /** Everything that it wants is there: nothing is left to be sent. */
  | { readonly kind: 'settled' }
  /** The same wish, against what is there now. */
  | { readonly kind: 'again'; readonly edit: ItemEdit }
  /** Two people wrote notes. Only a person can tell which are right. */
  | { readonly kind: 'conflict'; readonly edit: ItemEdit };

/**
 * Brings an edit to what is there now, after somebody else wrote. Tags are added and removed wherever they are; a star takes the place
 * of theirs and says so; notes go on unless theirs changed. An edit of notes and more waits as a whole: it was one gesture, and
 * a choice about it is one choice ("Keep theirs" gives up the notes only, see the outbox).
 *
 * The key is that of the new request. It has to be another one once the edit was sent: a refusal is not remembered, so that the
 * old key still stands for nothing, but a late copy of the old request could yet be taken under it.
 */
export function rebase(
  edit: ItemEdit,
  current: KnownLabel,
  changedFields: readonly LabelField[],
  key: string,
): Rebased {
  const { base, patch } = edit;
  if (holdsAll(current, patch)) return { kind: 'settled' };
  const { set_notes: notes, set_star: star } = patch;
  // Somebody's text that is the same as before, or the same as ours, is no loss when ours takes its place.
  const isClash =
    notes !== undefined && changedFields.includes('notes') && current.notes !== notes && current.notes !== base.notes;
  if (isClash) return { kind: 'conflict', edit: { ...edit, state: 'conflict', theirs: current } };
  const isReplacing =
    star !== undefined && changedFields.includes('star') && current.star !== star && current.star !== base.star;
  // Who wrote last need not be who gave the star, but is the best that an answer says.
  const replaced: Replaced | null = isReplacing
    ? { field: 'star', mine: star, theirs: current.star, by: current.updatedBy }
    : (edit.replaced ?? null);
  const tagsAsWished = changedFields.includes('tags') ? wishOf(patch, edit.seen) : patch;
  const again: ItemEdit = {
    ...edit,
    key,
    state: 'waiting',
    tries: 0,
    trouble: null,
    patch: tagsAsWished,
    base: current,
    theirs: null,
    replaced,
  };
  // A list of tags that says nothing new is no wish any more; without it the rest may be there already.
  return holdsAll(current, tagsAsWished) ? { kind: 'settled' } : { kind: 'again', edit: again };
}

/** A whole list of tags, as what it did to the tags that the person saw. Their order is that of what is there. */
function wishOf(patch: LabelPatch, seen: KnownLabel): LabelPatch {
  if (patch.set_tags === undefined) return patch;
  const { set_tags, add_tags = [], remove_tags = [], ...rest } = patch;
  const removed = new Set(cleanTags(remove_tags));
  const wanted = [...new Set([...cleanTags(set_tags).filter((tag) => !removed.has(tag)), ...cleanTags(add_tags)])];
  const gone = seen.tags.filter((tag) => !wanted.includes(tag));
  const added = wanted.filter((tag) => !seen.tags.includes(tag));
  const kept = [...removed].filter((tag) => !wanted.includes(tag));
  const remove = [...new Set([...gone, ...kept])];
  return {
    ...rest,
    ...(added.length > 0 ? { add_tags: added } : {}),
    ...(remove.length > 0 ? { remove_tags: remove } : {}),
  };
}
