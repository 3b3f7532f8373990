import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import {
  routes,
  type Alive,
  type BrowseAnswer,
  type BulkAnswer,
  type Drift,
  type ErrorBody,
  type FacetsAnswer,
  type FolderManifest,
  type GestureItemsAnswer,
  type GesturesAnswer,
  type Health,
  type HistoryAnswer,
  type ImportAnswer,
  type ImportReply,
  type ImportState,
  type Me,
  type Metadata,
  type PresenceAnswer,
  type PresenceDiagnostics,
  type PresenceLeft,
  type PresenceMoved,
  type Ready,
  type RefreshAnswer,
  type RouteName,
  type SearchAnswer,
  type Sidecar,
  type Stats,
  type TagsAnswer,
  type ThumbQueued,
  type UndoAnswer,
  type ViewsDocument,
} from '#contracts';
import { requestTo } from './connect.ts';
import { expectMatchesContract } from './openapi-validator.ts';

/** What a success of each route is, for those that answer with JSON. */
interface Bodies extends Record<RouteName, unknown> {
  folders: FolderManifest;
  refresh: RefreshAnswer;
  browse: BrowseAnswer;
  browseWindow: BrowseAnswer;
  browseDrift: Drift;
  facets: FacetsAnswer;
  search: SearchAnswer;
  item: Sidecar;
  replaceItem: Sidecar;
  patchItem: Sidecar;
  bulk: BulkAnswer;
  pushMetrics: BulkAnswer;
  itemHistory: HistoryAnswer;
  gestures: GesturesAnswer;
  gestureItems: GestureItemsAnswer;
  undo: UndoAnswer;
  stats: Stats;
  tags: TagsAnswer;
  views: ViewsDocument;
  replaceViews: ViewsDocument;
  importFile: ImportReply;
  importById: ImportAnswer;
  importState: ImportState;
  metadata: Metadata;
  thumb: ThumbQueued;
  presence: PresenceAnswer;
  presenceJoin: PresenceAnswer;
  presenceMove: PresenceMoved;
  presenceLeave: PresenceLeft;
  presenceDiagnostics: PresenceDiagnostics;
  me: Me;
  signIn: Me;
  health: Health;
  healthLive: Alive;
  healthReady: Ready;
}

export interface Wish {
  /** As a text, it is sent as it is. */
  readonly query?: Readonly<Record<string, string | number | boolean>> | string;
  /** Stands for `:result` in the path. */
  readonly result?: string;
  /** Stands for `:id` in the path. */
  readonly id?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is. */
  readonly file?: { readonly type: string; readonly content: string | Buffer };
  readonly headers?: OutgoingHttpHeaders;
  readonly method?: string;
  readonly signal?: AbortSignal;
}

export interface PlainAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

export interface Answer<Body> extends PlainAnswer {
  /** Of a success; reading that of a refusal fails and tells what the refusal was. */
  readonly body: Body;
  /** Of a refusal. */
  readonly problem: ErrorBody | undefined;
}

interface Addressed {
  readonly url: string;
}

/**
 * Asks a route, and holds every answer to what all answers promise: the contract of the route, the headers that keep
 * a browser safe, and that a refusal tells nothing of the machine.
 */
export async function ask<Name extends RouteName>(
  server: Addressed,
  name: Name,
  wish: Wish = {},
): Promise<Answer<Bodies[Name]>> {
  const { body, file, headers = {} } = wish;
  const answer = await send(server.url + addressOf(name, wish), {
    method: wish.method ?? routes[name].method,
    isEndless: 'frames' in routes[name],
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(file === undefined ? {} : { 'content-type': file.type }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(file === undefined ? {} : { body: file.content }),
    ...(wish.signal ? { signal: wish.signal } : {}),
  });
  const value = parsed(answer);
  if (wish.method !== 'HEAD') expectMatchesContract(name, answer.status, value);
  expectGuarded(answer);
  if (answer.status >= 400) expectSilence(answer.bytes.toString());
  return {
    ...answer,
    get body(): Bodies[Name] {
      if (answer.status >= 400) throw new Error(`${name} was refused: ${answer.bytes.toString()}`);
      // Just checked against the contract.
      return value as Bodies[Name];
    },
    problem: answer.status >= 400 ? (value as ErrorBody) : undefined,
  };
}

export function addressOf(name: RouteName, { query = {}, result = '', id = '' }: Wish = {}): string {
  const path = routes[name].path
    .replace(':result', encodeURIComponent(result))
    .replace(':id', encodeURIComponent(id))
    .replace('*', '');
  const words = typeof query === 'string' ? query : Object.entries(query).map(pair).join('&');
  return words === '' ? path : `${path}?${words}`;
}

function pair([key, value]: [string, string | number | boolean]): string {
  return `${encodeURIComponent(key)}=${encodeURIComponent(value)}`;
}

export interface PlainWish {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
  readonly signal?: AbortSignal;
  /** The answer never ends: its head is enough, and the connection is cut. */
  readonly isEndless?: boolean;
}

/** One request over a connection of its own. Unlike fetch, it sends any header and any address as they are. */
export function send(
  url: string,
  { method = 'GET', headers = {}, body, signal, isEndless = false }: PlainWish = {},
): Promise<PlainAnswer> {
  const to = new URL(url);
  const path = url.slice(to.origin.length) || '/';
  return new Promise((resolve, reject) => {
    const sent = requestTo(to, { path, method, headers, ...(signal ? { signal } : {}) }, (response) => {
      if (isEndless && response.statusCode === 200) {
        resolve({ status: 200, headers: response.headers, bytes: Buffer.alloc(0) });
        sent.destroy();
        return;
      }
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = unpacked(Buffer.concat(parts), response.headers['content-encoding']);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function unpacked(bytes: Buffer, encoding: string | undefined): Buffer {
  if (bytes.length === 0) return bytes;
  return encoding === 'br' ? brotliDecompressSync(bytes) : encoding === 'gzip' ? gunzipSync(bytes) : bytes;
}

/** SC7: on every answer, whatever it is. */
export function expectGuarded({ headers }: Pick<PlainAnswer, 'headers'>): void {
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    'cross-origin-resource-policy': 'same-origin',
    'content-security-policy': expect.stringContaining("frame-ancestors 'none'") as string,
    'x-request-id': expect.stringMatching(/^[\w-]{8,}$/) as string,
  });
  expect(headers['content-security-policy']).not.toMatch(/unsafe|upgrade-insecure/);
  for (const name of ['server', 'x-powered-by', 'strict-transport-security', 'access-control-allow-origin']) {
    expect(headers).not.toHaveProperty([name]);
  }
}

/** H24: a refusal names no place on the machine, no line of code and no version. */
export function expectSilence(told: string): void {
  expect(told).not.toMatch(/\/tmp\/|\/root\/|\/home\/|node_modules|node:|\.[cm]?[jt]s:\d|\n\s+at |fastify|FST_|nest/i);
}

function parsed({ headers, bytes }: PlainAnswer): unknown {
  if (!/^application\/json/.test(headers['content-type'] ?? '') || bytes.length === 0) return undefined;
  return JSON.parse(bytes.toString());
}
