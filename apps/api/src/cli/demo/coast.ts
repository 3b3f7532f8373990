import { darken, lighten, mix, type Colour } from './colour.ts';
import { Dice } from './dice.ts';
import { Noise } from './noise.ts';
import { circle, curve, Drawing, lines, n, shape, stroke, type Point, type Size } from './svg.ts';

export interface Coast extends Size {
  readonly seed: number;
  readonly sky: readonly [Colour, Colour, Colour];
  /** At the horizon, and at our feet. */
  readonly sea: readonly [Colour, Colour];
  readonly rock: Colour;
  readonly sun: { readonly x: number; readonly y: number; readonly radius: number; readonly colour: Colour };
  readonly horizon: number;
  /** Headlands from the sides. */
  readonly headlands: number;
  readonly beach?: Colour;
}

/** A low sun over water, with its road of light, and headlands that fade with distance. */
export function coast(wish: Coast): string {
  const { width, height, sky, sea, sun, horizon, headlands, beach } = wish;
  const drawing = new Drawing(wish);
  const dice = new Dice(wish.seed);
  const level = height * horizon;
  drawing.fill(
    drawing.downThePage(
      [
        [0, sky[0]],
        [0.6, sky[1]],
        [1, sky[2]],
      ],
      0,
      level,
    ),
  );
  const middle: Point = [width * sun.x, height * sun.y];
  drawing.glow(middle, height * 0.7, sun.colour, 0.8);
  drawing.add(circle(middle, height * sun.radius, lighten(sun.colour, 0.45)));
  heaps(drawing, dice, wish, level);
  const water = drawing.downThePage(
    [
      [0, sea[0]],
      [1, sea[1]],
    ],
    level,
    height,
  );
  drawing.add(`<rect y="${n(level)}" width="${n(width)}" height="${n(height - level)}" fill="${water}"/>`);
  swell(drawing, dice, wish, level);
  roadOfLight(drawing, dice, wish, level);
  for (let land = 0; land < headlands; land += 1) headland(drawing, wish, land, level);
  if (beach !== undefined) shore(drawing, wish, beach);
  return drawing.toString();
}

/** Clouds: heaps of soft discs with a flat foot, lit from the sun's side. */
function heaps(drawing: Drawing, dice: Dice, { width, height, sky, sun }: Coast, level: number): void {
  const soft = drawing.blur(height * 0.011);
  const puffs: string[] = [];
  for (let cloud = 0; cloud < 9; cloud += 1) {
    const x = width * dice.between(-0.1, 1.1);
    const y = level * dice.between(0.14, 0.86);
    const long = width * dice.between(0.08, 0.26) * (0.5 + y / level);
    const colour = mix(mix(sky[1], '#ffffff', 0.4), sun.colour, 0.45);
    for (let puff = 0; puff < 16; puff += 1) {
      const off = dice.around(0, 1);
      const tall = height * 0.021 * (1 - Math.abs(off)) * dice.between(0.5, 1.3) + 3;
      puffs.push(
        `<ellipse cx="${n(x + off * long)}" cy="${n(y - tall * 0.6)}" rx="${n(long * dice.between(0.14, 0.34))}" ry="${n(tall)}" fill="${colour}" fill-opacity="${n(dice.between(0.1, 0.3))}"/>`,
      );
    }
  }
  drawing.add(`<g filter="${soft}">${puffs.join('')}</g>`);
}

/** Lines of waves: close together far away, wide apart near by. */
function swell(drawing: Drawing, dice: Dice, { width, height, sea, sky }: Coast, level: number): void {
  const depth = height - level;
  let dark = '';
  let bright = '';
  for (let wave = 0; wave < 900; wave += 1) {
    const near = dice.next() ** 2.1;
    const y = level + 2 + depth * near;
    const long = width * (0.008 + 0.075 * near) * dice.between(0.4, 1.4);
    const x = width * dice.between(-0.05, 1.05);
    const bow = 1 + 7 * near;
    const line = `M${n(x - long)} ${n(y)}Q${n(x)} ${n(y - bow)} ${n(x + long)} ${n(y)}Q${n(x)} ${n(y - bow * 0.4)} ${n(x - long)} ${n(y)}`;
    if (dice.next() < 0.5) dark += line;
    else bright += line;
  }
  drawing.add(
    shape(dark, darken(sea[1], 0.35), 'fill-opacity="0.32"'),
    shape(bright, mix(sea[0], sky[2], 0.6), 'fill-opacity="0.3"'),
  );
}

