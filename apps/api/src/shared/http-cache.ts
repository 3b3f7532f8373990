import type { FastifyReply } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';

/** With the fingerprint in its address an answer never changes. It is for this user's browser, not for a proxy. */
export const immutable = 'private, max-age=31536000, immutable';
export const revalidate = 'private, no-cache';

/** Does the browser hold this very answer already? Tags win over times, as the standard has it. */
export function isUnchanged(headers: IncomingHttpHeaders, etag: string, modified: Date): boolean {
  const tags = headers['if-none-match'];
  if (tags !== undefined) {
    return tags.trim() === '*' || tags.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
  }
  const since = Date.parse(headers['if-modified-since'] ?? '');
  return Math.floor(modified.getTime() / 1000) * 1000 <= since;
}

/** Another header may have been named before. */
export function alsoVaryBy(reply: FastifyReply, header: string): void {
  const named = reply.getHeader('vary');
  void reply.header('vary', named === undefined ? header : `${String(named)}, ${header}`);
}
