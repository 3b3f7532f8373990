import type { FastifyReply } from 'fastify';
import { Problem } from './problem.ts';

/** Aborted when the connection closes, after which nobody hears the answer. */
export function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    // Nobody is there to hear it.
    gone.abort(new Problem('request_timeout', 'Nobody waits for this any more.'));
  });
  return gone.signal;
}
