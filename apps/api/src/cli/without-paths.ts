/** The system quotes the paths that it complains of, of a rename both. A name may hold a quote: up to the last one of the line all is cut. */
export function withoutPaths(text: string): string {
  return text.replaceAll(/'[/\\].*'/g, "'…'");
}
