import type { OutgoingHttpHeaders } from 'node:http';
import type {
  BulkAnswer,
  BulkRequest,
  Gesture,
  Health,
  ItemPatch,
  ItemReplacement,
  MetricsOfItem,
  Operation,
  Sidecar,
  UndoAnswer,
} from '#contracts';
import { healthOf } from './gallery-state.ts';
import { ask, type Answer } from './http-client.ts';
import { waitFor } from './wait-for.ts';

interface Addressed {
  readonly url: string;
}

export interface WriteWish {
  /** As If-Match: a version, or words as they are. Whatever is there when left out; `null` sends none. */
  readonly base?: number | string | null;
  /** A new one when left out. */
  readonly key?: string;
  readonly by?: string;
  readonly client?: string;
}

let keys = 0;

/** Of the many files of tests that may write at the same time, no two choose the same. */
export function freshKey(): string {
  keys += 1;
  return `test ${process.pid} ${performance.timeOrigin} ${keys}`;
}

export function writeHeaders({ base, key = freshKey(), by, client }: WriteWish = {}): OutgoingHttpHeaders {
  return {
    'idempotency-key': key,
    ...(base === undefined || base === null ? {} : { 'if-match': typeof base === 'number' ? `"${base}"` : base }),
    ...(by === undefined ? {} : { 'x-updated-by': by }),
    ...(client === undefined ? {} : { 'x-client-id': client }),
  };
}

export function patch(
  server: Addressed,
  path: string,
  body: ItemPatch,
  wish: WriteWish = {},
): Promise<Answer<Sidecar>> {
  return ask(server, 'patchItem', { query: { path }, body, headers: writeHeaders({ base: '*', ...wish }) });
}

export function put(
  server: Addressed,
  path: string,
  body: ItemReplacement,
  wish: WriteWish = {},
): Promise<Answer<Sidecar>> {
  return ask(server, 'replaceItem', { query: { path }, body, headers: writeHeaders({ base: '*', ...wish }) });
}

export function bulk(server: Addressed, body: BulkRequest, wish: WriteWish = {}): Promise<Answer<BulkAnswer>> {
  return ask(server, 'bulk', { body, headers: writeHeaders(wish) });
}

export function push(
  server: Addressed,
  items: readonly MetricsOfItem[],
  wish: WriteWish = {},
): Promise<Answer<BulkAnswer>> {
  return ask(server, 'pushMetrics', { body: { items }, headers: writeHeaders(wish) });
}

export function undo(
  server: Addressed,
  id: string,
  { isDry = false, ...wish }: WriteWish & { readonly isDry?: boolean } = {},
): Promise<Answer<UndoAnswer>> {
  return ask(server, 'undo', { id, headers: writeHeaders(wish), ...(isDry ? { query: { dry_run: 1 } } : {}) });
}

export async function labelOf(server: Addressed, path: string): Promise<Sidecar> {
  return (await ask(server, 'item', { query: { path } })).body;
}

/** Reads what is there and writes on that, again and again until nobody was faster. Tells how it ended. */
export async function rebase(
  server: Addressed,
  path: string,
  change: (label: Sidecar) => ItemPatch,
  wish: WriteWish = {},
): Promise<Sidecar> {
  let label = await labelOf(server, path);
  for (;;) {
    const answer = await patch(server, path, change(label), { ...wish, base: label.version });
    if (answer.problem?.error !== 'version_conflict') return answer.body;
    // Promised for an item's conflict.
    label = answer.problem.current as Sidecar;
  }
}

/** What was done to an item since it had this version, the oldest first. */
export async function historyOf(server: Addressed, path: string, since = 1): Promise<Operation[]> {
  const found: Operation[] = [];
  let before: number | undefined;
  for (;;) {
    const query = { path, ...(before === undefined ? {} : { before }) };
    const { operations, next } = (await ask(server, 'itemHistory', { query })).body;
    found.push(...operations.filter(({ version }) => version > since));
    if (next === undefined || operations.some(({ version }) => version <= since)) return found.reverse();
    before = next;
  }
}

/** What people did after that sequence number, the oldest first. */
export async function gesturesOf(
  server: Addressed,
  after = 0,
  filter: Readonly<Record<string, string>> = {},
): Promise<Gesture[]> {
  const found: Gesture[] = [];
  let before: number | undefined;
  for (;;) {
    const query = { ...filter, ...(before === undefined ? {} : { before }) };
    const { gestures, next } = (await ask(server, 'gestures', { query })).body;
    found.push(...gestures.filter(({ seq }) => seq > after));
    if (next === undefined || gestures.some(({ seq }) => seq <= after)) return found.reverse();
    before = next;
  }
}

/** Labels are read, and may be written. */
export function labelsReady(server: Addressed): Promise<Health> {
  return waitFor(
    async () => {
      const health = await healthOf(server);
      return health.labels.state === 'loading' ? undefined : health;
    },
    'the labels to be read',
    { seconds: 30 },
  );
}
