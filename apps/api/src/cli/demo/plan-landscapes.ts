import { dunes } from './dunes.ts';
import { mountains } from './mountains.ts';
import type { Picture } from './picture.ts';

const wide = { width: 1620, height: 1080 };
const tall = { width: 1120, height: 1600 };
const panorama = { width: 2400, height: 900 };

export const landscapes: readonly Picture[] = [
  {
    path: 'Above the clouds.jpg',
    shot: {
      taken: '2025:08:17 06:09:00',
      lens: 'Noise 35mm f/2',
      focal: 35,
      aperture: 8,
      exposure: '1/320',
      iso: 100,
    },
    draw: () =>
      mountains({
        ...panorama,
        seed: 66,
        sky: ['#3b5ba9', '#8fb3e0', '#fbd9c8'],
        far: '#8fa5d1',
        near: '#22305e',
        mist: '#ffeaf0',
        ridges: 8,
        horizon: 0.36,
        sun: { x: 0.55, y: 0.32, radius: 0.06, colour: '#fff1d6' },
      }),
  },
  {
    path: 'Landscapes/Mountains/Dawn over seven ridges.jpg',
    shot: {
      taken: '2025:06:21 05:14:00',
      lens: 'Noise 70-200mm f/4',
      focal: 135,
      aperture: 8,
      exposure: '1/250',
      iso: 100,
    },
    draw: () =>
      mountains({
        ...wide,
        seed: 3,
        sky: ['#6f86b5', '#f0b8a0', '#ffe3bd'],
        far: '#c99fa6',
        near: '#1d2a44',
        mist: '#fbd9c0',
        ridges: 7,
        horizon: 0.42,
        sun: { x: 0.66, y: 0.36, radius: 0.045, colour: '#fff0c8' },
        forest: true,
      }),
  },
  {
    path: 'Landscapes/Mountains/Blue hour.jpg',
    shot: {
      taken: '2025:02:03 17:48:00',
      lens: 'Noise 24-70mm f/2.8',
      focal: 50,
      aperture: 5.6,
      exposure: '1/15',
      iso: 400,
    },
    draw: () =>
      mountains({
        ...wide,
        seed: 8,
        sky: ['#0d1b3d', '#31588f', '#a9c9e0'],
        far: '#7fa3c7',
        near: '#08142b',
        mist: '#c5dcea',
        ridges: 8,
        horizon: 0.38,
        forest: true,
      }),
  },
  {
    path: 'Landscapes/Mountains/Last light, panorama.jpg',
    shot: { taken: '2024:09:14 19:22:00', lens: 'Noise 35mm f/2', focal: 35, aperture: 8, exposure: '1/60', iso: 100 },
    draw: () =>
      mountains({
        ...panorama,
        seed: 12,
        sky: ['#2a1f4f', '#b2456e', '#ffb26b'],
        far: '#9c4a74',
        near: '#160e2a',
        mist: '#ff9f6e',
        ridges: 7,
        horizon: 0.45,
        sun: { x: 0.3, y: 0.5, radius: 0.06, colour: '#ffd78a' },
      }),
  },
  {
    path: 'Landscapes/Mountains/Fog in the firs.jpg',
    shot: {
      taken: '2025:10:28 08:05:00',
      lens: 'Noise 70-200mm f/4',
      focal: 200,
      aperture: 5.6,
      exposure: '1/125',
      iso: 200,
    },
    isTurned: true,
    draw: () =>
      mountains({
        ...tall,
        seed: 23,
        sky: ['#c9d3d0', '#dfe5df', '#f1efe4'],
        far: '#b9c6c3',
        near: '#16302e',
        mist: '#eef0e8',
        ridges: 8,
        horizon: 0.3,
        forest: true,
      }),
  },
  {
    path: 'Landscapes/Mountains/Red country.avif',
    draw: () =>
      mountains({
        ...wide,
        seed: 31,
        sky: ['#2f6d8f', '#e9c9a2', '#ffe8c4'],
        far: '#e0a07c',
        near: '#54201f',
        mist: '#f6cfa4',
        ridges: 6,
        horizon: 0.4,
        sun: { x: 0.24, y: 0.22, radius: 0.035, colour: '#fff6dd' },
      }),
  },
  {
    path: 'Landscapes/Mountains/Spring rain.webp',
    draw: () =>
      mountains({
        ...wide,
        seed: 45,
        sky: ['#5d7f8c', '#a9c4bd', '#e3ead3'],
        far: '#93b5a4',
        near: '#12352f',
        mist: '#dfe9d2',
        ridges: 8,
        horizon: 0.33,
        forest: true,
      }),
  },
  {
    path: 'Landscapes/Mountains/Under the moon.webp',
    draw: () =>
      mountains({
        ...panorama,
        seed: 52,
        sky: ['#060b1e', '#16294d', '#4f6f93'],
        far: '#3f5f86',
        near: '#040817',
        mist: '#7f9fbd',
        ridges: 7,
        horizon: 0.4,
        sun: { x: 0.72, y: 0.2, radius: 0.05, colour: '#dfe9f7' },
        forest: true,
      }),
  },
  {
    path: 'Landscapes/Dunes/Noon.jpg',
    shot: {
      taken: '2024:04:11 11:58:00',
      lens: 'Noise 24-70mm f/2.8',
      focal: 42,
      aperture: 11,
      exposure: '1/500',
      iso: 100,
    },
    draw: () =>
      dunes({
        ...wide,
        seed: 4,
        sky: ['#3c6e9f', '#9cc3d5', '#f6e3c0'],
        light: '#e8a95b',
        shade: '#8a4a2b',
        haze: '#f0cfa0',
        horizon: 0.36,
        rows: 6,
        sun: { x: 0.2, y: 0.2, radius: 0.04, colour: '#fff3cf' },
      }),
  },
  {
    path: 'Landscapes/Dunes/Evening, upright.jpg',
    shot: { taken: '2024:04:11 19:31:00', lens: 'Noise 35mm f/2', focal: 35, aperture: 8, exposure: '1/80', iso: 100 },
    isTurned: true,
    draw: () =>
      dunes({
        ...tall,
        seed: 9,
        sky: ['#1b1440', '#7c3a72', '#f59b71'],
        light: '#d9735a',
        shade: '#4b1f4a',
        haze: '#f0a384',
        horizon: 0.4,
        rows: 6,
        sun: { x: 0.7, y: 0.33, radius: 0.06, colour: '#ffd9a0' },
      }),
  },
  {
    path: 'Landscapes/Dunes/Moonlit.jpg',
    shot: { taken: '2024:04:12 01:12:00', lens: 'Noise 35mm f/2', focal: 35, aperture: 2, exposure: '8/1', iso: 1600 },
    draw: () =>
      dunes({
        ...wide,
        seed: 21,
        sky: ['#050b1f', '#12305a', '#3f6f96'],
        light: '#5f86a8',
        shade: '#10203c',
        haze: '#4a7698',
        horizon: 0.45,
        rows: 5,
        sun: { x: 0.8, y: 0.17, radius: 0.035, colour: '#e8f1ff' },
        stars: true,
      }),
  },
  {
    path: 'Landscapes/Dunes/White sand.webp',
    draw: () =>
      dunes({
        ...panorama,
        seed: 33,
        sky: ['#5a8fc0', '#a9cbe0', '#f4ede2'],
        light: '#f2e6d6',
        shade: '#9aa5bd',
        haze: '#eee6dc',
        horizon: 0.4,
        rows: 6,
        sun: { x: 0.83, y: 0.2, radius: 0.045, colour: '#fffaf0' },
      }),
  },
];
