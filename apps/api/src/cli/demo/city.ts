import sharp, { type Sharp } from 'sharp';
import { lighten, mix, type Colour } from './colour.ts';
import { Dice } from './dice.ts';
import { stars } from './night-sky.ts';
import { circle, Drawing, n, shape, type Size } from './svg.ts';

export interface City extends Size {
  readonly seed: number;
  readonly sky: readonly [Colour, Colour, Colour];
  readonly far: Colour;
  readonly near: Colour;
  readonly windows: readonly [Colour, ...Colour[]];
  readonly moon?: { readonly x: number; readonly y: number; readonly radius: number };
  /** Where the water begins, as a share of the height; 1 is none. */
  readonly shore: number;
}

/** Towers behind towers with lit windows, and their lights in the water. */
export async function city(wish: City): Promise<Sharp> {
  const { width, height, shore } = wish;
  const drawing = new Drawing(wish);
  const dice = new Dice(wish.seed);
  const ground = height * shore;
  drawing.fill(
    drawing.downThePage(
      [
        [0, wish.sky[0]],
        [0.6, wish.sky[1]],
        [1, wish.sky[2]],
      ],
      0,
      ground,
    ),
  );
  stars(drawing, dice, 260, ground * 0.5);
  if (wish.moon) {
    const { x, y, radius } = wish.moon;
    drawing.glow([width * x, height * y], height * 0.42, '#fff1d6', 0.5);
    drawing.add(circle([width * x, height * y], height * radius, '#fff6e2'));
  }
  const rows = 4;
  for (let row = 0; row < rows; row += 1) skyline(drawing, dice, wish, row / (rows - 1), ground);
  const picture = sharp(Buffer.from(drawing.toString()));
  if (shore >= 1) return picture;
  const whole = await picture.removeAlpha().raw().toBuffer();
  const top = Math.round(ground);
  const deep = height - top;
  const pixels = { raw: { width, height, channels: 3 } } as const;
  // Long up and down, as lights are in moving water: squeezed, blurred and drawn out again.
  const squeezed = await sharp(whole, pixels)
    .extract({ left: 0, top: Math.max(0, top - Math.round(deep * 1.9)), width, height: Math.round(deep * 1.9) })
    .flip()
    .resize(width, Math.max(8, Math.round(deep / 14)), { fit: 'fill' })
    .raw()
    .toBuffer();
  const water = await sharp(squeezed, { raw: { width, height: Math.max(8, Math.round(deep / 14)), channels: 3 } })
    .resize(width, deep, { fit: 'fill', kernel: 'cubic' })
    .modulate({ brightness: 0.82, saturation: 1.15 })
    .blur(1.4)
    .raw()
    .toBuffer();
  return sharp(Buffer.concat([whole.subarray(0, top * width * 3), water]), pixels).composite([
    { input: Buffer.from(ripples(wish, dice)) },
  ]);
}

function skyline(drawing: Drawing, dice: Dice, wish: City, depth: number, ground: number): void {
  const { width, height, far, near, sky, windows } = wish;
  const colour = mix(far, near, depth);
  const towers: string[] = [];
  const lit = new Map<Colour, string>();
  let x = -width * 0.02;
  while (x < width) {
    const broad = width * dice.between(0.022, 0.062) * (0.6 + 0.7 * depth);
    const middle = 1 - Math.abs(x / width - 0.52) * 1.15;
    const tall = ground * (0.13 + dice.next() ** 1.9 * 0.62 * middle) * (1.06 - 0.45 * depth);
    const top = ground - tall;
    towers.push(`M${n(x)} ${n(ground)}V${n(top)}H${n(x + broad)}V${n(ground)}Z`, roof(dice, x, top, broad, tall));
    light(dice, x, top, broad, ground, depth, height, windows, lit);
    x += broad * dice.between(0.92, 1.25);
  }
  const paint = drawing.downThePage(
    [
      [0, colour],
      [1, mix(colour, sky[2], 0.55 * (1 - depth) + 0.12)],
    ],
    ground * 0.3,
    ground,
  );
  drawing.add(shape(towers.join(''), paint));
  for (const [paintOfWindow, path] of lit)
    drawing.add(shape(path, mix(paintOfWindow, colour, 0.55 * (1 - depth)), 'fill-opacity="0.92"'));
  // The glow of streets between this row and the next.
  const haze = drawing.downThePage(
    [
      [0, sky[2], 0],
      [1, lighten(sky[2], 0.15), 0.3 * (1 - depth * 0.7)],
    ],
    ground * 0.55,
    ground,
  );
  drawing.add(`<rect y="${n(ground * 0.55)}" width="${n(width)}" height="${n(ground * 0.45)}" fill="${haze}"/>`);
}

