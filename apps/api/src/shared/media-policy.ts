/** For files that people put into the gallery: whatever is in them, nothing of it runs. */
export const mediaPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
