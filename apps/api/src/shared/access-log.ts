import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from './log.ts';

/** One line for each request: the route, not the address, for what people look at is nobody's business. */
export function writeAccessLog(log: Log, request: FastifyRequest, reply: FastifyReply, milliseconds: number): void {
  const status = reply.raw.statusCode;
  const fields = {
    request: request.id,
    method: request.method,
    route: request.routeOptions.url,
    status,
    ms: Math.round(milliseconds * 10) / 10,
  };
  if (status >= 500) log.warn(fields, 'request failed');
  else log.debug(fields, 'request');
}
