import type { Sheet, SheetCell } from './sheet.ts';

/** One picture with what stands below it; without an image the words say why. */
export interface SheetPart {
  readonly image: HTMLImageElement | null;
  readonly name: string;
  readonly line: string;
}

const FAMILY = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif";
const colours = { ground: '#0b0b0d', cell: '#17171a', name: '#f1f1f3', line: '#a9a9b2' } as const;

/** Draws a comparison. Rejects when the browser cannot make a picture of that size. */
export async function drawSheet(sheet: Sheet, parts: readonly SheetPart[]): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = sheet.width;
  canvas.height = sheet.height;
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error('This browser cannot draw a picture of this size.');
  pen.fillStyle = colours.ground;
  pen.fillRect(0, 0, sheet.width, sheet.height);
  pen.imageSmoothingQuality = 'high';
  sheet.cells.forEach((cell, at) => {
    const part = parts[at];
    if (part === undefined) return;
    drawPicture(pen, cell, part.image);
    drawCaption(pen, cell, part, sheet.font);
  });
  const blob = await new Promise<Blob | null>((done) => {
    canvas.toBlob(done, 'image/png');
  });
  if (blob === null) throw new Error('This browser cannot make a file of a picture of this size.');
  return blob;
}

function drawPicture(
  pen: CanvasRenderingContext2D,
  { picture, source }: SheetCell,
  image: HTMLImageElement | null,
): void {
  const { x, y, width, height } = picture;
  if (image === null) {
    pen.fillStyle = colours.cell;
    pen.fillRect(x, y, width, height);
    return;
  }
  const { naturalWidth: w, naturalHeight: h } = image;
  pen.drawImage(image, source.x * w, source.y * h, source.width * w, source.height * h, x, y, width, height);
}

function drawCaption(
  pen: CanvasRenderingContext2D,
  { caption }: SheetCell,
  { name, line }: SheetPart,
  font: number,
): void {
  pen.textBaseline = 'alphabetic';
  pen.fillStyle = colours.name;
  pen.font = `600 ${String(font)}px ${FAMILY}`;
  pen.fillText(fitted(pen, name, caption.width), caption.x, caption.y + font * 1.45);
  pen.fillStyle = colours.line;
  pen.font = `400 ${String(Math.round(font * 0.85))}px ${FAMILY}`;
  pen.fillText(fitted(pen, line, caption.width), caption.x, caption.y + font * 2.7);
}

/** A name that is too long loses its middle: its end tells it from its neighbours. */
function fitted(pen: CanvasRenderingContext2D, text: string, width: number): string {
  if (pen.measureText(text).width <= width) return text;
  const points = Array.from(text);
  let [least, most] = [0, points.length];
  const cut = (kept: number): string =>
    `${points.slice(0, Math.ceil(kept / 2)).join('')}…${points.slice(points.length - Math.floor(kept / 2)).join('')}`;
  while (least < most) {
    const kept = Math.ceil((least + most) / 2);
    if (pen.measureText(cut(kept)).width <= width) least = kept;
    else most = kept - 1;
  }
  return cut(least);
}
