import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body of a route that takes a file, as it arrives. */
    file: Readable;
  }
}

/**
 * Keeps the framework from reading a file into memory: whoever handles the request reads it from `request.file`. What the
 * headers say of its length is held to the route's limit all the same.
 */
export function passFile(
  request: FastifyRequest,
  _reply: FastifyReply,
  body: Readable,
  done: (error: null, body: Readable) => void,
): void {
  request.file = body;
  const receivedEncodedLength = Number(request.headers['content-length'] ?? 0);
  done(null, Object.assign(Readable.from([]), { receivedEncodedLength }));
}
