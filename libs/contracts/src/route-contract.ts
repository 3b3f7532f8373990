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
  /** Its body is a file of labels, of one of `importTypes`, which goes to the disk as it comes. */
  readonly takesFile?: true;
  /** It changes labels or views: it takes an Idempotency-Key, and a `versioned` one If-Match too. */
  readonly write?: 'versioned' | 'unversioned';
  /** It answers with `X-Sync-Cursor`: a stream that is opened there misses nothing that the answer does not hold. */
  readonly isSynced?: true;
  /** Of a stream: its events by name, each with the contract type of its data. */
  readonly frames?: Readonly<Record<string, string>>;
  /** What a success looks like: by status, a contract type or media types. */
  readonly answers: Readonly<Record<number, string>>;
}
