import type { Colour } from './colour.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export type Point = readonly [x: number, y: number];

/** A drawing being made: shapes in the order they lie on each other, gradients by the way. */
export class Drawing {
  readonly width: number;
  readonly height: number;
  private readonly definitions: string[] = [];
  private readonly shapes: string[] = [];

  constructor({ width, height }: Size) {
    this.width = width;
    this.height = height;
  }

  add(...shapes: readonly string[]): this {
    for (const shape of shapes) this.shapes.push(shape);
    return this;
  }

  fill(paint: string): this {
    return this.add(`<rect width="${n(this.width)}" height="${n(this.height)}" fill="${paint}"/>`);
  }

  /** From top to bottom of what it fills; give `toRight` for left to right. Stops may have an opacity. */
  linear(stops: readonly Stop[], direction: 'down' | 'right' | 'diagonal' = 'down'): string {
    const x2 = direction === 'down' ? 0 : 1;
    const y2 = direction === 'right' ? 0 : 1;
    return this.define('linearGradient', `x1="0" y1="0" x2="${n(x2)}" y2="${n(y2)}"`, stopTags(stops));
  }

  /** Down the whole drawing, whatever it fills. */
  downThePage(stops: readonly Stop[], from: number, to: number): string {
    const place = `gradientUnits="userSpaceOnUse" x1="0" x2="0" y1="${n(from)}" y2="${n(to)}"`;
    return this.define('linearGradient', place, stopTags(stops));
  }

  radial(stops: readonly Stop[], [x, y]: Point, radius: number): string {
    const place = `gradientUnits="userSpaceOnUse" cx="${n(x)}" cy="${n(y)}" r="${n(radius)}"`;
    return this.define('radialGradient', place, stopTags(stops));
  }

  blur(radius: number): string {
    const filter = `<feGaussianBlur stdDeviation="${n(radius)}"/>`;
    return this.define('filter', 'x="-50%" y="-50%" width="200%" height="200%"', filter);
  }

  clip(shape: string): string {
    return this.define('clipPath', '', shape);
  }

  /** A soft light: strongest in its middle, nothing at its rim. */
  glow(middle: Point, radius: number, colour: Colour, strength: number): this {
    const paint = this.radial(
      [
        [0, colour, strength],
        [0.25, colour, strength * 0.5],
        [0.55, colour, strength * 0.16],
        [1, colour, 0],
      ],
      middle,
      radius,
    );
    return this.add(circle(middle, radius, paint));
  }

  toString(): string {
    const size = `width="${n(this.width)}" height="${n(this.height)}" viewBox="0 0 ${n(this.width)} ${n(this.height)}"`;
    return `<svg xmlns="http://www.w3.org/2000/svg" ${size}><defs>${this.definitions.join('')}</defs>${this.shapes.join('')}</svg>`;
  }

  private define(tag: string, attributes: string, content: string): string {
    const id = `d${String(this.definitions.length)}`;
    this.definitions.push(`<${tag} id="${id}" ${attributes}>${content}</${tag}>`);
    return `url(#${id})`;
  }
}

export type Stop = readonly [place: number, colour: Colour, opacity?: number];

function stopTags(stops: readonly Stop[]): string {
  return stops
    .map(
      ([place, colour, opacity = 1]) =>
        `<stop offset="${n(place)}" stop-color="${colour}" stop-opacity="${n(opacity)}"/>`,
    )
    .join('');
}

export function circle([x, y]: Point, radius: number, paint: string, more = ''): string {
  return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="${paint}" ${more}/>`;
}

export function rectangle(x: number, y: number, width: number, height: number, paint: string, more = ''): string {
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" fill="${paint}" ${more}/>`;
}

export function shape(path: string, paint: string, more = ''): string {
  return `<path d="${path}" fill="${paint}" ${more}/>`;
}

export function stroke(path: string, colour: string, width: number, more = ''): string {
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${n(width)}" stroke-linecap="round" stroke-linejoin="round" ${more}/>`;
}

export function group(content: readonly string[], attributes: string): string {
  return `<g ${attributes}>${content.join('')}</g>`;
}

/** Straight from point to point. */
export function lines(points: readonly Point[]): string {
  return points.map(([x, y], place) => `${place === 0 ? 'M' : 'L'}${n(x)} ${n(y)}`).join('');
}

/** In one soft bow through all the points (Catmull-Rom as Bézier curves). */
export function curve(points: readonly Point[], tension = 6): string {
  const [first] = points;
  if (!first) return '';
  let path = `M${n(first[0])} ${n(first[1])}`;
  for (let place = 0; place + 1 < points.length; place += 1) {
    const from = points[place] ?? first;
    const to = points[place + 1] ?? first;
    const before = points[place - 1] ?? from;
    const after = points[place + 2] ?? to;
    const x1 = from[0] + (to[0] - before[0]) / tension;
    const y1 = from[1] + (to[1] - before[1]) / tension;
    const x2 = to[0] - (after[0] - from[0]) / tension;
    const y2 = to[1] - (after[1] - from[1]) / tension;
    path += `C${n(x1)} ${n(y1)} ${n(x2)} ${n(y2)} ${n(to[0])} ${n(to[1])}`;
  }
  return path;
}

/** A hundredth of a pixel is finer than anybody sees, and keeps the text short. */
export function n(value: number): string {
  return String(Math.round(value * 100) / 100);
}
