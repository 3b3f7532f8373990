import { importTypes, type ImportAnswer, type ImportFormat, type ImportPolicy, type ImportPreview } from '#contracts';
import { ask, type Answer } from './http-client.ts';
import { freshKey } from './labels.ts';

interface Addressed {
  readonly url: string;
}

interface ImportWish {
  readonly key?: string;
  readonly skips?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

function typeOf(format: ImportFormat): string {
  return Object.entries(importTypes).find(([, each]) => each === format)?.[0] ?? '';
}

/** Hands a file over and asks what it would do. */
export async function preview(
  server: Addressed,
  format: ImportFormat,
  content: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): Promise<ImportPreview> {
  const file = { type: typeOf(format), content };
  const { body } = await ask(server, 'importFile', {
    query: { dry_run: true },
    file,
    headers: { 'idempotency-key': freshKey(), ...headers },
  });
  // Asked for as a dry run.
  return body as ImportPreview;
}

/** Imports a file that was handed over. */
export function importKept(
  server: Addressed,
  id: string,
  policy: ImportPolicy,
  { key = freshKey(), skips = false, headers = {} }: ImportWish = {},
): Promise<Answer<ImportAnswer>> {
  const query = { policy, ...(skips ? { skip_refused: true } : {}) };
  return ask(server, 'importById', { id, query, headers: { 'idempotency-key': key, ...headers } });
}

/** Imports a file in one request. */
export function importAtOnce(
  server: Addressed,
  format: ImportFormat,
  content: string | Buffer,
  policy: ImportPolicy,
  { key = freshKey(), skips = false, headers = {} }: ImportWish = {},
): Promise<Answer<ImportAnswer>> {
  const query = { policy, ...(skips ? { skip_refused: true } : {}) };
  const wish = { query, file: { type: typeOf(format), content }, headers: { 'idempotency-key': key, ...headers } };
  return ask(server, 'importFile', wish) as Promise<Answer<ImportAnswer>>;
}
