/** More pixels than this by header are never decoded. */
export const pixelsMax = 200_000_000;
/** A file larger than this is no picture that a browser could show. */
export const fileBytesMax = 512 * 1024 * 1024;
/** From here on a decode may need so much memory that only one runs at a time. */
export const heavyPixels = 40_000_000;
