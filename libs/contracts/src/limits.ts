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
  /** Of the routes that name many items at once. */
  bulkBodyBytes: 8 * 1024 * 1024,
  /** Of a file of labels, with whatever else it tells of them. */
  importBytes: 4 * 1024 ** 3,
  /** Labels in one import, which is one transaction; and what of them is held in memory until it is over. */
  importLabels: 2_000_000,
  importCharacters: 256 * 1024 ** 2,
  /** Of each list in what an import would do. */
  importListed: 100,
  jsonDepth: 32,
  tagsPerItem: 64,
  /** In characters, as people count them. */
  tagCharacters: 128,
  /** In UTF-8 bytes. */
  notesBytes: 16 * 1024,
  metricsPerItem: 256,
  /** Of a column of categories, too. */
  metricNameCharacters: 128,
  /** Different ones in one push: its gesture and its event list them. */
  metricNames: 1000,
  /** Items in one push of metrics. */
  metricsItems: 10_000,
  /** Paths in a scope that lists them; a result or a query may stand for any number. */
  bulkPaths: 100_000,
  idempotencyKeyCharacters: 255,
  /** Of a display name. */
  nameCharacters: 128,
  /** Operations or gestures on one page of the history. */
  historyPage: 50,
  /** Paths and versions that are listed in the event of a bulk write. */
  eventPaths: 500,
  /** So many characters of paths at most, all together. */
  eventPathCharacters: 100_000,
  /** Streams that are open at the same time. */
  streams: 2000,
  streamsPerPerson: 20,
  /** Sessions of people at the same time, and of one person who has signed in. */
  sessions: 10_000,
  sessionsPerPerson: 500,
  /** Of a client's, a lease's or a stream's id. */
  clientIdCharacters: 128,
  views: 500,
  /** Conditions in one query, those inside of others included. */
  filters: 100,
  /** Of what a filter looks for in a name or in notes. */
  filterTextCharacters: 256,
  /** Parts into which a query is split among people. */
  parts: 100,
  /** Names in one filter by who wrote. */
  filterNames: 100,
  /** Tags, folders or people in one facet: those with the most items. */
  facetValues: 100,
  /** Names of metrics among the facets. */
  facetMetrics: 256,
  /** Columns of categories among the facets, and different values in one. */
  facetCategories: 64,
  categoryValues: 200,
  facetBins: 40,
  /** Of the text of a search, and the words and phrases in it. */
  searchCharacters: 512,
  searchTerms: 16,
  /** Items in the answer to a search. */
  searchItems: 100,
  searchItemsMax: 1000,
} as const;
