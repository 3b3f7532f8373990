import { darken, lighten, mix, type Colour } from './colour.ts';
import { Dice } from './dice.ts';
import { circle, curve, Drawing, n, shape, stroke, type Point, type Size } from './svg.ts';

export interface Botanical extends Size {
  readonly seed: number;
  readonly paper: readonly [Colour, Colour];
  readonly leaves: readonly [Colour, ...Colour[]];
  readonly kind: 'fern' | 'eucalyptus' | 'palm' | 'meadow';
  readonly accent?: Colour;
}

/** Plants as they lie between the pages of an old book. */
export function botanical(wish: Botanical): string {
  const { width, height, paper, kind } = wish;
  const drawing = new Drawing(wish);
  const dice = new Dice(wish.seed);
  drawing.fill(
    drawing.radial(
      [
        [0, paper[0]],
        [1, paper[1]],
      ],
      [width / 2, height * 0.45],
      Math.hypot(width, height) * 0.58,
    ),
  );
  const draw = { fern: ferns, eucalyptus: branches, palm: palms, meadow }[kind];
  draw(drawing, dice, wish);
  return drawing.toString();
}

/** Two halves in two tones, a midrib and side veins. Drawn upwards from 0,0. */
function leaf(length: number, broad: number, colour: Colour, veins: number): string {
  const half = (side: number): string =>
    `M0 0C${n(side * broad)} ${n(-length * 0.22)} ${n(side * broad * 0.82)} ${n(-length * 0.72)} 0 ${n(-length)}Z`;
  let lines = `M0 0L0 ${n(-length * 0.97)}`;
  for (let vein = 1; vein <= veins; vein += 1) {
    const y = -length * (0.1 + (0.72 * vein) / veins);
    const reach = broad * 0.62 * Math.sin((Math.PI * (vein + 0.6)) / (veins + 1.6));
    lines += `M0 ${n(y)}Q${n(reach * 0.6)} ${n(y - length * 0.05)} ${n(reach)} ${n(y - length * 0.1)}`;
    lines += `M0 ${n(y)}Q${n(-reach * 0.6)} ${n(y - length * 0.05)} ${n(-reach)} ${n(y - length * 0.1)}`;
  }
  return (
    shape(half(1), colour) +
    shape(half(-1), darken(colour, 0.13)) +
    stroke(lines, lighten(colour, 0.35), Math.max(0.7, length / 130), 'stroke-opacity="0.55"')
  );
}

function placed([x, y]: Point, angle: number, content: string): string {
  return `<g transform="translate(${n(x)} ${n(y)}) rotate(${n(angle)})">${content}</g>`;
}

function stem(from: Point, to: Point, bend: number, steps: number): { points: Point[]; angles: number[] } {
  const points: Point[] = [];
  const angles: number[] = [];
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  for (let step = 0; step <= steps; step += 1) {
    const t = step / steps;
    const bow = Math.sin(t * Math.PI) * bend;
    const turn = Math.cos(t * Math.PI) * Math.PI * bend;
    points.push([from[0] + dx * t - dy * bow, from[1] + dy * t + dx * bow]);
    angles.push((Math.atan2(dy + dx * turn, dx - dy * turn) * 180) / Math.PI + 90);
  }
  return { points, angles };
}

function ferns(drawing: Drawing, dice: Dice, { width, height, leaves }: Botanical): void {
  const fronds = 5;
  for (let frond = 0; frond < fronds; frond += 1) {
    const lean = (frond / (fronds - 1) - 0.5) * 1.7;
    const foot: Point = [width * (0.5 + lean * 0.06), height * 1.02];
    const tip: Point = [
      width * (0.5 + lean * 0.56),
      height * (0.1 + Math.abs(lean) * 0.42 + dice.between(-0.03, 0.05)),
    ];
    const colour = dice.pick(leaves);
    const { points, angles } = stem(foot, tip, lean * 0.17, 34);
    const parts: string[] = [stroke(curve(points), darken(colour, 0.2), width * 0.0034)];
    points.forEach((point, place) => {
      const t = place / 34;
      if (t < 0.12) return;
      const size = height * 0.105 * Math.sin(Math.PI * Math.min(1, (1 - t) * 0.7 + 0.06)) * (1 - t * 0.3);
      for (const side of [-1, 1]) {
        const angle = (angles[place] ?? 0) + side * (72 - 30 * t);
        parts.push(placed(point, angle, pinna(size, side, dice, colour)));
      }
    });
    drawing.add(`<g opacity="0.93">${parts.join('')}</g>`);
  }
}

