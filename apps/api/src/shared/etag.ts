/** The version of an item or of the views, as If-Match takes it back. */
export function etagOf(version: number): string {
  return `"${String(version)}"`;
}
