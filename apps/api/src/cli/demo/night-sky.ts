import sharp, { type Sharp } from 'sharp';
import { along, ramp, rgb, type Colour } from './colour.ts';
import { Dice } from './dice.ts';
import { Noise } from './noise.ts';
import { Drawing, lines, n, shape, type Point, type Size } from './svg.ts';

export interface Aurora extends Size {
  readonly seed: number;
  readonly sky: readonly [Colour, Colour];
  /** From the lower rim of a curtain to its top. */
  readonly curtain: readonly [Colour, Colour, Colour];
  readonly curtains: number;
  readonly land: Colour;
}

/** Curtains of light, made of rays: worked out at a quarter of the size, since light has no edges. */
export async function aurora(wish: Aurora): Promise<Sharp> {
  const { width, height, sky, curtains, seed } = wish;
  // Fine from left to right, where the rays are; soft from top to bottom.
  const columns = Math.round(width / 2);
  const rows = Math.round(height / 6);
  const light = new Float32Array(columns * rows * 3);
  for (let curtain = 0; curtain < curtains; curtain += 1) hang(light, columns, rows, wish, curtain);
  const pixels = Buffer.alloc(columns * rows * 3);
  for (let y = 0; y < rows; y += 1) {
    const base = rgb(along(sky, y / rows));
    for (let x = 0; x < columns; x += 1) {
      const place = (y * columns + x) * 3;
      for (let channel = 0; channel < 3; channel += 1) {
        // Lights add up, and never quite reach white.
        const sum = (base[channel] ?? 0) / 255 + (light[place + channel] ?? 0);
        pixels[place + channel] = 255 * (1 - Math.exp(-sum * 1.15));
      }
    }
  }
  const front = new Drawing(wish);
  stars(front, new Dice(seed), 900, height * 0.86);
  silhouette(front, wish);
  const whole = await sharp(pixels, { raw: { width: columns, height: rows, channels: 3 } })
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .composite([{ input: Buffer.from(front.toString()) }])
    .removeAlpha()
    .raw()
    .toBuffer();
  return reflected(whole, wish);
}

function hang(
  light: Float32Array,
  columns: number,
  rows: number,
  { seed, curtain: colours }: Aurora,
  turn: number,
): void {
  const fold = new Noise(seed * 17 + turn);
  const rays = new Noise(seed * 29 + turn);
  const dice = new Dice(seed * 5 + turn);
  const [low, middle, high] = colours.map((colour) => rgb(colour).map((channel) => channel / 255));
  const home = dice.between(0.36, 0.6);
  const lean = dice.between(-0.22, 0.22);
  const strength = dice.between(0.7, 1) * (turn === 0 ? 1.7 : 0.9);
  for (let x = 0; x < columns; x += 1) {
    const across = x / columns;
    const foot = home + lean * (across - 0.5) + (fold.fractal(across * 3.2, turn, 3) - 0.5) * 0.42;
    const fine = rays.fractal(across * 46, turn * 3, 3);
    const broad = rays.fractal(across * 4.5, turn * 7 + 2, 2);
    const shine = strength * Math.max(0, broad * 1.9 - 0.5) * (0.35 + 1.1 * fine ** 1.6);
    const tall = 0.16 + 0.5 * rays.fractal(across * 9, turn * 5 + 4, 2);
    for (let y = 0; y < rows; y += 1) {
      const up = foot - y / rows;
      const part = up < 0 ? Math.exp((up * rows * 6) / 55) : Math.exp(-(up / tall) * 2.6);
      const value = shine * part;
      if (value < 0.004) continue;
      const height = Math.min(1, Math.max(0, up / tall));
      const lower = height < 0.4 ? low : middle;
      const upper = height < 0.4 ? middle : high;
      const share = height < 0.4 ? height / 0.4 : (height - 0.4) / 0.6;
      const place = (y * columns + x) * 3;
      for (let channel = 0; channel < 3; channel += 1) {
        const colour = (lower?.[channel] ?? 0) * (1 - share) + (upper?.[channel] ?? 0) * share;
        light[place + channel] = (light[place + channel] ?? 0) + colour * value;
      }
    }
  }
}