/** One side leaf of a fern: small teeth along a vein, in one outline. */
function pinna(length: number, side: number, dice: Dice, colour: Colour): string {
  const teeth = 9;
  let right = `M0 0`;
  let left = '';
  for (let tooth = 1; tooth <= teeth; tooth += 1) {
    const y = (-length * tooth) / teeth;
    const reach = length * 0.13 * (1 - tooth / (teeth + 1.5)) ** 0.7;
    right += `Q${n(reach * 1.25)} ${n(y + length / teeth)} ${n(reach)} ${n(y + length * 0.02)}L${n(reach * 0.28)} ${n(y)}`;
    left = `L${n(-reach * 0.28)} ${n(y)}L${n(-reach)} ${n(y + length * 0.02)}Q${n(-reach * 1.25)} ${n(y + length / teeth)} ${n((-reach * 0.28 * teeth) / tooth / 2)} ${n(y + length / teeth)}${left}`;
  }
  const tone = mix(colour, side > 0 ? '#ffffff' : '#000000', dice.between(0.02, 0.1));
  return shape(`${right}L0 ${n(-length)}${left}Z`, tone);
}

function branches(drawing: Drawing, dice: Dice, { width, height, leaves, accent }: Botanical): void {
  const count = 5;
  for (let branch = 0; branch < count; branch += 1) {
    const across = (branch + 0.5) / count;
    const foot: Point = [width * (0.2 + 0.6 * across), height * 1.04];
    const tip: Point = [width * (0.06 + 0.88 * across + dice.between(-0.03, 0.03)), height * dice.between(0.06, 0.26)];
    const { points, angles } = stem(foot, tip, dice.between(-0.1, 0.1), 15);
    const colour = leaves[branch % leaves.length] ?? leaves[0];
    drawing.add(stroke(curve(points), mix(colour, '#5b4636', 0.6), width * 0.004));
    points.forEach((point, place) => {
      if (place < 2) return;
      const t = place / 15;
      const size = width * 0.125 * (1 - 0.62 * t) * dice.between(0.85, 1.15);
      for (const side of [-1, 1]) {
        const angle = (angles[place] ?? 0) + side * dice.between(48, 78);
        const tone = mix(dice.pick(leaves), colour, 0.6);
        drawing.add(placed(point, angle, leaf(size, size * 0.5, lighten(tone, dice.between(0, 0.14)), 5)));
      }
    });
    const [end] = points.slice(-1);
    if (end) drawing.add(placed(end, angles.at(-1) ?? 0, leaf(width * 0.06, width * 0.024, colour, 4)));
    if (accent !== undefined) {
      for (let berry = 0; berry < 7; berry += 1) {
        const at = points[dice.whole(6, 14)] ?? tip;
        const spot: Point = [at[0] + dice.around(0, width * 0.05), at[1] + dice.around(0, width * 0.05)];
        drawing.add(stroke(`M${n(at[0])} ${n(at[1])}L${n(spot[0])} ${n(spot[1])}`, mix(accent, '#5b4636', 0.5), 2));
        drawing.add(
          circle(spot, width * 0.009, accent),
          circle([spot[0] - 3, spot[1] - 3], width * 0.0028, '#ffffff', 'fill-opacity="0.6"'),
        );
      }
    }
  }
}

