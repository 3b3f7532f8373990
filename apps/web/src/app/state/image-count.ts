const counts = new Intl.NumberFormat('en');

/** `1 image`, `5,000 images`: as the rest of the page writes it. */
export function imageCount(count: number): string {
  return `${counts.format(count)} ${count === 1 ? 'image' : 'images'}`;
}
