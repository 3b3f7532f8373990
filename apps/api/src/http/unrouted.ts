import { randomBytes } from 'node:crypto';
import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorCode } from '#contracts';
import { Problem } from '../shared/problem.ts';
import { problemPage, problemPolicy, wantsPage } from './problem-page.ts';
import { securityHeaders } from './security-headers.ts';

/** What could not even be parsed as HTTP, by the parser's name for it. */
const unparsed: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  HPE_HEADER_OVERFLOW: ['headers_too_large', 'The headers are larger than 16 KiB.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['request_timeout', 'The request took too long to arrive.'],
};

/** It never reaches a route or a hook, and is answered on the bare socket: in the same words and under the same headers. */
export function refuseOnSocket(code: string | undefined, socket: Socket): void {
  if (!socket.writable || code === 'ECONNRESET' || hasAnswerBegun(socket)) {
    socket.destroy();
    return;
  }
  const problem = new Problem(...(unparsed[code ?? ''] ?? ['bad_request', 'The request is not valid HTTP.']));
  const body = JSON.stringify(problem.body());
  const headers = {
    ...headersOf(randomBytes(9).toString('base64url')),
    'content-length': String(body.length),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const status = `${String(problem.status)} ${STATUS_CODES[problem.status] ?? ''}`;
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n${body}`);
}

/** Into the middle of an answer nothing can be said: that of this request, or of the one before on the same connection. */
function hasAnswerBegun(socket: Socket): boolean {
  // Node asks the same before it answers by itself.
  return (socket as Socket & { readonly _httpMessage?: ServerResponse | null })._httpMessage?.headersSent === true;
}

/** An address that no router understands: no hook has run for it, the check of who is asking (`admit`) included. */
export function refuseUnrouted(
  admit: (request: FastifyRequest) => void,
  error: { readonly statusCode?: number | undefined },
  request: FastifyRequest,
  reply: FastifyReply,
  basePath: string,
): void {
  let problem =
    error.statusCode === 414
      ? new Problem('uri_too_long', 'A part of the address is too long.')
      : new Problem('bad_request', 'The address is not percent-encoded UTF-8.');
  try {
    admit(request);
  } catch (refusal) {
    if (refusal instanceof Problem) problem = refusal;
  }
  void reply.status(problem.status).headers(headersOf(request.id));
  if (wantsPage(request)) {
    void reply.type('text/html; charset=utf-8').header('content-security-policy', problemPolicy);
    void reply.send(problemPage(problem, basePath));
  } else void reply.send(JSON.stringify(problem.body()));
}

function headersOf(requestId: string): Record<string, string> {
  return {
    ...securityHeaders,
    'x-request-id': requestId,
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  };
}
