/** What a caller must be to use a route. `public` needs no identity at all. */
export const rights = ['public', 'viewer', 'labeller', 'admin'] as const;
export type Right = (typeof rights)[number];

export interface RouteContract {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly path: string;
  readonly needs: Right;
  readonly summary: string;
  /** Name of the contract type of the query string. */
  readonly query?: string;
  /** Name of the contract type of the body. */
  readonly body?: string;
  /** It names many items at once: its body may be as large as `limits.bulkBodyBytes`. */
  readonly hasLargeBody?: true;
  /** It changes labels or views: it takes an Idempotency-Key, and a `versioned` one If-Match too. */
  readonly write?: 'versioned' | 'unversioned';
  /** It answers with `X-Sync-Cursor`: a stream that is opened there misses nothing that the answer does not hold. */
  readonly isSynced?: true;
  /** Of a stream: its events by name, each with the contract type of its data. */
  readonly frames?: Readonly<Record<string, string>>;
  /** What a success looks like: by status, a contract type or a media type. */
  readonly answers: Readonly<Record<number, string>>;
}

/** The whole API in one table: controllers, OpenAPI, the access check and the tests are made from it. */
export const routes = {
  folders: {
    method: 'GET',
    path: '/folders',
    needs: 'viewer',
    summary: 'One folder: its images by name, and the folders in it',
    query: 'FoldersQuery',
    isSynced: true,
    answers: { 200: 'FolderManifest' },
  },
  refresh: {
    method: 'POST',
    path: '/refresh',
    needs: 'admin',
    summary: 'Lists a folder and everything below it again',
    query: 'RefreshQuery',
    answers: { 202: 'RefreshAnswer' },
  },
  browse: {
    method: 'POST',
    path: '/browse',
    needs: 'viewer',
    summary: 'Asks the catalogue, and answers with a window of a frozen result',
    body: 'BrowseRequest',
    isSynced: true,
    answers: { 200: 'BrowseAnswer' },
  },
  browseWindow: {
    method: 'GET',
    path: '/browse/:result',
    needs: 'viewer',
    summary: 'Another window of a frozen result',
    query: 'BrowseWindowQuery',
    isSynced: true,
    answers: { 200: 'BrowseAnswer' },
  },
  browseLayout: {
    method: 'GET',
    path: '/browse/:result/layout',
    needs: 'viewer',
    summary: 'Width/height × 1000 of every item of a result, as unsigned 16-bit little-endian numbers; 0 is unknown',
    answers: { 200: 'application/octet-stream' },
  },
  item: {
    method: 'GET',
    path: '/item',
    needs: 'viewer',
    summary: 'What people wrote on one item',
    query: 'ItemQuery',
    isSynced: true,
    answers: { 200: 'Sidecar' },
  },
  replaceItem: {
    method: 'PUT',
    path: '/item',
    needs: 'labeller',
    summary: 'Replaces the label of one item',
    query: 'ItemQuery',
    body: 'ItemReplacement',
    write: 'versioned',
    answers: { 200: 'Sidecar' },
  },
  patchItem: {
    method: 'PATCH',
    path: '/item',
    needs: 'labeller',
    summary: 'Changes some of the label of one item',
    query: 'ItemQuery',
    body: 'ItemPatch',
    write: 'versioned',
    answers: { 200: 'Sidecar' },
  },
  bulk: {
    method: 'POST',
    path: '/items/bulk',
    needs: 'labeller',
    summary: 'Changes the labels of many items, all of them or none',
    body: 'BulkRequest',
    hasLargeBody: true,
    write: 'unversioned',
    answers: { 200: 'BulkAnswer' },
  },
  pushMetrics: {
    method: 'POST',
    path: '/items/metrics',
    needs: 'labeller',
    summary: 'Sets numbers of many items, as a job computes them',
    body: 'MetricsRequest',
    hasLargeBody: true,
    write: 'unversioned',
    answers: { 200: 'BulkAnswer' },
  },
  itemHistory: {
    method: 'GET',
    path: '/item/history',
    needs: 'viewer',
    summary: 'What was done to one item, the newest first',
    query: 'HistoryQuery',
    answers: { 200: 'HistoryAnswer' },
  },
  gestures: {
    method: 'GET',
    path: '/gestures',
    needs: 'viewer',
    summary: 'What people did, the newest first',
    query: 'GesturesQuery',
    answers: { 200: 'GesturesAnswer' },
  },
  undo: {
    method: 'POST',
    path: '/gestures/:id/undo',
    needs: 'labeller',
    summary: 'Restores what a gesture changed, where nobody has changed it since',
    query: 'UndoQuery',
    write: 'unversioned',
    answers: { 200: 'UndoAnswer' },
  },
  tags: {
    method: 'GET',
    path: '/tags',
    needs: 'viewer',
    summary: 'Every tag in use, and on how many items',
    answers: { 200: 'TagsAnswer' },
  },
  views: {
    method: 'GET',
    path: '/views',
    needs: 'viewer',
    summary: 'The saved views',
    answers: { 200: 'ViewsDocument' },
  },
  replaceViews: {
    method: 'PUT',
    path: '/views',
    needs: 'labeller',
    summary: 'Replaces the saved views',
    body: 'ViewsReplacement',
    write: 'versioned',
    answers: { 200: 'ViewsDocument' },
  },
  events: {
    method: 'GET',
    path: '/events',
    needs: 'viewer',
    summary: 'Every change as it happens, as server-sent events; goes on after Last-Event-ID',
    query: 'StreamQuery',
    frames: {
      'item-updated': 'ItemUpdated',
      'metrics-updated': 'MetricsUpdated',
      'items-updated': 'ItemsUpdated',
      presence: 'ScopeNumbers',
      'metrics-progress': 'MetricsProgressed',
      'index-progress': 'IndexProgress',
      hb: 'Heartbeat',
      resync: 'Resync',
      bye: 'Bye',
    },
    answers: { 200: 'text/event-stream' },
  },
  presence: {
    method: 'POST',
    path: '/presence',
    needs: 'viewer',
    summary: 'A sign of life of a tab, and where it is',
    body: 'PresenceBeat',
    answers: { 200: 'PresenceAnswer' },
  },
  presenceJoin: {
    method: 'POST',
    path: '/presence/join',
    needs: 'viewer',
    summary: 'A tab opens a folder',
    body: 'PresenceJoin',
    answers: { 200: 'PresenceAnswer' },
  },
  presenceMove: {
    method: 'POST',
    path: '/presence/move',
    needs: 'viewer',
    summary: 'A tab goes from one folder to another',
    body: 'PresenceMove',
    answers: { 200: 'PresenceMoved' },
  },
  presenceLeave: {
    method: 'POST',
    path: '/presence/leave',
    needs: 'viewer',
    summary: 'A tab is closed',
    body: 'PresenceLeave',
    answers: { 200: 'PresenceLeft' },
  },
  presenceDiagnostics: {
    method: 'GET',
    path: '/presence/diagnostics',
    needs: 'viewer',
    summary: 'How many people and streams there are, and what became of those that are gone',
    answers: { 200: 'PresenceDiagnostics' },
  },
  metadata: {
    method: 'GET',
    path: '/metadata',
    needs: 'viewer',
    summary: 'Everything embedded in one image file',
    query: 'ItemQuery',
    answers: { 200: 'Metadata' },
  },
  thumb: {
    method: 'GET',
    path: '/thumb',
    needs: 'viewer',
    summary: 'A small WebP of one image',
    query: 'MediaQuery',
    answers: { 200: 'image/webp', 202: 'ThumbQueued', 304: '' },
  },
  file: {
    method: 'GET',
    path: '/file',
    needs: 'viewer',
    summary: 'The original, in ranges if asked',
    query: 'MediaQuery',
    answers: { 200: 'image/*', 206: 'image/*', 304: '' },
  },
  health: {
    method: 'GET',
    path: '/health',
    needs: 'viewer',
    summary: 'The state of the server, its workers and its storage',
    answers: { 200: 'Health' },
  },
  healthLive: {
    method: 'GET',
    path: '/health/live',
    needs: 'public',
    summary: 'The process turns',
    answers: { 200: 'Alive' },
  },
  healthReady: {
    method: 'GET',
    path: '/health/ready',
    needs: 'public',
    summary: 'It can take writes, or is declared read-only; 503 while it starts or shuts down',
    answers: { 200: 'Ready' },
  },
  openapi: {
    method: 'GET',
    path: '/openapi.json',
    needs: 'public',
    summary: 'This document',
    answers: { 200: 'application/json' },
  },
  docs: {
    method: 'GET',
    path: '/docs',
    needs: 'public',
    summary: 'This document as a page',
    answers: { 200: 'text/html' },
  },
  page: {
    method: 'GET',
    path: '/*',
    needs: 'public',
    summary: 'The browser application',
    answers: { 200: 'text/html', 304: '' },
  },
} as const satisfies Record<string, RouteContract>;

export type RouteName = keyof typeof routes;
