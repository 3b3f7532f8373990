/** Limits that both sides know. The server enforces them; the page avoids running into them. */
export const limits = {
  /** Longest canonical gallery path, in UTF-8 bytes. */
  pathBytes: 4096,
  /** Items on one page of a folder manifest. */
  folderPageSize: 200,
  folderPageSizeMax: 500,
  /** A folder with more items than this is always answered in pages. */
  folderUnpagedMax: 10_000,
  /** Items in one window of a browse result. */
  browseWindow: 200,
  browseWindowMax: 500,
  /** An aspect ratio outside 1:10 to 10:1 is laid out as if it were the nearest one inside. */
  ratioMin: 0.1,
  ratioMax: 10,
  bodyBytes: 256 * 1024,
  jsonDepth: 32,
} as const;