function palms(drawing: Drawing, dice: Dice, { width, height, leaves }: Botanical): void {
  const fans: { middle: Point; size: number; angle: number }[] = [];
  for (let fan = 0; fan < 15; fan += 1) {
    const turn = fan * 2.399_963;
    const away = 0.13 + 0.5 * Math.sqrt(fan / 15);
    fans.push({
      middle: [width * (0.5 + away * 0.78 * Math.cos(turn)), height * (0.52 + away * 0.72 * Math.sin(turn))],
      size: Math.min(width, height) * dice.between(0.28, 0.4),
      angle: dice.between(-60, 60) + (Math.cos(turn) > 0 ? 24 : -24),
    });
  }
  for (const { middle, size, angle } of fans.reverse()) {
    const colour = dice.pick(leaves);
    const blades: string[] = [];
    const count = 15;
    for (let blade = 0; blade < count; blade += 1) {
      const turn = (blade / (count - 1) - 0.5) * 196;
      const long = size * (0.72 + 0.28 * Math.cos((turn * Math.PI) / 220));
      blades.push(
        placed([0, 0], turn, leaf(long, size * 0.075, mix(colour, blade % 2 ? '#ffffff' : '#000000', 0.05), 0)),
      );
    }
    // What lies below is darker towards the middle of the fan above it.
    const below = drawing.radial(
      [
        [0, '#000000', 0.5],
        [0.6, '#000000', 0.28],
        [1, '#000000', 0],
      ],
      [0, -size * 0.25],
      size * 0.85,
    );
    const shadow = circle([0, -size * 0.25], size * 0.85, below);
    drawing.add(
      placed(
        middle,
        angle,
        shadow + stroke(`M0 0L0 ${n(size * 0.9)}`, darken(colour, 0.25), size * 0.02) + blades.join(''),
      ),
    );
  }
}

/** Poppies and grasses against the light. */
function meadow(drawing: Drawing, dice: Dice, { width, height, leaves, accent = '#d1495b' }: Botanical): void {
  let grass = '';
  for (let blade = 0; blade < 420; blade += 1) {
    const x = width * dice.between(-0.02, 1.02);
    const tall = height * dice.between(0.1, 0.46);
    const lean = dice.around(0, width * 0.07);
    const broad = dice.between(1.5, 5);
    grass += `M${n(x)} ${n(height)}Q${n(x)} ${n(height - tall * 0.6)} ${n(x + lean)} ${n(height - tall)}Q${n(x + broad * 1.4)} ${n(height - tall * 0.6)} ${n(x + broad)} ${n(height)}Z`;
  }
  drawing.add(shape(grass, leaves[0], 'fill-opacity="0.8"'));
  for (let flower = 0; flower < 26; flower += 1) {
    const near = flower / 26;
    const x = width * (((flower * 0.618) % 1) * 1.04 - 0.02);
    const y = height * dice.between(0.3, 0.62) + height * near * 0.14;
    const size = width * (0.022 + 0.036 * near) * dice.between(0.8, 1.15);
    const lean = dice.around(0, width * 0.03);
    const green = leaves[flower % leaves.length] ?? leaves[0];
    drawing.add(
      stroke(
        `M${n(x + lean)} ${n(height)}Q${n(x + lean * 0.2)} ${n((y + height) / 2)} ${n(x)} ${n(y)}`,
        green,
        2 + 3 * near,
      ),
    );
    drawing.add(
      placed(
        [x, y],
        dice.between(-24, 24),
        poppy(size, mix(accent, dice.pick(['#ff8a5c', '#8c1c2b', accent]), 0.35), dice),
      ),
    );
  }
}

function poppy(size: number, colour: Colour, dice: Dice): string {
  const petal = (angle: number, tone: Colour): string => {
    const w = size * dice.between(0.85, 1.05);
    const path = `M0 0C${n(-w)} ${n(-size * 0.2)} ${n(-w * 0.95)} ${n(-size * 1.15)} ${n(-w * 0.12)} ${n(-size)}C${n(w * 0.3)} ${n(-size * 1.12)} ${n(w * 1.1)} ${n(-size * 0.75)} 0 0Z`;
    return placed([0, 0], angle, shape(path, tone));
  };
  const petals = [0, 180, 90, 270].map((angle, place) =>
    petal(angle + dice.between(-14, 14), mix(colour, place < 2 ? '#000000' : '#ffffff', place < 2 ? 0.12 : 0.1)),
  );
  const seeds = Array.from({ length: 11 }, (_, seed) => {
    const turn = (seed / 11) * Math.PI * 2;
    return circle([Math.cos(turn) * size * 0.27, Math.sin(turn) * size * 0.27], size * 0.045, '#1c1420');
  });
  return (
    petals.join('') + circle([0, 0], size * 0.2, '#2a2130') + seeds.join('') + circle([0, 0], size * 0.09, '#7b8f5a')
  );
}
