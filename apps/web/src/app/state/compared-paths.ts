/** So many images are compared at a time, at least and at most. */
export const compared = { least: 2, most: 6 } as const;

/**
 * The images of a comparison in the address, one path after the other with a slash between them. A path begins with a slash, ends
 * with none and has no two in a row, so whatever else stands in it, `//` is where the next one begins.
 */
export function writeCompared(paths: readonly string[]): string {
  return paths.join('/');
}

/** null where there are not enough to compare. Each counts once, and more than can be compared are left out. */
export function readCompared(text: string | null): readonly string[] | null {
  const paths = (text ?? '').split(/\/(?=\/)/).map((path) => path.replace(/\/+$/, ''));
  const sound = [...new Set(paths)].filter((path) => path.startsWith('/'));
  return sound.length < compared.least ? null : sound.slice(0, compared.most);
}
