/** The number of an item. It stays the item's for as long as the process lives, and is never given to another. */
export type Row = number;
