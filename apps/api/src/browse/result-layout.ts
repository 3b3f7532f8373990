import { Buffer } from 'node:buffer';
import { limits } from '#contracts';
import type { Catalogue } from '../catalogue/catalogue.ts';

/** Two bytes per item: width/height × 1000, little-endian, clamped; 0 for a size that is not known. */
export function layoutOf(catalogue: Catalogue, rows: Uint32Array): Buffer {
  const { width, height } = catalogue.columns;
  const layout = Buffer.alloc(rows.length * 2);
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] ?? 0;
    const [w, h] = [width[row] ?? 0, height[row] ?? 0];
    if (w === 0 || h === 0) continue;
    const ratio = Math.min(limits.ratioMax, Math.max(limits.ratioMin, w / h));
    layout.writeUInt16LE(Math.round(ratio * 1000), at * 2);
  }
  return layout;
}
