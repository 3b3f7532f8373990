import type { ItemRow, LabelPatch } from '#contracts';
import type { GalleryApi } from '../api/gallery-api.ts';
import { labelIn } from '../sync/known-label.ts';
import type { Announcements } from './announcements.ts';
import type { LabelDesk } from './label-desk.ts';
import { wordsFor, type LabelKeys } from './label-keys.ts';
import { nameOf } from './place.ts';
import { TouchedImages } from './touched-images.ts';
import type { UndoStack } from './undo-stack.ts';

interface Parts {
  readonly api: Pick<GalleryApi, 'gestureItems' | 'item'>;
  readonly desk: Pick<LabelDesk, 'learn'>;
  readonly keys: Pick<LabelKeys, 'write'>;
  readonly undo: Pick<UndoStack, 'has' | 'undo'>;
  readonly announcements: Pick<Announcements, 'say'>;
}

/** What the lines of the history share: the images of each gesture, read once, and how one of them is restored. */
export class HistoryDesk {
  private readonly touched = new Map<string, TouchedImages>();

  constructor(private readonly parts: Parts) {}

  imagesOf(gesture: string): TouchedImages {
    const known = this.touched.get(gesture);
    if (known) return known;
    const images = new TouchedImages((query) => this.parts.api.gestureItems(gesture, query));
    this.touched.set(gesture, images);
    return images;
  }

  /** Writes on an image what it once was. It may have been changed since the page was read: that is asked for first. */
  async restore(row: ItemRow, patch: LabelPatch): Promise<void> {
    const { api, desk, keys, undo, announcements } = this.parts;
    const name = nameOf(row.path);
    try {
      desk.learn(labelIn(await api.item(row.path)));
    } catch {
      announcements.say(`${name} was not restored: the server cannot be asked now, or the image is gone.`, {
        tone: 'bad',
      });
      return;
    }
    const id = keys.write(row, patch);
    if (id === null) {
      announcements.say(`${name} is so already`);
      return;
    }
    const action = undo.has(id) ? { name: 'Undo', run: () => void undo.undo(id) } : null;
    announcements.say(`Restored ${wordsFor(patch)} on ${name}`, { action });
  }
}
