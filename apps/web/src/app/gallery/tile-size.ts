import { MOST_TILES } from './row-range.ts';

/** A part of the tiles is kept for what is just out of sight. */
const IN_SIGHT = MOST_TILES * 0.7;

/**
 * The row height to aim at: what the person chose, but never so small that the screen would need more tiles than the page
 * may hold. On a large screen, or with many narrow images, the smallest rows are therefore a little higher.
 */
export function boundedTarget(chosen: number, width: number, height: number, ratios: Uint16Array | null): number {
  const mean = ratios === null ? 1 : meanRatio(ratios);
  const least = Math.sqrt((width * height) / (IN_SIGHT * mean));
  return Math.round(Math.max(chosen, least));
}

function meanRatio(ratios: Uint16Array): number {
  if (ratios.length === 0) return 1;
  // A sample is enough: this is a bound, not a measure.
  const step = Math.max(1, Math.floor(ratios.length / 2000));
  let sum = 0;
  let seen = 0;
  for (let i = 0; i < ratios.length; i += step) {
    sum += (ratios[i] || 1000) / 1000;
    seen += 1;
  }
  return sum / seen;
}
