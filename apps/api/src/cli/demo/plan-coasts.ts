import { coast } from './coast.ts';
import type { Picture } from './picture.ts';

const wide = { width: 1620, height: 1080 };
const tall = { width: 1120, height: 1600 };
const panorama = { width: 2400, height: 900 };

export const coasts: readonly Picture[] = [
  {
    path: 'Landscapes/Coast/Road of light.jpg',
    shot: {
      taken: '2025:07:30 20:41:00',
      lens: 'Noise 24-70mm f/2.8',
      focal: 60,
      aperture: 8,
      exposure: '1/200',
      iso: 100,
    },
    draw: () =>
      coast({
        ...wide,
        seed: 2,
        sky: ['#354a7d', '#d9869a', '#ffd9a3'],
        sea: ['#e2a08f', '#1f3358'],
        rock: '#2b2438',
        sun: { x: 0.56, y: 0.47, radius: 0.05, colour: '#ffe2ac' },
        horizon: 0.52,
        headlands: 3,
      }),
  },
  {
    path: 'Landscapes/Coast/Morning swim.jpg',
    shot: {
      taken: '2025:07:31 09:02:00',
      lens: 'Noise 24-70mm f/2.8',
      focal: 28,
      aperture: 8,
      exposure: '1/640',
      iso: 100,
    },
    draw: () =>
      coast({
        ...wide,
        seed: 5,
        sky: ['#3d8ec4', '#94cbe4', '#eaf5f2'],
        sea: ['#5fb6c9', '#0f5f86'],
        rock: '#3f5a4d',
        sun: { x: 0.75, y: 0.15, radius: 0.035, colour: '#fffbe6' },
        horizon: 0.42,
        headlands: 3,
        beach: '#e9cf9f',
      }),
  },
  {
    path: 'Landscapes/Coast/After the storm.avif',
    draw: () =>
      coast({
        ...tall,
        seed: 11,
        sky: ['#101a3a', '#4d3f78', '#e98b70'],
        sea: ['#b8697a', '#0b1430'],
        rock: '#0f1024',
        sun: { x: 0.4, y: 0.5, radius: 0.04, colour: '#ffc98f' },
        horizon: 0.53,
        headlands: 2,
      }),
  },
  {
    path: 'Landscapes/Coast/Northern summer.webp',
    draw: () =>
      coast({
        ...panorama,
        seed: 20,
        sky: ['#7fa6b8', '#cfdccf', '#fbe9c6'],
        sea: ['#c8cdb8', '#3c6672'],
        rock: '#2e4347',
        sun: { x: 0.36, y: 0.4, radius: 0.05, colour: '#fff4d2' },
        horizon: 0.55,
        headlands: 4,
      }),
  },
];
