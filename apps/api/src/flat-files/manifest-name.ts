export function nameOfManifest(page: number | null): string {
  return page === null ? '_index.json' : `_index_${String(page)}.json`;
}
