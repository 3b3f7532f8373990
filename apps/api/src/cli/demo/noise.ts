import { Dice } from './dice.ts';

const size = 256;

/** Smooth hills between random heights at whole numbers, in one and two dimensions. All values are from 0 to 1. */
export class Noise {
  private readonly heights = new Float32Array(size * size);

  constructor(seed: number) {
    const dice = new Dice(seed);
    for (let place = 0; place < this.heights.length; place += 1) this.heights[place] = dice.next();
  }

  at(x: number, y = 0): number {
    const left = Math.floor(x);
    const top = Math.floor(y);
    const across = ease(x - left);
    const down = ease(y - top);
    const x0 = left & (size - 1);
    const x1 = (left + 1) & (size - 1);
    const y0 = (top & (size - 1)) * size;
    const y1 = ((top + 1) & (size - 1)) * size;
    const a = this.heights[y0 + x0] ?? 0;
    const b = this.heights[y0 + x1] ?? 0;
    const c = this.heights[y1 + x0] ?? 0;
    const d = this.heights[y1 + x1] ?? 0;
    const upper = a + (b - a) * across;
    return upper + (c + (d - c) * across - upper) * down;
  }

  /** Hills upon hills: each octave twice as fine and half as high. */
  fractal(x: number, y: number, octaves: number): number {
    let sum = 0;
    let weight = 0.5;
    let total = 0;
    for (let octave = 0; octave < octaves; octave += 1) {
      sum += this.at(x, y) * weight;
      total += weight;
      weight *= 0.5;
      // Not exactly 2: the grids of two octaves would lie on each other, and be seen.
      x = x * 2.03 + 17.1;
      y = y * 2.03 + 9.7;
    }
    return sum / total;
  }

  /** Sharp crests and round valleys, as mountains have them. */
  ridged(x: number, y: number, octaves: number): number {
    let sum = 0;
    let weight = 0.5;
    let total = 0;
    for (let octave = 0; octave < octaves; octave += 1) {
      const crest = 1 - Math.abs(this.at(x, y) * 2 - 1);
      sum += crest * crest * weight;
      total += weight;
      weight *= 0.48;
      x = x * 2.07 + 31.3;
      y = y * 2.07 + 5.9;
    }
    return sum / total;
  }
}

function ease(t: number): number {
  return t * t * t * (t * (t * 6 - 15) + 10);
}
