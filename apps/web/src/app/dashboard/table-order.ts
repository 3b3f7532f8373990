import { signal, type WritableSignal } from '@angular/core';
import { sorted, turned, type Order } from './sorted.ts';

/** By which column a table stands, and which way round. */
export class TableOrder<Key extends string> {
  private readonly order: WritableSignal<Order<Key>>;

  constructor(
    first: Order<Key>,
    /** Names begin with the first, numbers with the largest. */
    private readonly names: Key,
  ) {
    this.order = signal(first);
  }

  /** As it is said of a column; null of those that it does not stand by. */
  turnOf(key: Key): 'ascending' | 'descending' | null {
    const order = this.order();
    return order.key !== key ? null : order.isDown ? 'descending' : 'ascending';
  }

  by(key: Key): void {
    this.order.update((before) => turned(before, key, key === this.names));
  }

  sorted<Row>(rows: readonly Row[], valueOf: (row: Row, key: Key) => string | number | null): Row[] {
    const { key, isDown } = this.order();
    return sorted(rows, (row) => valueOf(row, key), isDown);
  }
}
