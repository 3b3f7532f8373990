/** Who may import whom in the API. This table is the lint configuration; ARCHITECTURE.md explains it. */
export const layers: Readonly<Record<string, readonly string[]>> = {
  shared: [],
  settings: ['shared', 'sources'],
  events: ['shared'],
  sources: ['shared'],
  workers: ['shared', 'sources', 'settings'],
  persistence: ['shared', 'events', 'settings'],
  catalogue: ['shared', 'events', 'sources', 'workers', 'settings', 'persistence'],
  folders: ['shared', 'events', 'catalogue', 'settings', 'persistence'],
  browse: ['shared', 'events', 'catalogue', 'settings', 'persistence'],
  items: ['shared', 'events', 'catalogue', 'settings', 'persistence', 'browse'],
  views: ['shared', 'settings', 'persistence', 'browse'],
  media: ['shared', 'events', 'sources', 'workers', 'catalogue', 'settings'],
  thumbs: ['shared', 'events', 'sources', 'workers', 'catalogue', 'settings'],
  docs: ['shared', 'settings'],
  page: ['shared', 'settings'],
  auth: ['shared', 'settings'],
  upkeep: ['shared', 'events', 'settings', 'catalogue', 'browse', 'workers', 'persistence'],
  health: ['shared', 'settings', 'catalogue', 'browse', 'thumbs', 'workers', 'persistence'],
  http: ['shared', 'settings', 'auth'],
};

/** Packages and globals that belong to one place each, and the files that may use them. */
export const adapters: Readonly<Record<string, readonly string[]>> = {
  'node:fs': [
    'workers/gallery-file.ts',
    'sources/',
    'settings/settings.ts',
    'catalogue/manifest.ts',
    'persistence/labels-file/',
    'persistence/open-store.ts',
    'persistence/adopt-labels-file.ts',
    'persistence/sql/open-database.ts',
    'page/web-files.ts',
    'docs/api-document.ts',
    'cli/',
    'main.ts',
  ],
  'node:fs/promises': ['sources/', 'shared/write-file-atomically.ts', 'thumbs/thumb-store.ts', 'cli/'],
  'node:child_process': ['workers/worker-process.ts'],
  'node:worker_threads': [
    'catalogue/scanner.ts',
    'catalogue/scanner.worker.ts',
    'persistence/store-thread.ts',
    'persistence/thread-line.ts',
    'persistence/store.worker.ts',
  ],
  'node:sqlite': ['persistence/sql/'],
  sharp: ['workers/decoder.ts', 'cli/demo/', 'cli/demo-gallery.ts'],
  'image-size': ['workers/read-headers.ts'],
  'exif-reader': ['workers/'],
  'lru-cache': ['thumbs/thumb-maker.ts'],
  '@fastify/compress': ['http/http-server.ts'],
  pino: ['cli/logger.ts'],
};

/** The same for the browser application. */
export const webLayers: Readonly<Record<string, readonly string[]>> = {
  ui: [],
  api: [],
  sync: ['api'],
  state: ['api', 'sync'],
  folders: ['ui', 'state', 'api'],
  gallery: ['ui', 'state', 'api'],
  inspector: ['ui', 'state', 'api'],
  viewer: ['ui', 'state', 'api'],
  shell: ['ui', 'state', 'api', 'folders', 'gallery', 'inspector', 'viewer'],
};
