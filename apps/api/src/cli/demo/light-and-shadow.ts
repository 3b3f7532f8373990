import { along, darken, lighten, mix, type Colour } from './colour.ts';
import { Dice } from './dice.ts';
import { Noise } from './noise.ts';
import { circle, Drawing, lines, n, rectangle, shape, type Point, type Size } from './svg.ts';

export interface Blocks extends Size {
  readonly seed: number;
  readonly paper: readonly [Colour, Colour];
  /** From the lowest roof to the highest. */
  readonly roofs: readonly Colour[];
  readonly shade: Colour;
  readonly side: number;
}

/** A town of blocks seen from a corner: light from the left, three tones to a block. */
export function blocks(wish: Blocks): string {
  const { width, height, paper, roofs, shade, side, seed } = wish;
  const drawing = new Drawing(wish);
  drawing.fill(
    drawing.downThePage(
      [
        [0, paper[0]],
        [1, paper[1]],
      ],
      0,
      height,
    ),
  );
  const noise = new Noise(seed);
  const dice = new Dice(seed);
  const across = side * 0.866;
  const reach = Math.ceil((width / across + height / (side * 0.5)) / 2) + 6;
  for (let sum = -reach; sum < reach * 2; sum += 1) {
    for (let difference = -reach; difference <= reach; difference += 1) {
      if ((sum + difference) % 2 !== 0) continue;
      const x = width / 2 + difference * across;
      const y = sum * side * 0.5;
      if (x < -side * 2 || x > width + side * 2 || y < -side * 2 || y > height + side * 9) continue;
      const hill = noise.fractal(x / (side * 7) + 3, y / (side * 5) + 7, 2);
      const up = Math.max(0, hill - 0.36) * 1.9 + dice.next() ** 5 * 0.35;
      block(
        drawing,
        dice,
        [x, y - up * side * 6.5],
        up * side * 6.5 + side * 8,
        side,
        along(roofs, Math.min(1, up * 1.15)),
        shade,
      );
    }
  }
  return drawing.toString();
}

function block(
  drawing: Drawing,
  dice: Dice,
  [x, y]: Point,
  tall: number,
  side: number,
  roof: Colour,
  shade: Colour,
): void {
  const w = side * 0.866;
  const h = side * 0.5;
  const left = mix(roof, shade, 0.34);
  const right = mix(roof, shade, 0.66);
  drawing.add(
    shape(
      lines([
        [x, y],
        [x + w, y + h],
        [x, y + 2 * h],
        [x - w, y + h],
      ]) + 'Z',
      lighten(roof, 0.1),
      `stroke="${lighten(roof, 0.3)}" stroke-width="1"`,
    ),
    shape(
      lines([
        [x - w, y + h],
        [x, y + 2 * h],
        [x, y + 2 * h + tall],
        [x - w, y + h + tall],
      ]) + 'Z',
      left,
    ),
    shape(
      lines([
        [x + w, y + h],
        [x, y + 2 * h],
        [x, y + 2 * h + tall],
        [x + w, y + h + tall],
      ]) + 'Z',
      right,
    ),
  );
  let panes = '';
  const floors = 5;
  for (let floor = 0; floor < floors; floor += 1) {
    for (const place of [0.2, 0.58]) {
      if (dice.next() < 0.45) continue;
      const down = y + side * (0.4 + floor * 0.42);
      const a = x - w + place * w;
      const b = a + w * 0.2;
      const ya = down + h * (1 + place) - h;
      const yb = ya + h * 0.2;
      panes += `${lines([
        [a, ya + h],
        [b, yb + h],
        [b, yb + h + side * 0.2],
        [a, ya + h + side * 0.2],
      ])}Z`;
    }
  }
  drawing.add(shape(panes, mix(roof, shade, 0.8), 'fill-opacity="0.55"'));
}

export interface Spiral extends Size {
  readonly steps: number;
  readonly turns: number;
  readonly colours: readonly Colour[];
  readonly deep: Colour;
}

