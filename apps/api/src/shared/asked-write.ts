import { hash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { limits } from '#contracts';
import { readIfMatch, type Base } from './if-match.ts';
import { personName, textInHeader } from './person-name.ts';
import { Problem } from './problem.ts';

/** Who asks for a change, and by which key, as the headers say. */
export interface AskedWrite {
  readonly principal: string;
  /** The name that becomes `updated_by`. */
  readonly actor: string;
  /** The tab's own id: a secret between it and us. */
  readonly clientId: string | null;
  readonly client: string;
  readonly key: string;
  readonly ifMatch: Base | undefined;
  /** Stands for the whole request: the same key with another one is a mistake of the caller. */
  readonly fingerprint: string;
}

const printable = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;
const clientIdMax = 128;

/** `content` stands for a body that was not read into memory. */
export function readAskedWrite(request: FastifyRequest, content?: string): AskedWrite {
  const { headers, principal, method, originalUrl, body } = request;
  const key = idempotencyKey(request);
  const clientId = clientIdIn(headers['x-client-id']);
  const client = clientId === null ? '' : hash('sha256', clientId, 'base64url').slice(0, 8);
  const asked = JSON.stringify([method, originalUrl, headers['if-match'] ?? null, body ?? content ?? null]);
  return {
    principal: principal.name,
    actor: actorOf(request, client),
    clientId,
    client,
    key,
    ifMatch: readIfMatch(headers['if-match']),
    fingerprint: hash('sha256', asked, 'base64url').slice(0, 22),
  };
}

function idempotencyKey({ headers, raw }: FastifyRequest): string {
  const key = headers['idempotency-key'];
  if (key === undefined || key === '') {
    throw new Problem(
      'missing_idempotency_key',
      'A write carries an Idempotency-Key: any text that is new for each write, and the same when it is sent again.',
    );
  }
  const isOne = (raw.headersDistinct['idempotency-key'] ?? []).length === 1;
  if (isOne && typeof key === 'string' && key.length <= limits.idempotencyKeyCharacters && printable.test(key))
    return key;
  throw new Problem('invalid_idempotency_key', 'One Idempotency-Key of 1 to 255 printable ASCII characters, please.');
}

function actorOf({ headers, principal }: FastifyRequest, client: string): string {
  if (principal.isAuthenticated) return principal.name;
  const name = displayName(headers['x-updated-by']);
  return name !== '' ? name : client !== '' ? `client:${client}` : 'server';
}

function displayName(header: string | string[] | undefined): string {
  const text = textInHeader(String(header ?? ''));
  if (text.trim() === '') return '';
  const name = personName(text);
  if (name !== undefined) return name;
  throw new Problem(
    'invalid_field',
    `x-updated-by must be a name of at most ${String(limits.nameCharacters)} characters.`,
    {
      field: 'x-updated-by',
    },
  );
}

function clientIdIn(header: string | string[] | undefined): string | null {
  if (header === undefined || header === '') return null;
  if (typeof header === 'string' && header.length <= clientIdMax && printable.test(header)) return header;
  throw new Problem('invalid_field', 'x-client-id must be 1 to 128 printable ASCII characters.', {
    field: 'x-client-id',
  });
}
