import sharp from 'sharp';
import { along, type Colour } from './colour.ts';
import { circle, Drawing, n } from './svg.ts';

export interface Orbits {
  readonly side: number;
  readonly frames: number;
  readonly paper: Colour;
  readonly colours: readonly Colour[];
}

/** Moons on rings, each a whole number of times around, so that the end meets the beginning. */
export async function orbits({ side, frames, paper, colours }: Orbits): Promise<Buffer> {
  const pictures: Buffer[] = [];
  for (let frame = 0; frame < frames; frame += 1) {
    const drawing = new Drawing({ width: side, height: side }).fill(paper);
    const rings = 9;
    for (let ring = 0; ring < rings; ring += 1) {
      const radius = side * (0.07 + 0.043 * ring);
      const colour = along(colours, ring / (rings - 1));
      const turn = (frame / frames) * Math.PI * 2 * (1 + (ring % 3)) * (ring % 2 ? -1 : 1) + ring * 0.7;
      const middle = [side / 2 + radius * Math.cos(turn), side / 2 + radius * Math.sin(turn)] as const;
      drawing.add(
        `<circle cx="${n(side / 2)}" cy="${n(side / 2)}" r="${n(radius)}" fill="none" stroke="${colour}" stroke-width="1.5" stroke-opacity="0.4"/>`,
        circle(middle, side * (0.011 + 0.0016 * ring), colour),
      );
    }
    drawing.add(circle([side / 2, side / 2], side * 0.035, colours[0] ?? '#ffffff'));
    pictures.push(await sharp(Buffer.from(drawing.toString())).removeAlpha().raw().toBuffer());
  }
  return sharp(Buffer.concat(pictures), { raw: { width: side, height: side * frames, channels: 3, pageHeight: side } })
    .gif({ delay: pictures.map(() => 60), loop: 0, colours: 64, effort: 3 })
    .toBuffer();
}
