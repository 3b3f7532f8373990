const numbers = new Float64Array(3);
const words = new Uint32Array(numbers.buffer);

/**
 * What identifies one state of one file without reading it. The inode tells a file from another one that was
 * put in its place with the same size and the same time. Short, because it travels with every row and image.
 */
export function fingerprintOf(size: number, mtime: number, inode: number): string {
  numbers[0] = size;
  numbers[1] = mtime;
  numbers[2] = inode;
  return hash(0x9e3779b1).toString(36).padStart(7, '0') + hash(0x85ebca77).toString(36).padStart(7, '0');
}

/** Murmur's mixing of 32-bit words: any changed bit changes half of the answer. */
function hash(seed: number): number {
  let state = seed;
  for (const word of words) {
    let part = Math.imul(word, 0xcc9e2d51);
    part = (part << 15) | (part >>> 17);
    state ^= Math.imul(part, 0x1b873593);
    state = (state << 13) | (state >>> 19);
    state = Math.imul(state, 5) + 0xe6546b64;
  }
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}
