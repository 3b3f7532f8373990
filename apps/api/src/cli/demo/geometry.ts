import { along, type Colour } from './colour.ts';
import { Dice } from './dice.ts';
import { circle, Drawing, n, rectangle, shape, type Size } from './svg.ts';

export interface Tiles extends Size {
  readonly seed: number;
  readonly across: number;
  readonly paper: Colour;
  readonly colours: readonly [Colour, ...Colour[]];
}

/** Squares, quarter and half discs in a grid, as on the posters of the twenties. */
export function tiles(wish: Tiles): string {
  const { width, height, across, paper, colours, seed } = wish;
  const drawing = new Drawing(wish).fill(paper);
  const dice = new Dice(seed);
  const side = width / across;
  const down = Math.ceil(height / side);
  for (let row = 0; row < down; row += 1) {
    for (let column = 0; column < across; column += 1) {
      const back = dice.pick([paper, ...colours]);
      const front = otherThan(back, colours, dice);
      const third = otherThan(front, [paper, ...colours], dice);
      const turn = dice.whole(0, 3) * 90;
      const content = tile(dice.whole(0, 9), side, front, third);
      drawing.add(
        `<g transform="translate(${n(column * side)} ${n(row * side)})">`,
        rectangle(0, 0, side + 0.5, side + 0.5, back),
        `<g transform="rotate(${n(turn)} ${n(side / 2)} ${n(side / 2)})">${content}</g></g>`,
      );
    }
  }
  return drawing.toString();
}

function tile(kind: number, s: number, front: Colour, third: Colour): string {
  const quarter = (radius: number, paint: Colour): string =>
    shape(`M0 0L${n(radius)} 0A${n(radius)} ${n(radius)} 0 0 1 0 ${n(radius)}Z`, paint);
  const half = shape(`M0 0A${n(s / 2)} ${n(s / 2)} 0 0 0 ${n(s)} 0Z`, front);
  switch (kind) {
    case 0:
    case 1:
      return quarter(s, front);
    case 2:
      return quarter(s, front) + quarter(s * 0.66, third) + quarter(s * 0.33, front);
    case 3:
      return half + shape(`M0 ${n(s / 2)}A${n(s / 2)} ${n(s / 2)} 0 0 0 ${n(s)} ${n(s / 2)}Z`, third);
    case 4:
      return circle([s / 2, s / 2], s * 0.5, front) + circle([s / 2, s / 2], s * 0.25, third);
    case 5:
      return shape(`M0 0L${n(s)} 0L0 ${n(s)}Z`, front);
    case 6:
      return [0, 2, 4].map((band) => rectangle(0, (band * s) / 6, s, s / 6 + 0.5, front)).join('');
    case 7:
      return half + circle([s / 2, s * 0.75], s * 0.16, third);
    case 8:
      return (
        quarter(s, front) +
        shape(`M${n(s)} ${n(s)}L${n(s / 2)} ${n(s)}A${n(s / 2)} ${n(s / 2)} 0 0 1 ${n(s)} ${n(s / 2)}Z`, third)
      );
    default:
      return circle([s / 2, s / 2], s * 0.36, front);
  }
}

function otherThan(colour: Colour, from: readonly [Colour, ...Colour[]], dice: Dice): Colour {
  for (let tries = 0; tries < 12; tries += 1) {
    const found = dice.pick(from);
    if (found !== colour) return found;
  }
  return from[0];
}

export interface Arcs extends Size {
  readonly seed: number;
  readonly paper: Colour;
  readonly colours: readonly Colour[];
}

/** Bands of colour that run straight, and turn together around a sun. */
export function arcs({ width, height, seed, paper, colours }: Arcs): string {
  const drawing = new Drawing({ width, height }).fill(paper);
  const dice = new Dice(seed);
  const band = (height * 0.5) / colours.length;
  const x = width * dice.between(0.52, 0.6);
  const y = height * 0.36;
  colours.forEach((colour, place) => {
    const radius = band * (place + 2.6);
    const bend = `A${n(radius)} ${n(radius)} 0 0 0 ${n(x + radius)} ${n(y)}`;
    const path = `M${n(-band)} ${n(y + radius)}L${n(x)} ${n(y + radius)}${bend}L${n(x + radius)} ${n(-band)}`;
    drawing.add(`<path d="${path}" fill="none" stroke="${colour}" stroke-width="${n(band * 0.84)}"/>`);
  });
  drawing.add(circle([x, y], band * 1.55, colours[2] ?? paper));
  return drawing.toString();
}

export interface Discs extends Size {
  readonly seed: number;
  readonly paper: Colour;
  readonly inks: readonly [Colour, ...Colour[]];
  readonly count: number;
}

/** Sheets of coloured glass on each other: where two overlap, both colours are seen. */
export function discs({ width, height, seed, paper, inks, count }: Discs): string {
  const drawing = new Drawing({ width, height }).fill(paper);
  const dice = new Dice(seed);
  const shapes: string[] = [];
  for (let disc = 0; disc < count; disc += 1) {
    const radius = Math.min(width, height) * dice.between(0.12, 0.26);
    // Golden angle: spread like the seeds of a sunflower, so that they meet in twos and threes.
    const turn = disc * 2.399_963 + seed;
    const away = Math.sqrt((disc + 0.4) / count) * 0.4;
    const x = width * (0.5 + away * Math.cos(turn));
    const y = height * (0.5 + away * Math.sin(turn));
    const ink = dice.pick(inks);
    const half = dice.next() < 0.42;
    const angle = dice.whole(0, 7) * 45;
    const body = half
      ? shape(`M${n(-radius)} 0A${n(radius)} ${n(radius)} 0 0 1 ${n(radius)} 0Z`, ink)
      : circle([0, 0], radius, ink);
    shapes.push(
      `<g transform="translate(${n(x)} ${n(y)}) rotate(${n(angle)})" style="mix-blend-mode:multiply" opacity="0.9">${body}</g>`,
    );
  }
  drawing.add(...shapes);
  return drawing.toString();
}

export interface Ridgelines extends Size {
  readonly colours: readonly Colour[];
  readonly paper: Colour;
  readonly height_at: (across: number, row: number) => number;
  readonly rows: number;
}

/** One landscape, cut into slices that hide each other. */
export function ridgelines({ width, height, colours, paper, rows, height_at: heightAt }: Ridgelines): string {
  const drawing = new Drawing({ width, height }).fill(paper);
  const steps = 150;
  for (let row = 0; row < rows; row += 1) {
    const y = height * (0.24 + (0.64 * row) / rows);
    let path = '';
    for (let step = 0; step <= steps; step += 1) {
      const across = step / steps;
      path += `${step === 0 ? 'M' : 'L'}${n(width * (0.1 + 0.8 * across))} ${n(y - height * heightAt(across, row))}`;
    }
    drawing.add(
      `<path d="${path}" fill="${paper}" stroke="${along(colours, row / rows)}" stroke-width="${n(height / 480)}" stroke-linejoin="round"/>`,
    );
  }
  return drawing.toString();
}
