import { city } from './city.ts';
import { aurora, milkyWay } from './night-sky.ts';
import type { Picture } from './picture.ts';

const wide = { width: 1620, height: 1080 };
const tall = { width: 1120, height: 1600 };

export const nights: readonly Picture[] = [
  {
    path: 'Night sky/Aurora/Green curtain.jpg',
    shot: {
      taken: '2025:03:02 23:17:00',
      lens: 'Noise 14mm f/1.8',
      focal: 14,
      aperture: 1.8,
      exposure: '4/1',
      iso: 1600,
    },
    draw: () =>
      aurora({
        ...wide,
        seed: 3,
        sky: ['#040a1c', '#0e2a44'],
        curtain: ['#3dff9e', '#22c7a0', '#7a4bff'],
        curtains: 3,
        land: '#071019',
      }),
  },
  {
    path: 'Night sky/Aurora/Crown.jpg',
    shot: {
      taken: '2025:03:03 00:40:00',
      lens: 'Noise 14mm f/1.8',
      focal: 14,
      aperture: 2,
      exposure: '6/1',
      iso: 2000,
    },
    isTurned: true,
    draw: () =>
      aurora({
        ...tall,
        seed: 15,
        sky: ['#070718', '#1b1d4a'],
        curtain: ['#62ffb8', '#4aa8ff', '#ff4fa3'],
        curtains: 4,
        land: '#090a18',
      }),
  },
  {
    path: 'Night sky/Aurora/Rose and violet.webp',
    draw: () =>
      aurora({
        width: 2200,
        height: 940,
        seed: 27,
        sky: ['#0a0618', '#2a1840'],
        curtain: ['#7dffb0', '#c05cff', '#ff5c8d'],
        curtains: 4,
        land: '#0b0714',
      }),
  },
  {
    path: 'Night sky/Milky Way/Over the plateau.jpg',
    shot: {
      taken: '2024:08:04 02:26:00',
      lens: 'Noise 20mm f/1.4',
      focal: 20,
      aperture: 1.4,
      exposure: '13/1',
      iso: 3200,
    },
    draw: () =>
      milkyWay({
        ...wide,
        seed: 5,
        colours: ['#03050f', '#0a1230', '#2a2a5e', '#7a5a8a', '#e0b5a0', '#fff3dc'],
        dust: 0.9,
        land: '#020308',
        slope: 0.6,
      }),
  },
  {
    path: 'Night sky/Milky Way/Rising.webp',
    draw: () =>
      milkyWay({
        ...tall,
        seed: 19,
        colours: ['#020811', '#06202f', '#124a5c', '#4f8f8f', '#d8cfa6', '#fffbe8'],
        dust: 1,
        land: '#01060a',
        slope: -1.6,
      }),
  },
  {
    path: 'Architecture/Cities at night/Harbour.jpg',
    shot: {
      taken: '2023:11:18 18:33:00',
      lens: 'Noise 35mm f/2',
      focal: 35,
      aperture: 5.6,
      exposure: '10/1',
      iso: 100,
    },
    draw: () =>
      city({
        ...wide,
        seed: 5,
        sky: ['#0a0f2c', '#2b2358', '#b0507a'],
        far: '#5b3f78',
        near: '#0b0d22',
        windows: ['#ffd27a', '#ffe9b8', '#9ad0ff'],
        moon: { x: 0.2, y: 0.2, radius: 0.035 },
        shore: 0.72,
      }),
  },
  {
    path: 'Architecture/Cities at night/The far bank.jpg',
    shot: {
      taken: '2023:11:19 21:10:00',
      lens: 'Noise 70-200mm f/4',
      focal: 90,
      aperture: 8,
      exposure: '15/1',
      iso: 100,
    },
    draw: () =>
      city({
        width: 2400,
        height: 960,
        seed: 9,
        sky: ['#04101f', '#0c3350', '#3f8a9a'],
        far: '#2d6a80',
        near: '#041019',
        windows: ['#ffcf7d', '#fff0cf', '#ff9d6b'],
        shore: 0.78,
      }),
  },
  {
    path: 'Architecture/Cities at night/Rush hour.webp',
    draw: () =>
      city({
        ...tall,
        seed: 12,
        sky: ['#1b1035', '#6d2f6b', '#f28f6b'],
        far: '#a4567a',
        near: '#170b2b',
        windows: ['#ffd98f', '#fff3d0'],
        moon: { x: 0.7, y: 0.16, radius: 0.05 },
        shore: 1,
      }),
  },
];
