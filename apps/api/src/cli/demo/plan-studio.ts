import { botanical } from './botanical.ts';
import { arches, blocks, spiral } from './light-and-shadow.ts';
import type { Picture } from './picture.ts';

const wide = { width: 1620, height: 1080 };
const tall = { width: 1120, height: 1600 };
const square = { width: 1400, height: 1400 };

const buildings: readonly Picture[] = [
  {
    path: 'Architecture/Light and shadow/Hill town.jpg',
    draw: () =>
      blocks({
        ...wide,
        seed: 4,
        paper: ['#fbe9d7', '#f4c9a8'],
        roofs: ['#f2b58a', '#f08a6a', '#d95d5d', '#8f3f6b', '#4b2a63'],
        shade: '#2a1a44',
        side: 62,
      }),
  },
  {
    path: 'Architecture/Light and shadow/Glacier town.webp',
    draw: () =>
      blocks({
        ...square,
        seed: 14,
        paper: ['#e9f5f3', '#bfe3dd'],
        roofs: ['#d8f0e8', '#9ad7cf', '#4fb3b5', '#22839a', '#155a7a'],
        shade: '#0c2b45',
        side: 74,
      }),
  },
  {
    path: 'Architecture/Light and shadow/Ninety-six steps.jpg',
    shot: {
      taken: '2023:05:06 14:20:00',
      lens: 'Noise 14mm f/1.8',
      focal: 14,
      aperture: 4,
      exposure: '1/60',
      iso: 640,
    },
    isTurned: true,
    draw: () => spiral({ ...tall, steps: 96, turns: 3.4, colours: ['#e9c9a0', '#c98a5a', '#7c4a3a'], deep: '#1d1416' }),
  },
  {
    path: 'Architecture/Light and shadow/Four o’clock.png',
    isFlat: true,
    draw: () =>
      arches({ ...wide, wall: '#e9b48a', shadow: '#7a3f3a', sky: ['#5aa7d6', '#d9eef2'], sea: '#1f7fa6', count: 4 }),
  },
];

const plants: readonly Picture[] = [
  {
    path: 'Botanical/Cyanotypes/Fern.jpg',
    draw: () =>
      botanical({
        ...tall,
        seed: 3,
        kind: 'fern',
        paper: ['#1d4f86', '#0b2a54'],
        leaves: ['#dceaf4', '#b8d3ea', '#eef6fb'],
      }),
  },
  {
    path: 'Botanical/Cyanotypes/Fan palm.avif',
    draw: () =>
      botanical({
        ...square,
        seed: 17,
        kind: 'palm',
        paper: ['#215a94', '#0b2a54'],
        leaves: ['#e8f1f8', '#a9c8e4', '#6f9fcb'],
      }),
  },
  {
    path: 'Botanical/Herbarium/Eucalyptus.jpg',
    draw: () =>
      botanical({
        ...tall,
        seed: 5,
        kind: 'eucalyptus',
        paper: ['#fbf6ea', '#ecdfc6'],
        leaves: ['#6f9079', '#8fab8c', '#4f7566', '#a7bfa0'],
        accent: '#c9614a',
      }),
  },
  {
    path: 'Botanical/Herbarium/Autumn twigs.webp',
    draw: () =>
      botanical({
        ...wide,
        seed: 22,
        kind: 'eucalyptus',
        paper: ['#fff8ec', '#f0dcc0'],
        leaves: ['#c8553d', '#e09f3e', '#9e2a2b', '#b5702f'],
        accent: '#540b0e',
      }),
  },
  {
    path: 'Botanical/Garden/Palm house.jpg',
    shot: {
      taken: '2025:05:17 10:44:00',
      lens: 'Noise 35mm f/2',
      focal: 35,
      aperture: 2.8,
      exposure: '1/160',
      iso: 400,
    },
    draw: () =>
      botanical({
        ...wide,
        seed: 7,
        kind: 'palm',
        paper: ['#0f3d3e', '#06201f'],
        leaves: ['#2f8f6b', '#1f6f5b', '#59b07f', '#a8c66c'],
      }),
  },
  {
    path: 'Botanical/Garden/Poppies.jpg',
    shot: {
      taken: '2025:06:08 19:55:00',
      lens: 'Noise 70-200mm f/4',
      focal: 160,
      aperture: 4,
      exposure: '1/400',
      iso: 100,
    },
    draw: () =>
      botanical({
        ...wide,
        seed: 9,
        kind: 'meadow',
        paper: ['#fff3d6', '#f3bf8c'],
        leaves: ['#5d7a4a', '#3f5f45', '#7c8f4f'],
        accent: '#d8412f',
      }),
  },
];

export const studio: readonly Picture[] = [...buildings, ...plants];
