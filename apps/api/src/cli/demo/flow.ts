import type { Colour } from './colour.ts';
import { Dice } from './dice.ts';
import { Noise } from './noise.ts';
import { Drawing, n, type Size } from './svg.ts';

export interface Flow extends Size {
  readonly seed: number;
  readonly paper: readonly [Colour, Colour];
  readonly inks: readonly [Colour, ...Colour[]];
  readonly strands: number;
  readonly steps: number;
  /** How fast the field turns: below 1 long sweeps, above 2 curls. */
  readonly turn: number;
  readonly thick: readonly [number, number];
  /** Around a middle instead of across. */
  readonly whirl?: boolean;
}

/** Strands that follow a field of directions, as grass follows wind. None crosses another: they share the field. */
export function flow(wish: Flow): string {
  const { width, height, seed, paper, inks, strands, steps, turn, thick, whirl = false } = wish;
  const drawing = new Drawing(wish);
  drawing.fill(
    drawing.linear(
      [
        [0, paper[0]],
        [1, paper[1]],
      ],
      'diagonal',
    ),
  );
  const noise = new Noise(seed);
  const dice = new Dice(seed + 1);
  const scale = turn / height;
  const paths = new Map<string, string>();
  for (let strand = 0; strand < strands; strand += 1) {
    let x = width * dice.between(-0.1, 1.1);
    let y = height * dice.between(-0.1, 1.1);
    // Neighbours are of one colour: it comes from the place, with a little chance.
    const place = noise.fractal(x * scale * 0.8 + 50, y * scale * 0.8 + 20, 2) * 2.4 - 0.7 + dice.around(0, 0.14);
    const ink = inks[Math.min(inks.length - 1, Math.max(0, Math.floor(place * inks.length)))] ?? inks[0];
    let path = `M${n(x)} ${n(y)}`;
    const length = Math.floor(steps * dice.between(0.35, 1));
    for (let step = 0; step < length; step += 1) {
      const bend = noise.fractal(x * scale, y * scale, 2);
      const angle = whirl
        ? Math.atan2(y - height * 0.5, x - width * 0.5) + Math.PI / 2 + (bend - 0.5) * 2.6
        : bend * Math.PI * 3.4 - 0.6;
      x += Math.cos(angle) * 9;
      y += Math.sin(angle) * 9;
      path += `L${n(Math.round(x * 10) / 10)} ${n(Math.round(y * 10) / 10)}`;
    }
    const broad = thick[0] + (thick[1] - thick[0]) * dice.next() ** 2.4;
    const style = `stroke="${ink}" stroke-width="${n(Math.round(broad * 2) / 2)}"`;
    paths.set(style, (paths.get(style) ?? '') + path);
  }
  const body = [...paths].map(([style, path]) => `<path d="${path}" ${style}/>`);
  drawing.add(`<g fill="none" stroke-linecap="round" stroke-linejoin="round">${body.join('')}</g>`);
  return drawing.toString();
}
