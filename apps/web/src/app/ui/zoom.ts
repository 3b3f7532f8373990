export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How an image lies on the stage: its scale, and how far its middle is from the middle of the stage. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Stage extends Size {
  /** Device pixels to a CSS pixel: at 1:1 one pixel of the image is one of these. */
  readonly density: number;
}

const MOST = 16;

/** The scale at which one pixel of the image is one of the screen. */
export function actualScale(stage: Stage): number {
  return 1 / stage.density;
}

/** Wholly on the stage, and never larger than it is. */
export function fitScale(image: Size, stage: Stage): number {
  if (image.width <= 0 || image.height <= 0) return actualScale(stage);
  return Math.min(stage.width / image.width, stage.height / image.height, actualScale(stage));
}

export function fitted(image: Size, stage: Stage): View {
  return { scale: fitScale(image, stage), x: 0, y: 0 };
}

export function isFitted(view: View, image: Size, stage: Stage): boolean {
  return view.scale <= fitScale(image, stage) * 1.001;
}

/** Changes the scale so that what is under `at` (from the middle of the stage) stays there. */
export function zoomed(
  view: View,
  factor: number,
  at: Point,
  image: Size,
  stage: Stage,
  least = fitScale(image, stage),
): View {
  const scale = Math.max(least, Math.min(actualScale(stage) * MOST, view.scale * factor));
  const grown = scale / view.scale;
  return clamped({ scale, x: at.x - (at.x - view.x) * grown, y: at.y - (at.y - view.y) * grown }, image, stage);
}

export function panned(view: View, by: Point, image: Size, stage: Stage): View {
  return clamped({ ...view, x: view.x + by.x, y: view.y + by.y }, image, stage);
}

/** From fitted to 1:1 at a point, and from anything else back to fitted. An image smaller than the stage doubles. */
export function toggled(view: View, at: Point, image: Size, stage: Stage): View {
  if (!isFitted(view, image, stage)) return fitted(image, stage);
  const actual = actualScale(stage);
  const target = actual > view.scale * 1.02 ? actual : actual * 2;
  return zoomed(view, target / view.scale, at, image, stage);
}

/** No edge of the image comes further in than the edge of the stage; a side that fits stays in the middle. */
export function clamped(view: View, image: Size, stage: Stage): View {
  const spare = (length: number, room: number): number => Math.max(0, (length * view.scale - room) / 2);
  const across = spare(image.width, stage.width);
  const down = spare(image.height, stage.height);
  return {
    scale: view.scale,
    x: Math.max(-across, Math.min(across, view.x)),
    y: Math.max(-down, Math.min(down, view.y)),
  };
}