/** A staircase, looked down: each step a wedge, each a little deeper and darker. */
export function spiral({ width, height, steps, turns, colours, deep }: Spiral): string {
  const drawing = new Drawing({ width, height }).fill(deep);
  const middle: Point = [width * 0.5, height * 0.52];
  const outer = Math.hypot(width, height) * 0.56;
  for (let step = 0; step < steps; step += 1) {
    const down = step / steps;
    const angle = down * turns * Math.PI * 2;
    const next = angle + ((turns * Math.PI * 2) / steps) * 1.04;
    const radius = outer * (1 - down) ** 1.5 + 14;
    const inner = radius * 0.42;
    const light = 0.5 + 0.5 * Math.cos(angle - 0.8);
    const colour = mix(mix(along(colours, down), deep, 0.15 + 0.6 * down ** 1.4), '#ffffff', 0.22 * light * (1 - down));
    const arc = (r: number, a: number): Point => [middle[0] + r * Math.cos(a), middle[1] + r * Math.sin(a)];
    const tread = lines([arc(inner, angle), arc(radius, angle), arc(radius, next), arc(inner, next)]) + 'Z';
    const riser =
      lines([
        arc(inner, angle),
        arc(radius, angle),
        arc(radius * 0.985, angle + 0.032),
        arc(inner * 0.97, angle + 0.05),
      ]) + 'Z';
    drawing.add(
      circle(middle, inner, darken(deep, 0.25 * down)),
      shape(tread, colour),
      shape(riser, darken(colour, 0.42)),
    );
    const rail =
      lines([arc(radius * 0.97, angle), arc(radius * 0.97, next), arc(radius, next), arc(radius, angle)]) + 'Z';
    drawing.add(shape(rail, lighten(colour, 0.34)));
  }
  drawing.glow(middle, outer * 0.34, '#fff3d0', 0.35);
  return drawing.toString();
}

export interface Arches extends Size {
  readonly wall: Colour;
  readonly shadow: Colour;
  readonly sky: readonly [Colour, Colour];
  readonly sea: Colour;
  readonly count: number;
}

/** A row of arches in afternoon light, the sea behind. */
export function arches({ width, height, wall, shadow, sky, sea, count }: Arches): string {
  const drawing = new Drawing({ width, height });
  const paint = drawing.linear(
    [
      [0, lighten(wall, 0.12)],
      [1, darken(wall, 0.1)],
    ],
    'diagonal',
  );
  drawing.fill(paint);
  const floor = height * 0.84;
  const gap = width / (count + 0.55);
  const open = gap * 0.66;
  const spring = height * 0.42;
  const view = drawing.downThePage(
    [
      [0, sky[0]],
      [0.995, sky[1]],
      [1, sea],
    ],
    height * 0.1,
    height * 0.6,
  );
  for (let arch = 0; arch < count; arch += 1) {
    const x = gap * (arch + 0.28) + (gap - open) / 2;
    const radius = open / 2;
    const outline = (dx: number, inset: number): string =>
      `M${n(x + dx + inset)} ${n(floor)}V${n(spring)}A${n(radius - inset)} ${n(radius - inset)} 0 0 1 ${n(x + dx + open - inset)} ${n(spring)}V${n(floor)}Z`;
    const clip = drawing.clip(shape(outline(0, 0), '#000'));
    drawing.add(shape(outline(0, 0), shadow));
    // The wall's thickness: what is seen through the arch is moved aside.
    drawing.add(
      `<g clip-path="${clip}">${shape(outline(open * 0.17, 0), view)}` +
        rectangle(
          x,
          height * 0.6,
          open * 2,
          floor - height * 0.6,
          sea,
          `clip-path="${drawing.clip(shape(outline(open * 0.17, 0), '#000'))}"`,
        ) +
        rectangle(
          x,
          height * 0.73,
          open * 2,
          floor - height * 0.73,
          mix(wall, '#ffffff', 0.3),
          `clip-path="${drawing.clip(shape(outline(open * 0.17, 0), '#000'))}"`,
        ) +
        `</g>`,
    );
    drawing.add(
      `<path d="${outline(0, -open * 0.055)}" fill="none" stroke="${lighten(wall, 0.28)}" stroke-width="${n(open * 0.035)}"/>`,
    );
  }
  const ground = drawing.downThePage(
    [
      [0, mix(wall, shadow, 0.25)],
      [1, lighten(wall, 0.2)],
    ],
    floor,
    height,
  );
  drawing.add(rectangle(0, floor, width, height - floor, ground));
  // Sunlight through the arches, lying on the floor.
  for (let arch = 0; arch < count; arch += 1) {
    const x = gap * (arch + 0.28) + (gap - open) / 2;
    const lean = open * 0.9;
    const patch: Point[] = [
      [x + open * 0.17, floor],
      [x + open, floor],
      [x + open - lean, height],
      [x + open * 0.1 - lean, height],
    ];
    drawing.add(shape(`${lines(patch)}Z`, lighten(wall, 0.55), 'fill-opacity="0.75"'));
  }
  // The eaves' shadow across the top of the wall.
  drawing.add(
    shape(
      lines([
        [0, 0],
        [width, 0],
        [width, height * 0.07],
        [0, height * 0.15],
      ]) + 'Z',
      shadow,
      'fill-opacity="0.55"',
    ),
  );
  return drawing.toString();
}
