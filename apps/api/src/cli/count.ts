/** With commas, as people read large numbers. */
export function count(number: number): string {
  return number.toLocaleString('en');
}

/** `1 image`, `1,500 images`. */
export function counted(number: number, one: string, many: string): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}
