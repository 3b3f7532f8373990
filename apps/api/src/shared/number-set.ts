/** Numbers are added in spans of so many, so that a set which grows one by one does not move each time. */
const spare = 1024;

/**
 * A set of numbers that lie near each other, one bit for each between the smallest and the largest. Half a million
 * numbers of rows are 60 KB; those of one folder, which were given one after another, are next to nothing.
 */
export class NumberSet {
  #bits = new Uint32Array(0);
  /** The number of the first bit, in words. */
  #base = 0;

  static of(numbers: Uint32Array): NumberSet {
    const set = new NumberSet();
    let [smallest, largest] = [Infinity, -1];
    for (const number of numbers) {
      if (number < smallest) smallest = number;
      if (number > largest) largest = number;
    }
    if (largest < 0) return set;
    const base = smallest >>> 5;
    const bits = new Uint32Array((largest >>> 5) - base + 1);
    for (const number of numbers) {
      const word = (number >>> 5) - base;
      bits[word] = (bits[word] ?? 0) | (1 << (number & 31));
    }
    [set.#base, set.#bits] = [base, bits];
    return set;
  }

  get byteLength(): number {
    return this.#bits.byteLength;
  }

  has(number: number): boolean {
    return ((this.#bits[(number >>> 5) - this.#base] ?? 0) & (1 << (number & 31))) !== 0;
  }

  add(number: number): void {
    const word = number >>> 5;
    if (this.#bits.length === 0) this.#base = word;
    if (word < this.#base || word >= this.#base + this.#bits.length) this.reach(word);
    this.put(number);
  }

  delete(number: number): void {
    const word = (number >>> 5) - this.#base;
    if (word in this.#bits) this.#bits[word] = (this.#bits[word] ?? 0) & ~(1 << (number & 31));
  }

  private put(number: number): void {
    const word = (number >>> 5) - this.#base;
    this.#bits[word] = (this.#bits[word] ?? 0) | (1 << (number & 31));
  }

  private reach(word: number): void {
    const base = Math.min(this.#base, word);
    const end = Math.max(this.#base + this.#bits.length, word + spare);
    const bits = new Uint32Array(end - base);
    bits.set(this.#bits, this.#base - base);
    this.#bits = bits;
    this.#base = base;
  }
}
