/** A larger column that begins with what is in the smaller one. */
export function extended<Column extends { set(from: Column): void }>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}
