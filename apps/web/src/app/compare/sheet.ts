import type { Size } from '../ui/zoom.ts';

/** What is seen of one picture: its place in the pane, and the whole frame that reaches beyond it, in pixels of the page. */
export interface SeenPart {
  readonly frame: Size & { readonly left: number; readonly top: number };
  readonly stage: Size;
  /** The picture in its own pixels. */
  readonly size: Size;
}

interface Box extends Size {
  readonly x: number;
  readonly y: number;
}

export interface SheetCell {
  /** The part of the picture that is drawn, as fractions of it. */
  readonly source: Box;
  readonly picture: Box;
  readonly caption: Box;
}

/** A picture of the whole comparison, in its own pixels. */
export interface Sheet extends Size {
  readonly cells: readonly SheetCell[];
  readonly font: number;
}

/** What any browser can draw and any program opens, and no larger than is good to send. */
export const sheetLimits = { side: 8192, pixels: 24_000_000 } as const;

const GAP = 0.012;
const CAPTION = 3.4;
const FONT = { share: 0.026, least: 13, most: 48 } as const;

/** Puts what is seen of each picture into equal cells with a line below for its name, at the pictures' own pixels if that fits. */
export function sheetOf(parts: readonly SeenPart[], columns: number): Sheet {
  const seen = parts.map(seenIn);
  const widest = Math.max(1, ...seen.map(({ width }) => width));
  const tallest = Math.max(1, ...seen.map(({ height }) => height));
  const rows = Math.ceil(parts.length / columns);
  const sharpest = Math.max(1, ...parts.map(({ size, frame }) => size.width / frame.width));
  const whole = (scale: number): ReturnType<typeof measured> =>
    measured(widest * scale, tallest * scale, columns, rows);
  let scale = sharpest;
  for (let turn = 0; turn < 8 && !fits(whole(scale)); turn++) scale *= shrink(whole(scale));
  const { width, height, cell, gap, font, caption } = whole(scale);
  const cells = seen.map((box, at) => {
    const left = gap + (at % columns) * (cell.width + gap);
    const top = gap + Math.floor(at / columns) * (cell.height + caption + gap);
    const size = {
      width: Math.max(1, Math.round(box.width * scale)),
      height: Math.max(1, Math.round(box.height * scale)),
    };
    return {
      source: box.source,
      picture: {
        ...size,
        x: Math.round(left + (cell.width - size.width) / 2),
        y: Math.round(top + (cell.height - size.height) / 2),
      },
      caption: { x: left, y: top + cell.height, width: cell.width, height: caption },
    };
  });
  return { width, height, cells, font };
}

function measured(cellWidth: number, cellHeight: number, columns: number, rows: number) {
  const cell = { width: Math.round(cellWidth), height: Math.round(cellHeight) };
  const font = Math.round(Math.max(FONT.least, Math.min(FONT.most, cell.width * FONT.share)));
  const gap = Math.max(4, Math.round(cell.width * GAP));
  const caption = Math.round(font * CAPTION);
  const width = columns * (cell.width + gap) + gap;
  const height = rows * (cell.height + caption + gap) + gap;
  return { width, height, cell, gap, font, caption };
}

function fits({ width, height }: Size): boolean {
  return width <= sheetLimits.side && height <= sheetLimits.side && width * height <= sheetLimits.pixels;
}

function shrink({ width, height }: Size): number {
  const bySide = sheetLimits.side / Math.max(width, height);
  const byPixels = Math.sqrt(sheetLimits.pixels / (width * height));
  // A little more: names and gaps do not shrink along.
  return Math.min(bySide, byPixels) * 0.995;
}

function seenIn({ frame, stage }: SeenPart): Size & { readonly source: Box } {
  const left = Math.max(0, frame.left);
  const top = Math.max(0, frame.top);
  const width = Math.max(1, Math.min(stage.width, frame.left + frame.width) - left);
  const height = Math.max(1, Math.min(stage.height, frame.top + frame.height) - top);
  const source = {
    x: (left - frame.left) / frame.width,
    y: (top - frame.top) / frame.height,
    width: width / frame.width,
    height: height / frame.height,
  };
  return { width, height, source };
}

/** A name for the file, from the names of the images: what no system takes in a name is left out. */
export function sheetName(names: readonly string[]): string {
  const stems = names.map((name) =>
    name
      .replace(/\.[^.]+$/, '')
      .replace(/[\p{C}\\/:*?"<>|]+/gu, '_')
      .trim(),
  );
  const shown = stems.slice(0, 3).map((stem) => Array.from(stem).slice(0, 40).join(''));
  const more = stems.length > shown.length ? ` and ${String(stems.length - shown.length)} more` : '';
  return `${shown.join(' vs ')}${more}.png`;
}
