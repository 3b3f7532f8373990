/** What a caller must be to use a route. `public` needs no identity at all. */
export const rights = ['public', 'viewer', 'labeller', 'admin'] as const;
export type Right = (typeof rights)[number];

export interface RouteContract {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly needs: Right;
  readonly summary: string;
  /** Name of the contract type of the query string. */
  readonly query?: string;
  /** Name of the contract type of the body. */
  readonly body?: string;
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
    answers: { 200: 'BrowseAnswer' },
  },
  browseWindow: {
    method: 'GET',
    path: '/browse/:result',
    needs: 'viewer',
    summary: 'Another window of a frozen result',
    query: 'BrowseWindowQuery',
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
    answers: { 200: 'Sidecar' },
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
    summary: 'It can serve; 503 while it is shutting down',
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
