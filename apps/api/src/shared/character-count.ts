/** Code points: what a limit in characters means to whoever writes outside of the Latin alphabet. */
export function characterCount(text: string): number {
  return Array.from(text).length;
}
