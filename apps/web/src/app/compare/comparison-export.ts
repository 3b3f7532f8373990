import { signal, untracked } from '@angular/core';
import type { Announcements } from '../state/announcements.ts';
import type { Picture } from '../state/picture.ts';
import type { Frame } from '../ui/lens.ts';
import type { Size } from '../ui/zoom.ts';
import { drawSheet, type SheetPart } from './draw-sheet.ts';
import { sheetName, sheetOf, type SeenPart } from './sheet.ts';

/** What a pane shows at the moment. */
export interface SeenPane {
  readonly picture: () => Picture | null;
  readonly lens: { readonly frame: () => Frame; readonly stage: () => Size; readonly size: () => Size };
  readonly name: () => string;
  readonly star: () => number | null;
}

/** Makes a file of what the panes show, and hands it to the person. One at a time. */
export class ComparisonExport {
  private readonly busy = signal(false);
  readonly isBusy = this.busy.asReadonly();

  constructor(private readonly announcements: Pick<Announcements, 'say'>) {}

  async run(panes: readonly SeenPane[], columns: number): Promise<void> {
    if (untracked(this.busy)) return;
    if (untracked(() => panes.some(({ picture }) => picture()?.original?.state() === 'loading'))) {
      this.announcements.say('The originals are still on their way: try again in a moment');
      return;
    }
    this.busy.set(true);
    try {
      await exportComparison(panes, columns);
      this.announcements.say('The comparison is saved as a PNG');
    } catch (error) {
      // No memory for a picture of that size, usually.
      this.announcements.say(error instanceof Error ? error.message : 'It could not be exported', { tone: 'bad' });
    } finally {
      this.busy.set(false);
    }
  }
}

async function exportComparison(panes: readonly SeenPane[], columns: number): Promise<void> {
  const parts = untracked(() => panes.map(seenPart));
  const texts = untracked(() => panes.map((pane) => captionOf(pane)));
  const images = await Promise.all(untracked(() => panes.map(({ picture }) => imageOf(picture()))));
  const drawn: SheetPart[] = texts.map((text, at) => ({ ...text, image: images[at] ?? null }));
  const blob = await drawSheet(sheetOf(parts, columns), drawn);
  save(blob, sheetName(texts.map(({ name }) => name)));
}

function seenPart({ picture, lens }: SeenPane): SeenPart {
  const stage = lens.stage();
  if (picture() === null) return { frame: { left: 0, top: 0, ...stage }, stage, size: stage };
  return { frame: lens.frame(), stage, size: lens.size() };
}

function captionOf({ name, picture, star, lens }: SeenPane): Omit<SheetPart, 'image'> {
  const { width, height } = lens.size();
  const size = picture() === null ? 'cannot be shown' : `${String(width)} × ${String(height)}`;
  const stars = star();
  return { name: name(), line: stars === null ? size : `${'★'.repeat(stars)}${'☆'.repeat(5 - stars)}  ${size}` };
}

/** The original if it is here, else the thumb. */
async function imageOf(picture: Picture | null): Promise<HTMLImageElement | null> {
  if (picture?.original?.state() === 'ready') return picture.original.element;
  if (!picture?.thumb) return null;
  const image = new Image();
  image.src = picture.thumb;
  try {
    await image.decode();
    return image;
  } catch {
    // What the browser cannot decode is an empty cell with a name.
    return null;
  }
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser has taken it over by the next turn, but not in this one.
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 10_000);
}
