import type { GestureItem, LabelPatch, OperationChanges } from '#contracts';
import { changeWords, restoring } from '../state/change-words.ts';
import { imageLink, nameOf } from '../state/place.ts';
import { visibleText } from '../ui/visible-text.ts';

/** What was changed on one image, and how that is written back. */
export interface ChangedImage {
  readonly item: GestureItem;
  readonly name: string;
  /** null where there is no image any more. */
  readonly link: string | null;
  readonly words: readonly string[];
  readonly patch: LabelPatch | null;
}

/** What a gesture changed, by its images. */
export function changedImages(items: readonly GestureItem[]): ChangedImage[] {
  return items.map((item) => changedImage(item, item.changes));
}

/** A text that was written piece by piece, by the images of its last and its first piece: it began with what the first found. */
export function changedByWriting(last: readonly GestureItem[], first: readonly GestureItem[]): ChangedImage[] {
  const before = first[0]?.changes.notes?.[0];
  return last.map((item) => {
    const after = item.changes.notes?.[1];
    return changedImage(item, before === undefined || after === undefined ? {} : { notes: [before, after] });
  });
}

function changedImage(item: GestureItem, changes: OperationChanges): ChangedImage {
  return {
    item,
    name: visibleText(nameOf(item.path)),
    link: item.item ? imageLink(item.path) : null,
    words: changeWords(changes, visibleText, true),
    patch: item.item ? restoring(changes, 0) : null,
  };
}
