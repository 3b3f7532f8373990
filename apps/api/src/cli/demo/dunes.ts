import { darken, lighten, mix, type Colour } from './colour.ts';
import { Dice } from './dice.ts';
import { Noise } from './noise.ts';
import { circle, curve, Drawing, n, shape, stroke, type Point, type Size } from './svg.ts';

export interface Dunes extends Size {
  readonly seed: number;
  readonly sky: readonly [Colour, Colour, Colour];
  readonly light: Colour;
  readonly shade: Colour;
  readonly haze: Colour;
  readonly horizon: number;
  readonly rows: number;
  readonly sun: { readonly x: number; readonly y: number; readonly radius: number; readonly colour: Colour };
  readonly stars?: boolean;
}

/** Dunes with a lit and a shaded side, parted by the curved edge that wind makes. */
export function dunes(wish: Dunes): string {
  const { width, height, sky, horizon, rows, sun, haze, light, shade } = wish;
  const drawing = new Drawing(wish);
  const dice = new Dice(wish.seed);
  drawing.fill(
    drawing.downThePage(
      [
        [0, sky[0]],
        [0.6, sky[1]],
        [1, sky[2]],
      ],
      0,
      height * (horizon + 0.08),
    ),
  );
  if (wish.stars) {
    for (let star = 0; star < 420; star += 1) {
      const y = height * horizon * dice.next() ** 1.3;
      drawing.add(
        circle(
          [width * dice.next(), y],
          dice.between(0.4, 1.5),
          '#ffffff',
          `fill-opacity="${n(dice.between(0.2, 0.95))}"`,
        ),
      );
    }
  }
  const middle: Point = [width * sun.x, height * sun.y];
  drawing.glow(middle, height * 0.8, sun.colour, 0.6);
  drawing.add(circle(middle, height * sun.radius, lighten(sun.colour, 0.4)));
  for (let row = 0; row < rows; row += 1) {
    const depth = row / (rows - 1);
    const far = (1 - depth) ** 1.6 * 0.85;
    dune(drawing, dice, wish, depth, mix(light, haze, far), mix(shade, haze, far * 0.9));
  }
  return drawing.toString();
}

function dune(drawing: Drawing, dice: Dice, wish: Dunes, depth: number, light: Colour, shade: Colour): void {
  const { width, height, horizon, sun, seed } = wish;
  const noise = new Noise(seed * 13 + Math.round(depth * 100));
  const base = height * (horizon + (1 - horizon) * (0.04 + 0.72 * depth ** 1.35));
  const lift = height * (0.035 + 0.2 * depth);
  // Golden steps: no two peaks in a row stand in front of each other.
  const peak =
    width *
    (0.12 + 0.76 * ((seed * 0.377 + Math.round(depth * (wish.rows - 1)) * 0.618 + dice.between(-0.04, 0.04) + 1) % 1));
  const spread = width * (0.22 + 0.34 * depth);
  const outline: Point[] = [];
  const steps = 44;
  for (let step = -1; step <= steps + 1; step += 1) {
    const x = (step / steps) * width;
    const away = Math.abs(x - peak) / spread;
    // A crest that is sharp at its peak and runs out flat.
    const hill = Math.exp(-(away ** 1.25) * 1.7);
    const swell = noise.fractal((x / width) * 2.4 + depth * 7, 2, 2) - 0.5;
    outline.push([x, base - lift * hill - lift * 0.9 * swell]);
  }
  const rim = curve(outline);
  const bottom = `L${n(width * 1.1)} ${n(height)}L${n(-width * 0.1)} ${n(height)}Z`;
  const sand = drawing.downThePage(
    [
      [0, lighten(light, 0.12)],
      [0.5, light],
      [1, mix(light, shade, 0.55)],
    ],
    base - lift * 1.4,
    base + lift * 2.2 + height * 0.1,
  );
  drawing.add(shape(rim + bottom, sand));
  const clip = drawing.clip(shape(rim + bottom, '#000'));
  ripples(drawing, wish, noise, base, lift, depth, darken(light, 0.25), clip);
  // The side away from the sun, from the peak down along an S.
  const side = sun.x * width < peak ? 1 : -1;
  const top = outline.reduce((best, point) => (Math.abs(point[0] - peak) < Math.abs(best[0] - peak) ? point : best));
  const deep = lift * 2.4 + height * 0.12;
  const edge: Point[] = [
    [top[0], top[1] - 2],
    [top[0] - side * spread * 0.05, top[1] + deep * 0.2],
    [top[0] + side * spread * 0.09, top[1] + deep * 0.46],
    [top[0] + side * spread * 0.02, top[1] + deep * 0.72],
    [top[0] + side * spread * 0.34, top[1] + deep * 1.15],
  ];
  const dark = drawing.downThePage(
    [
      [0, shade],
      [0.55, mix(shade, light, 0.18)],
      [1, mix(shade, light, 0.5), 0],
    ],
    top[1],
    top[1] + deep * 1.12,
  );
  const outer = top[0] + side * width * 1.3;
  drawing.add(
    shape(
      `${curve(edge)}L${n(outer)} ${n(top[1] + deep * 1.15)}L${n(outer)} ${n(top[1] - lift * 2)}L${n(top[0])} ${n(top[1] - lift)}Z`,
      dark,
      `clip-path="${clip}"`,
    ),
  );
  drawing.add(
    stroke(
      curve(edge.slice(0, 4)),
      lighten(light, 0.5),
      1.2 + depth * 1.6,
      `stroke-opacity="0.45" clip-path="${clip}"`,
    ),
  );
}

function ripples(
  drawing: Drawing,
  { width, height }: Dunes,
  noise: Noise,
  base: number,
  lift: number,
  depth: number,
  colour: Colour,
  clip: string,
): void {
  if (depth < 0.5) return;
  const gap = height * 0.004 * (1 + depth * 1.6);
  let path = '';
  for (let row = 0; row < 64; row += 1) {
    const y = base - lift * 0.6 + row * gap * (1 + row * 0.02);
    const points: Point[] = [];
    for (let step = 0; step <= 26; step += 1) {
      const x = (step / 26) * width * 1.04 - width * 0.02;
      points.push([x, y + (noise.fractal((x / width) * 5 + row * 0.03, row * 0.11, 2) - 0.5) * lift * 0.75]);
    }
    path += curve(points);
  }
  drawing.add(stroke(path, colour, 1 + depth, `stroke-opacity="${n(0.1 + 0.09 * depth)}" clip-path="${clip}"`));
}