function roadOfLight(drawing: Drawing, dice: Dice, { width, height, sun }: Coast, level: number): void {
  const depth = height - level;
  drawing.glow([width * sun.x, level], width * 0.34, sun.colour, 0.34);
  const glints: string[] = [];
  for (let glint = 0; glint < 760; glint += 1) {
    const near = dice.next() ** 1.35;
    const y = level + 1 + depth * near;
    const spread = width * (0.012 + sun.radius * 0.5 + 0.13 * near);
    const off = dice.around(0, 1);
    const long = (2 + 34 * near) * dice.between(0.3, 1.5) * (width / 1600);
    const shine = (1 - Math.abs(off)) ** 0.8 * (0.85 - 0.5 * near);
    glints.push(
      `<ellipse cx="${n(width * sun.x + off * spread)}" cy="${n(y)}" rx="${n(long)}" ry="${n(0.7 + 2.1 * near)}" fill-opacity="${n(Math.max(0.05, shine))}"/>`,
    );
  }
  drawing.add(`<g fill="${lighten(sun.colour, 0.35)}">${glints.join('')}</g>`);
}

function headland(
  drawing: Drawing,
  { width, height, seed, rock, sky, headlands }: Coast,
  land: number,
  level: number,
): void {
  const depth = (land + 1) / headlands;
  const noise = new Noise(seed * 7 + land * 3);
  const fromLeft = (seed + land) % 2 === 0;
  const reach = width * (0.3 + 0.24 * noise.at(land * 3.7, 1));
  const tall = height * (0.06 + 0.17 * depth);
  const foot = level + height * 0.05 * depth ** 2 * 2;
  const points: Point[] = [];
  for (let x = 0; x <= reach; x += 3) {
    const out = x / reach;
    // Steps down to the water: cliffs between terraces.
    const stairs = (out * 3.2 + noise.fractal((x / height) * 5, 7.7, 3) * 0.9) % 1;
    const slope = Math.max(0, 1 - out ** 1.5 - 0.1 * stairs ** 3);
    const rough = noise.fractal((x / height) * 6, 4.4, 7) * 0.5 + noise.ridged((x / height) * 2.2, 9.1, 6) * 0.7;
    const up = tall * slope ** 0.75 * (0.3 + 0.95 * rough);
    points.push([fromLeft ? x : width - x, foot - up]);
  }
  const side = fromLeft ? 0 : width;
  const end = fromLeft ? reach : width - reach;
  const colour = mix(mix(sky[2], rock, 0.38), rock, depth ** 0.8);
  const outline = `${lines(points)}L${n(end)} ${n(foot)}L${n(side)} ${n(foot)}Z`;
  const paint = drawing.downThePage(
    [
      [0, lighten(colour, 0.1)],
      [0.7, colour],
      [1, mix(colour, sky[2], 0.18)],
    ],
    foot - tall,
    foot,
  );
  drawing.add(shape(outline, paint));
  // Its mirror image, short and broken.
  const mirrored = points.map(([x, y]): Point => [x, foot + (foot - y) * 0.32]);
  drawing.add(
    shape(`${lines(mirrored)}L${n(end)} ${n(foot)}L${n(side)} ${n(foot)}Z`, darken(colour, 0.2), 'fill-opacity="0.34"'),
  );
  drawing.add(stroke(`M${n(side)} ${n(foot)}L${n(end)} ${n(foot)}`, lighten(sky[2], 0.3), 1.4, 'stroke-opacity="0.5"'));
}

/** Sand in front, wet where the water was, with lace of foam. */
function shore(drawing: Drawing, { width, height, seed }: Coast, sand: Colour): void {
  const noise = new Noise(seed + 99);
  const line = (lift: number, row: number): Point[] =>
    Array.from({ length: 31 }, (_, step) => {
      const x = (step / 30) * width * 1.1 - width * 0.05;
      const lean = (x / width - 0.5) * height * 0.1;
      return [
        x,
        height * lift + lean + (noise.fractal((x / width) * 3.2 + row, row * 0.7, 3) - 0.5) * height * 0.07,
      ] as const;
    });
  const close = `L${n(width * 1.1)} ${n(height * 1.1)}L${n(-width * 0.1)} ${n(height * 1.1)}Z`;
  drawing.add(shape(curve(line(0.845, 0.4)) + close, mix(sand, '#ffffff', 0.65), 'fill-opacity="0.28"'));
  drawing.add(stroke(curve(line(0.845, 0.4)), '#ffffff', 5, 'stroke-opacity="0.75"'));
  drawing.add(shape(curve(line(0.885, 0.55)) + close, darken(sand, 0.32)));
  drawing.add(
    stroke(curve(line(0.885, 0.55)), '#ffffff', 9, 'stroke-opacity="0.85"'),
    stroke(curve(line(0.9, 0.6)), '#ffffff', 2, 'stroke-opacity="0.4"'),
  );
  const dry = drawing.downThePage(
    [
      [0, darken(sand, 0.12)],
      [1, sand],
    ],
    height * 0.9,
    height,
  );
  drawing.add(shape(curve(line(0.945, 0.8)) + close, dry));
}
