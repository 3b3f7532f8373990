import { flow } from './flow.ts';
import { arcs, discs, ridgelines, tiles } from './geometry.ts';
import { marble } from './marble.ts';
import { Noise } from './noise.ts';
import { orbits } from './orbits.ts';
import type { Picture } from './picture.ts';
import type { Prompt } from './prompt.ts';

const wide = { width: 1620, height: 1080 };
const tall = { width: 1120, height: 1600 };
const square = { width: 1400, height: 1400 };
const poured = { width: 1152, height: 1152 };

const asked = { negative: 'blurry, text, watermark, frame', steps: 28, cfg: 6.5, ...poured } as const;
const a1111 = { ...asked, program: 'automatic1111', sampler: 'DPM++ 2M Karras' } as const satisfies Partial<Prompt>;
const comfy = {
  ...asked,
  program: 'comfyui',
  sampler: 'euler_ancestral',
  steps: 24,
  cfg: 7,
} as const satisfies Partial<Prompt>;

const marbles: readonly Picture[] = [
  {
    path: 'Abstract/Marble/Lagoon and terracotta.png',
    prompt: {
      ...a1111,
      prompt: 'poured ink in water, lagoon teal and terracotta, fine veins, (macro:1.2)',
      seed: 8_123_117,
    },
    draw: () =>
      marble({
        ...poured,
        seed: 8,
        colours: ['#0b1f3a', '#164a6b', '#2c8c99', '#f2d0a4', '#e07a5f', '#7b2d43'],
        scale: 1.1,
        warp: 3.2,
        veins: 0.5,
      }),
  },
  {
    path: 'Abstract/Marble/Rose quartz.png',
    prompt: { ...comfy, prompt: 'polished rose quartz slab, warm light, swirling inclusions', seed: 994_201_553 },
    draw: () =>
      marble({
        ...poured,
        seed: 31,
        colours: ['#1a1a2e', '#4b3869', '#a64d79', '#f08a7c', '#ffd9b3', '#fff6e8'],
        scale: 0.8,
        warp: 4,
        veins: 0.4,
      }),
  },
  {
    path: 'Abstract/Marble/Malachite.png',
    prompt: { ...a1111, prompt: 'malachite, banded green stone, cut and polished, studio light', seed: 40_071 },
    draw: () =>
      marble({
        ...poured,
        seed: 58,
        colours: ['#021a17', '#07463c', '#0f7b63', '#56b58c', '#c9ecc8', '#07463c'],
        scale: 0.9,
        warp: 2.4,
        veins: 0.8,
      }),
  },
  {
    path: 'Abstract/Marble/Ink and gold.jpg',
    draw: () =>
      marble({
        ...wide,
        seed: 72,
        colours: ['#05060d', '#10142c', '#1d2550', '#39406f', '#d9a441', '#fff0c4'],
        scale: 1,
        warp: 3.6,
        veins: 0.3,
      }),
  },
];

const flows: readonly Picture[] = [
  {
    path: 'Abstract/Flow/Delta.jpg',
    draw: () =>
      flow({
        ...wide,
        seed: 4,
        paper: ['#f6efe3', '#efe3d0'],
        inks: ['#12355b', '#1d6a96', '#d1495b', '#edae49', '#00798c'],
        strands: 2600,
        steps: 70,
        turn: 1.3,
        thick: [1, 9],
      }),
  },
  {
    path: 'Abstract/Flow/Whirl.webp',
    draw: () =>
      flow({
        ...square,
        seed: 9,
        paper: ['#0d0f1e', '#1a1433'],
        inks: ['#5b2a86', '#7785ac', '#9ac6c5', '#f0a6ca', '#ffd6a5'],
        strands: 2600,
        steps: 55,
        turn: 2,
        thick: [1, 5],
        whirl: true,
      }),
  },
  {
    path: 'Abstract/Flow/Wheat.jpg',
    draw: () =>
      flow({
        ...tall,
        seed: 41,
        paper: ['#fbf3df', '#f1dcae'],
        inks: ['#7a4e1d', '#c08a2d', '#e8b84a', '#f6dc8c', '#a86b2a'],
        strands: 2400,
        steps: 60,
        turn: 0.8,
        thick: [1, 6],
      }),
  },
  {
    path: 'Abstract/Flow/Kelp.avif',
    draw: () =>
      flow({
        ...wide,
        seed: 63,
        paper: ['#03191e', '#062f38'],
        inks: ['#0b5351', '#0f9d8a', '#4fd1a5', '#b6f2c8', '#f9f871'],
        strands: 2000,
        steps: 62,
        turn: 1.7,
        thick: [1, 7],
      }),
  },
];

const geometry: readonly Picture[] = [
  {
    path: 'Abstract/Geometry/Weimar.png',
    isFlat: true,
    draw: () =>
      tiles({ ...wide, seed: 7, across: 9, paper: '#f3e9d6', colours: ['#d7402b', '#1f3f7a', '#f0b323', '#1c1c1c'] }),
  },
  {
    path: 'Abstract/Geometry/Nursery.png',
    isFlat: true,
    prompt: {
      ...comfy,
      prompt: 'geometric tiles, quarter circles, coral, sage and navy, screen print',
      seed: 27_000_031,
    },
    draw: () =>
      tiles({
        width: 1080,
        height: 1620,
        seed: 27,
        across: 6,
        paper: '#f7f1e8',
        colours: ['#2f4858', '#f26b50', '#86bbb2', '#f6ae2d'],
      }),
  },
  {
    path: 'Abstract/Geometry/Turning south.png',
    isFlat: true,
    draw: () =>
      arcs({
        ...wide,
        seed: 2,
        paper: '#f4e8d2',
        colours: ['#3d2c29', '#8a3b2a', '#d1622b', '#eb9a3c', '#f2c66d', '#6c9a8b', '#2f5d62'],
      }),
  },
  {
    path: 'Abstract/Geometry/Glass.webp',
    draw: () =>
      discs({
        ...square,
        seed: 6,
        paper: '#f8f3ea',
        inks: ['#f2545b', '#f5b700', '#19a7ce', '#3fb8af', '#f3a5b5'],
        count: 19,
      }),
  },
  {
    path: 'Abstract/Geometry/First signal.gif',
    isFlat: true,
    draw: () => {
      const noise = new Noise(77);
      return ridgelines({
        ...tall,
        paper: '#0c0d12',
        colours: ['#5ad2f4', '#f9f9f9', '#ff6b8b'],
        rows: 58,
        height_at: (across, row) => {
          const middle = Math.exp(-(((across - 0.5) / 0.17) ** 2));
          return (
            0.21 * middle * noise.fractal(across * 11 + row * 0.9, row * 0.34, 5) ** 1.5 +
            0.005 * noise.at(across * 60, row * 3)
          );
        },
      });
    },
  },
  {
    path: 'Abstract/Geometry/Orbits, moving.gif',
    draw: () =>
      orbits({
        side: 420,
        frames: 24,
        paper: '#11131c',
        colours: ['#ffd166', '#ef476f', '#7b5ea7', '#118ab2', '#06d6a0'],
      }),
  },
];

export const abstracts: readonly Picture[] = [...marbles, ...flows, ...geometry];
