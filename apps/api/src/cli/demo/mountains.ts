import { mix, type Colour } from './colour.ts';
import { Dice } from './dice.ts';
import { Noise } from './noise.ts';
import { circle, Drawing, lines, n, shape, type Point, type Size } from './svg.ts';

export interface Mountains extends Size {
  readonly seed: number;
  /** From the zenith to the horizon. */
  readonly sky: readonly [Colour, Colour, Colour];
  /** The ridge furthest away, and the nearest. */
  readonly far: Colour;
  readonly near: Colour;
  /** What lies in the valleys. */
  readonly mist: Colour;
  readonly ridges: number;
  /** Where the first ridge stands, as a share of the height. */
  readonly horizon: number;
  readonly sun?: { readonly x: number; readonly y: number; readonly radius: number; readonly colour: Colour };
  readonly forest?: boolean;
}

/** Ridge behind ridge, paler the further away, with mist at their feet. */
export function mountains(wish: Mountains): string {
  const { width, height, sky, far, near, mist, ridges, horizon, sun, forest = false } = wish;
  const drawing = new Drawing(wish);
  const dice = new Dice(wish.seed);
  drawing.fill(
    drawing.downThePage(
      [
        [0, sky[0]],
        [0.55, sky[1]],
        [1, sky[2]],
      ],
      0,
      height * (horizon + 0.2),
    ),
  );
  if (sun) {
    const middle: Point = [width * sun.x, height * sun.y];
    drawing.glow(middle, height * 0.75, sun.colour, 0.75);
    drawing.add(circle(middle, height * sun.radius, mix(sun.colour, '#ffffff', 0.35)));
  }
  clouds(drawing, dice, mix(sky[2], '#ffffff', 0.35), horizon * height);
  for (let ridge = 0; ridge < ridges; ridge += 1) {
    const depth = ridge / (ridges - 1);
    const top = height * (horizon + (1 - horizon) * 0.86 * depth ** 1.25);
    const points = crest(wish, ridge, depth, top);
    const colour = mix(far, near, depth ** 0.85);
    const foot = top + height * (0.16 + 0.16 * depth);
    const fog = 0.8 * (1 - depth) + 0.1;
    const paint = drawing.downThePage(
      [
        [0, colour],
        [0.35, mix(colour, mist, fog * 0.35)],
        [1, mix(colour, mist, fog)],
      ],
      top - height * 0.12,
      foot,
    );
    drawing.add(shape(`${lines(points)}L${n(width)} ${n(height)}L0 ${n(height)}Z`, paint));
    if (forest && depth > 0.55)
      drawing.add(trees(dice, points, height * (0.014 + 0.05 * depth ** 2), mix(colour, mist, 0.02)));
  }
  if (sun) drawing.glow([width * sun.x, height * (sun.y + 0.05)], height * 0.5, sun.colour, 0.22);
  return drawing.toString();
}

function crest({ width, height, seed, ridges }: Mountains, ridge: number, depth: number, top: number): Point[] {
  const noise = new Noise(seed * 31 + ridge);
  // Far ranges are high and jagged, near hills are long and round.
  const wave = 4.2 - 2.2 * depth;
  const lift = height * (0.26 - 0.12 * depth);
  const octaves = ridge === ridges - 1 ? 6 : 7;
  const points: Point[] = [];
  for (let x = 0; x <= width + 3; x += 3) {
    const at = (x / height) * wave + ridge * 19.3;
    const jagged = noise.ridged(at * 0.62, 3.1, octaves);
    const round = noise.fractal(at * 0.8, 8.4, octaves);
    const up = jagged * (0.85 - 0.5 * depth) + round * (0.25 + 0.6 * depth) - 0.5;
    points.push([x, top - up * lift]);
  }
  return points;
}

/** Spruces along a ridge: in stands, not in a row. */
function trees(dice: Dice, ridge: readonly Point[], size: number, colour: Colour): string {
  const noise = new Noise(Math.floor(dice.next() * 1e6));
  let path = '';
  for (const [x, y] of ridge) {
    const stand = noise.fractal(x / (size * 9), 1.5, 3);
    // Thick in the middle of a stand, single trees at its edge.
    if (dice.next() > (stand - 0.3) * 2.6) continue;
    const tall = size * (0.15 + 1.35 * stand) * dice.between(0.55, 1.25);
    path += spruce(x + dice.around(0, 2), y + tall * 0.12, tall, dice);
  }
  return shape(path, colour);
}

function spruce(x: number, foot: number, tall: number, dice: Dice): string {
  const tiers = 5;
  const right: Point[] = [];
  const left: Point[] = [];
  for (let tier = 1; tier <= tiers; tier += 1) {
    const share = tier / tiers;
    const reach = tall * 0.2 * share * dice.between(0.8, 1.2);
    const y = foot - tall * (1 - share * 0.94);
    right.push([x + reach, y], [x + reach * 0.45, y - tall * 0.02]);
    left.unshift([x - reach * 0.45, y - tall * 0.02], [x - reach, y]);
  }
  return `${lines([[x, foot - tall], ...right, ...left])}Z`;
}

/** Long thin bands, as they stand in the evening. */
function clouds(drawing: Drawing, dice: Dice, colour: Colour, horizon: number): void {
  const soft = drawing.blur(drawing.height * 0.008);
  const bands: string[] = [];
  for (let band = 0; band < 9; band += 1) {
    const y = horizon * dice.between(0.25, 0.95);
    const long = drawing.width * dice.between(0.12, 0.4);
    const thick = drawing.height * dice.between(0.002, 0.007);
    const x = drawing.width * dice.next();
    bands.push(
      `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(long)}" ry="${n(thick)}" fill="${colour}" fill-opacity="${n(dice.between(0.12, 0.4))}"/>`,
    );
  }
  drawing.add(`<g filter="${soft}">${bands.join('')}</g>`);
}
