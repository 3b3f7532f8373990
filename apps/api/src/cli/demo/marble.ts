import sharp, { type Sharp } from 'sharp';
import { ramp, type Colour } from './colour.ts';
import { Noise } from './noise.ts';
import type { Size } from './svg.ts';

export interface Marble extends Size {
  readonly seed: number;
  readonly colours: readonly Colour[];
  /** How large the forms are: 1 is one swirl across the picture's height. */
  readonly scale: number;
  /** How far the field is drawn through itself. */
  readonly warp: number;
  /** Thin lines between the colours, as a poured stone has. */
  readonly veins: number;
}

/** Noise drawn through noise drawn through noise: ink in water. Worked out small, since nothing in it is sharp. */
export function marble({ width, height, seed, colours, scale, warp, veins }: Marble): Sharp {
  const rows = Math.round(height / 2.6);
  const columns = Math.round(width / 2.6);
  const noise = new Noise(seed);
  const table = ramp(colours);
  const pixels = Buffer.alloc(rows * columns * 3);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const x = (column / rows) * scale * 2.4;
      const y = (row / rows) * scale * 2.4;
      const ax = noise.fractal(x, y, 3);
      const ay = noise.fractal(x + 5.2, y + 1.3, 3);
      const bx = noise.fractal(x + warp * ax + 1.7, y + warp * ay + 9.2, 3);
      const by = noise.fractal(x + warp * ax + 8.3, y + warp * ay + 2.8, 3);
      const value = noise.fractal(x + warp * bx, y + warp * by, 4);
      const line = Math.abs(((value * 9 + ax * 2) % 1) - 0.5) * 2;
      const tone = Math.min(1, Math.max(0, (value - 0.24) * 1.9 + (bx - 0.5) * 0.5));
      const at = Math.floor(tone * 1023) * 3;
      const shade = 1 - veins * Math.max(0, line - 0.82) * 3 - 0.28 * Math.max(0, 0.5 - ay);
      const place = (row * columns + column) * 3;
      pixels[place] = (table[at] ?? 0) * shade;
      pixels[place + 1] = (table[at + 1] ?? 0) * shade;
      pixels[place + 2] = (table[at + 2] ?? 0) * shade;
    }
  }
  return sharp(pixels, { raw: { width: columns, height: rows, channels: 3 } }).resize(width, height, {
    fit: 'fill',
    kernel: 'mitchell',
  });
}
