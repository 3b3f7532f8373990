import type { BulkAnswer, ErrorBody, LabelField, Sidecar, UndoAnswer } from '#contracts';
import { labelFields } from '#contracts';
import type { Edit, KnownLabel } from './edit.ts';
import { labelIn } from './known-label.ts';
import type { Refusal } from './verdict.ts';

/** Who sends. */
export interface Author {
  /** The name to be shown to others; empty for none. */
  readonly name: string;
  readonly clientId: string | null;
}

export type Reply =
  | { readonly kind: 'saved'; readonly label: KnownLabel; readonly gesture: string | null }
  | { readonly kind: 'bulk-saved'; readonly answer: BulkAnswer }
  | { readonly kind: 'undone'; readonly answer: UndoAnswer }
  | { readonly kind: 'overtaken'; readonly current: KnownLabel; readonly changed: readonly LabelField[] }
  | Refusal;

/** The way to the server. It never rejects: that nobody answered is an answer. */
export interface EditSender {
  send(edit: Edit, author: Author): Promise<Reply>;
  /** The label as it is now; null when that could not be found out. */
  read(path: string): Promise<KnownLabel | null>;
}

const patienceMs = 30_000;

export class HttpEditSender implements EditSender {
  constructor(
    private readonly base: string,
    private readonly fetch: typeof globalThis.fetch = (input, init) => globalThis.fetch(input, init),
  ) {}

  async send(edit: Edit, author: Author): Promise<Reply> {
    const headers: Record<string, string> = { 'idempotency-key': edit.key };
    if (author.name !== '') headers['x-updated-by'] = nameInHeader(author.name);
    const clientId = edit.clientId ?? author.clientId;
    if (clientId !== null) headers['x-client-id'] = clientId;
    try {
      const response = await this.request(edit, headers);
      // Whatever does not read as an answer of ours (the page of a proxy, say) came from elsewhere.
      const body: unknown = await response.json().catch(() => null);
      return response.ok ? accepted(edit, body) : refused(edit, response, body);
    } catch (error) {
      // The network is gone, or nobody answered in time. The request may have arrived: its key will tell.
      return away(error instanceof Error ? error.message : String(error));
    }
  }

  async read(path: string): Promise<KnownLabel | null> {
    try {
      const response = await this.fetch(this.url(`item?path=${encodeURIComponent(path)}`), {
        signal: AbortSignal.timeout(patienceMs),
      });
      const body: unknown = response.ok ? await response.json() : null;
      return isSidecar(body) ? labelIn(body) : null;
    } catch {
      // As said: it could not be found out.
      return null;
    }
  }

  private request(edit: Edit, headers: Record<string, string>): Promise<Response> {
    const signal = AbortSignal.timeout(patienceMs);
    if (edit.kind === 'undo') {
      const url = this.url(`gestures/${encodeURIComponent(edit.gesture)}/undo`);
      return this.fetch(url, { method: 'POST', headers, signal });
    }
    const typed = { ...headers, 'content-type': 'application/json' };
    if (edit.kind === 'bulk') {
      const body = JSON.stringify({ scope: edit.scope, patch: edit.patch });
      return this.fetch(this.url('items/bulk'), { method: 'POST', headers: typed, body, signal });
    }
    return this.fetch(this.url(`item?path=${encodeURIComponent(edit.path)}`), {
      method: 'PATCH',
      headers: { ...typed, 'if-match': `"${String(edit.base.version)}"` },
      body: JSON.stringify(edit.patch),
      signal,
    });
  }

  private url(path: string): string {
    return new URL(path, this.base).href;
  }
}

/** A header is bytes, and a name is sent as those of UTF-8; the browser wants each of them as a character. */
export function nameInHeader(name: string): string {
  return String.fromCharCode(...new TextEncoder().encode(name));
}

function accepted(edit: Edit, body: unknown): Reply {
  switch (edit.kind) {
    case 'item':
      if (!isSidecar(body)) return away(notOurs);
      return { kind: 'saved', label: labelIn(body), gesture: body.gesture_id ?? null };
    case 'bulk':
      // The shape was looked at as far as it can be mistaken; the tests of the API check the rest.
      return has(body, 'matched') ? { kind: 'bulk-saved', answer: body as unknown as BulkAnswer } : away(notOurs);
    case 'undo':
      // As above.
      return has(body, 'reverted') ? { kind: 'undone', answer: body as unknown as UndoAnswer } : away(notOurs);
  }
}

function refused(edit: Edit, { status, headers }: Response, body: unknown): Reply {
  // Both names are there: it is a refusal of ours, and what it carries besides is optional.
  const problem = has(body, 'error') && has(body, 'message') ? (body as unknown as ErrorBody) : null;
  if (edit.kind === 'item' && problem?.error === 'version_conflict' && isSidecar(problem.current)) {
    const named = problem.changed_fields ?? labelFields;
    return {
      kind: 'overtaken',
      current: labelIn(problem.current),
      changed: labelFields.filter((field) => named.includes(field)),
    };
  }
  return {
    kind: 'refusal',
    status,
    code: problem?.error ?? null,
    message: problem?.message ?? `The server answered ${String(status)}.`,
    retryAfterMs: retryAfter(headers.get('retry-after')),
  };
}

/** In seconds. A date, which only proxies send, counts as none. */
function retryAfter(header: string | null): number | null {
  const seconds = Number(header ?? NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}

const notOurs = 'The answer did not come from the gallery.';

function away(message: string): Refusal {
  return { kind: 'refusal', status: 0, code: null, message, retryAfterMs: null };
}

function has<Name extends string>(body: unknown, name: Name): body is Record<Name, unknown> {
  return typeof body === 'object' && body !== null && name in body;
}

function isSidecar(body: unknown): body is Sidecar {
  return has(body, 'version') && typeof body.version === 'number' && has(body, 'path') && has(body, 'tags');
}
