/** A queue that costs the same at any length, and that can be joined at the front too. */
export class Fifo<T> {
  private items: T[] = [];
  private head = 0;

  get length(): number {
    return this.items.length - this.head;
  }

  first(): T | undefined {
    return this.items[this.head];
  }

  second(): T | undefined {
    return this.items[this.head + 1];
  }

  last(): T | undefined {
    return this.length === 0 ? undefined : this.items[this.items.length - 1];
  }

  add(item: T): void {
    this.items.push(item);
  }

  addFirst(item: T): void {
    if (this.head === 0) this.items.unshift(item);
    else this.items[--this.head] = item;
  }

  take(): T | undefined {
    if (this.length === 0) return undefined;
    const item = this.items[this.head++];
    // Now and then, so that what was taken does not stay for ever.
    if (this.head > 64 && this.head * 2 > this.items.length) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
    return item;
  }
}
