import { actualScale, clamped, panned, zoomed, type Point, type Size, type Stage, type View } from '../ui/zoom.ts';

/** How a picture is looked at, whatever its size and that of its pane: so it can be the same for several. */
export interface Look {
  /** 1: the whole picture. */
  readonly zoom: number;
  /** The point of the picture that lies in the middle of its pane, 0 to 1 across and down. */
  readonly x: number;
  readonly y: number;
}

export const whole: Look = { zoom: 1, x: 0.5, y: 0.5 };

/** Closer to whole than this is whole. */
const NEARLY = 1.001;

export function isWhole({ zoom }: Look): boolean {
  return zoom <= NEARLY;
}

/** One picture in one pane. `base` is the scale at which it is whole. */
export interface Lain {
  readonly size: Size;
  readonly stage: Stage;
  readonly base: number;
}

/**
 * The scales at which pictures that are compared are whole. Each fills its pane, so that the same part of each is as large as of the
 * others; but they are enlarged together no further than it takes for the sharpest to be at 1:1.
 */
export function basesOf(all: readonly { readonly size: Size; readonly stage: Stage }[]): number[] {
  const filling = all.map(({ size, stage }) => Math.min(stage.width / size.width, stage.height / size.height));
  const spare = all.map(({ stage }, at) => actualScale(stage) / (filling[at] ?? 1));
  const common = Math.min(1, Math.max(...spare));
  return filling.map((scale) => scale * common);
}

export function viewOf(look: Look, { size, stage, base }: Lain): View {
  const scale = base * look.zoom;
  const view = { scale, x: (0.5 - look.x) * size.width * scale, y: (0.5 - look.y) * size.height * scale };
  return clamped(view, size, stage);
}

export function lookOf(view: View, { size, base }: Lain): Look {
  const look = {
    zoom: view.scale / base,
    x: 0.5 - view.x / (size.width * view.scale),
    y: 0.5 - view.y / (size.height * view.scale),
  };
  return isWhole(look) ? whole : look;
}

export function zoomedLook(look: Look, factor: number, at: Point, lain: Lain): Look {
  return lookOf(zoomed(viewOf(look, lain), factor, at, lain.size, lain.stage, lain.base), lain);
}

export function pannedLook(look: Look, by: Point, lain: Lain): Look {
  return lookOf(panned(viewOf(look, lain), by, lain.size, lain.stage), lain);
}

/** From whole to 1:1 at a point, and from anything else back to whole. A picture that is no smaller than 1:1 doubles. */
export function toggledLook(look: Look, at: Point, lain: Lain): Look {
  if (!isWhole(look)) return whole;
  const actual = actualScale(lain.stage);
  const target = actual > lain.base * 1.02 ? actual : lain.base * 2;
  return zoomedLook(look, target / lain.base, at, lain);
}
