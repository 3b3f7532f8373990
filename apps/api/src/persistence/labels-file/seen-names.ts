import { randomInt } from 'node:crypto';

/**
 * Which names were seen, at 11 to 21 bytes each however long they are: a set of the names of a file of 1 GiB would need half
 * of that. Kept are 64 bits made from the name and a seed of this process; among ten million names, the chance that
 * two different ones are taken for the same is one in 300,000, and the next try has another seed.
 */
export class SeenNames {
  private readonly seed = randomInt(2 ** 32);
  private places = new Uint32Array(2 * 1024);
  private count = 0;

  /** False if it was there before. */
  add(name: string): boolean {
    let high = 0xdeadbeef ^ this.seed;
    let low = 0x41c6ce57 ^ this.seed;
    for (let at = 0; at < name.length; at += 1) {
      const unit = name.charCodeAt(at);
      high = Math.imul(high ^ unit, 0x9e3779b1);
      high ^= high >>> 15;
      low = Math.imul(low ^ unit, 0x85ebca6b);
      low ^= low >>> 16;
    }
    // (0, 0) marks a free place.
    return this.insert(high >>> 0, low >>> 0 || 1);
  }

  private insert(high: number, low: number): boolean {
    const { places } = this;
    let at = (low * 2) % places.length;
    while (places[at + 1] !== 0) {
      if (places[at] === high && places[at + 1] === low) return false;
      at = (at + 2) % places.length;
    }
    places[at] = high;
    places[at + 1] = low;
    this.count += 1;
    // Three quarters full: beyond that, free places become rare and looking for one slow.
    if (this.count * 8 > places.length * 3) this.grow();
    return true;
  }

  private grow(): void {
    const old = this.places;
    this.places = new Uint32Array(old.length * 2);
    this.count = 0;
    for (let at = 0; at < old.length; at += 2) {
      const low = old[at + 1] ?? 0;
      if (low !== 0) this.insert(old[at] ?? 0, low);
    }
  }
}