function roof(dice: Dice, x: number, top: number, broad: number, tall: number): string {
  const middle = x + broad / 2;
  switch (dice.whole(0, 5)) {
    case 0:
      return `M${n(x + broad * 0.2)} ${n(top)}V${n(top - tall * 0.07)}H${n(x + broad * 0.8)}V${n(top)}Z`;
    case 1:
      return `M${n(x)} ${n(top)}L${n(x + broad)} ${n(top - broad * 0.5)}V${n(top)}Z`;
    case 2:
      return `M${n(middle - 1.4)} ${n(top)}V${n(top - tall * 0.22)}H${n(middle + 1.4)}V${n(top)}Z`;
    case 3:
      return `M${n(x + broad * 0.12)} ${n(top)}L${n(middle)} ${n(top - broad * 0.9)}L${n(x + broad * 0.88)} ${n(top)}Z`;
    default:
      return '';
  }
}

function light(
  dice: Dice,
  x: number,
  top: number,
  broad: number,
  ground: number,
  depth: number,
  height: number,
  colours: readonly [Colour, ...Colour[]],
  lit: Map<Colour, string>,
): void {
  const pane = height * (0.0034 + 0.0036 * depth);
  const gap = pane * 0.95;
  const columns = Math.floor((broad - gap) / (pane + gap));
  const margin = (broad - columns * (pane + gap) + gap) / 2;
  const share = dice.between(0.12, 0.5);
  const colour = dice.pick(colours);
  const isOffice = dice.next() < 0.3;
  for (let y = top + gap * 2.4; y < ground - pane * 2; y += pane * 1.5 + gap) {
    const isFloorLit = isOffice && dice.next() < 0.4;
    for (let column = 0; column < columns; column += 1) {
      if (!isFloorLit && dice.next() > share) continue;
      const left = x + margin + column * (pane + gap);
      const paint = dice.next() < 0.8 ? colour : dice.pick(colours);
      lit.set(paint, (lit.get(paint) ?? '') + `M${n(left)} ${n(y)}h${n(pane)}v${n(pane * 1.4)}h${n(-pane)}z`);
    }
  }
}

function ripples({ width, height, shore, sky }: City, dice: Dice): string {
  const drawing = new Drawing({ width, height });
  const deep = height * (1 - shore);
  let dark = '';
  let bright = '';
  for (let ripple = 0; ripple < 520; ripple += 1) {
    const near = dice.next() ** 1.5;
    const y = height * shore + 3 + deep * near;
    const long = width * (0.006 + 0.05 * near) * dice.between(0.4, 1.3);
    const x = width * dice.between(-0.03, 1.03);
    const line = `M${n(x - long)} ${n(y)}Q${n(x)} ${n(y - 1 - 4 * near)} ${n(x + long)} ${n(y)}Q${n(x)} ${n(y - 0.4)} ${n(x - long)} ${n(y)}`;
    if (dice.next() < 0.72) dark += line;
    else bright += line;
  }
  drawing.add(shape(dark, sky[0], 'fill-opacity="0.5"'), shape(bright, lighten(sky[2], 0.2), 'fill-opacity="0.25"'));
  return drawing.toString();
}