/** The lower fifth is still water: the picture again, upside down, darker and a little blurred. */
async function reflected(whole: Buffer, { width, height }: Size): Promise<Sharp> {
  const shore = Math.round(height * 0.8);
  const deep = height - shore;
  const pixels = { raw: { width, height, channels: 3 } } as const;
  const water = await sharp(whole, pixels)
    .extract({ left: 0, top: shore - deep, width, height: deep })
    .flip()
    .modulate({ brightness: 0.82 })
    .blur(2.4)
    .raw()
    .toBuffer();
  // Rows lie one after the other: laying one picture over the other would cost ten times as much.
  return sharp(Buffer.concat([whole.subarray(0, shore * width * 3), water]), pixels);
}

function silhouette(drawing: Drawing, { width, height, seed, land }: Aurora): void {
  for (let range = 0; range < 2; range += 1) {
    const noise = new Noise(seed * 3 + range);
    const foot = height * 0.8;
    const points: Point[] = [];
    for (let x = 0; x <= width + 3; x += 3) {
      const up = noise.ridged((x / height) * (0.9 + range), 2.2, 7);
      points.push([x, foot - height * (range === 0 ? 0.015 + 0.13 * up ** 1.3 : 0.004 + 0.04 * up ** 2)]);
    }
    const paint = range === 0 ? land : '#02040a';
    drawing.add(shape(`${lines(points)}L${n(width)} ${n(foot)}L0 ${n(foot)}Z`, paint));
  }
}

/** Many faint ones, few bright ones, some bluish, some warm. */
export function stars(drawing: Drawing, dice: Dice, count: number, floor: number): void {
  const dots: string[] = [];
  for (let star = 0; star < count; star += 1) {
    const bright = dice.next() ** 7;
    const colour = dice.pick(['#ffffff', '#ffffff', '#cfe0ff', '#ffe7c9']);
    const x = drawing.width * dice.next();
    const y = floor * dice.next();
    const radius = 0.45 + 1.7 * bright;
    dots.push(
      `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="${colour}" fill-opacity="${n(dice.between(0.25, 0.95))}"/>`,
    );
    if (bright > 0.75)
      dots.push(`<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius * 4)}" fill="${colour}" fill-opacity="0.12"/>`);
  }
  drawing.add(...dots);
}

export interface MilkyWay extends Size {
  readonly seed: number;
  /** From the darkest sky to the heart of the band. */
  readonly colours: readonly Colour[];
  /** The dust in the band. */
  readonly dust: number;
  readonly land: Colour;
  /** 0 is level, 1 rises by the height over the width. */
  readonly slope: number;
}

export function milkyWay(wish: MilkyWay): Sharp {
  const { width, height, seed, colours, dust, slope } = wish;
  const columns = Math.round(width / 2.5);
  const rows = Math.round(height / 2.5);
  const noise = new Noise(seed);
  const table = ramp(colours);
  const pixels = Buffer.alloc(columns * rows * 3);
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < columns; x += 1) {
      const u = x / rows;
      const v = y / rows;
      const bend = (noise.fractal(u * 1.1, v * 1.1, 3) - 0.5) * 0.34;
      const off = v - 0.5 + slope * (u - columns / rows / 2) + bend;
      const band = Math.exp(-(off * off) / 0.05);
      const cloud = noise.fractal(u * 4 + bend * 3, v * 4 + 11, 5);
      const lane = noise.ridged(u * 3.1 + 40, v * 3.1 + off * 4, 5);
      const dark = dust * Math.exp(-(off * off) / 0.012) * Math.max(0, lane - 0.35) * 1.7;
      const value = Math.max(0, 0.1 + 0.14 * v + band * (0.25 + 0.95 * (cloud - 0.28)) - dark);
      const at = Math.min(1023, Math.floor(value * 1023)) * 3;
      const place = (y * columns + x) * 3;
      pixels[place] = table[at] ?? 0;
      pixels[place + 1] = table[at + 1] ?? 0;
      pixels[place + 2] = table[at + 2] ?? 0;
    }
  }
  const front = new Drawing(wish);
  stars(front, new Dice(seed + 1), 2200, height);
  const noiseOfLand = new Noise(seed + 5);
  const points: Point[] = [];
  for (let x = 0; x <= width + 3; x += 3) {
    points.push([x, height * (0.95 - 0.12 * noiseOfLand.ridged((x / height) * 1.1, 6.1, 7))]);
  }
  front.add(shape(`${lines(points)}L${n(width)} ${n(height)}L0 ${n(height)}Z`, wish.land));
  return sharp(pixels, { raw: { width: columns, height: rows, channels: 3 } })
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .composite([{ input: Buffer.from(front.toString()) }]);
}
