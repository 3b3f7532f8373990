import {
  request as plainRequest,
  type ClientRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type RequestOptions,
} from 'node:http';
import { request as secureRequest } from 'node:https';

/** The name in the examples of deploy/. */
export const exampleName = 'images.example.com';

/** Opens a request over http or https, with a connection of its own. The name of the examples leads to this machine. */
export function requestTo(
  url: URL,
  options: Omit<RequestOptions, 'headers'> & { readonly headers?: OutgoingHttpHeaders },
  answered?: (response: IncomingMessage) => void,
): ClientRequest {
  const isExample = url.hostname === exampleName;
  const where = { hostname: isExample ? '127.0.0.1' : url.hostname, port: url.port, agent: false as const };
  const headers = { ...(isExample ? { host: url.host } : {}), ...options.headers };
  if (url.protocol === 'http:') return plainRequest({ ...where, ...options, headers }, answered);
  // Tests sign their certificates themselves.
  const trust = { servername: url.hostname, rejectUnauthorized: false };
  return secureRequest({ ...where, ...trust, ...options, headers }, answered);
}
