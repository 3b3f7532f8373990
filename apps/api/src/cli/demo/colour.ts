/** A colour as `#rrggbb`. */
export type Colour = string;

export type Rgb = readonly [red: number, green: number, blue: number];

export function rgb(colour: Colour): Rgb {
  const number = Number.parseInt(colour.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

function hex(red: number, green: number, blue: number): Colour {
  const two = (channel: number): string =>
    Math.round(Math.min(255, Math.max(0, channel)))
      .toString(16)
      .padStart(2, '0');
  return `#${two(red)}${two(green)}${two(blue)}`;
}

export function mix(from: Colour, to: Colour, share: number): Colour {
  const [r0, g0, b0] = rgb(from);
  const [r1, g1, b1] = rgb(to);
  return hex(r0 + (r1 - r0) * share, g0 + (g1 - g0) * share, b0 + (b1 - b0) * share);
}

export const lighten = (colour: Colour, share: number): Colour => mix(colour, '#ffffff', share);
export const darken = (colour: Colour, share: number): Colour => mix(colour, '#000000', share);

/** A colour out of several, by a place from 0 to 1, smoothly from one to the next. */
export function along(colours: readonly Colour[], place: number): Colour {
  const steps = colours.length - 1;
  const at = Math.min(steps, Math.max(0, place * steps));
  const index = Math.min(steps - 1, Math.floor(at));
  return mix(colours[index] ?? '#000000', colours[index + 1] ?? '#000000', at - index);
}

/** The same for many pixels: 1024 places worked out once, three bytes each. */
export function ramp(colours: readonly Colour[]): Uint8Array {
  const steps = 1024;
  const table = new Uint8Array(steps * 3);
  for (let place = 0; place < steps; place += 1) table.set(rgb(along(colours, place / (steps - 1))), place * 3);
  return table;
}
