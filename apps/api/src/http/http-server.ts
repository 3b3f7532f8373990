import type { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import compress from '@fastify/compress';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { constants } from 'node:zlib';
import { limits, routes } from '#contracts';
import type { Access } from '../auth/access.ts';
import type { Caller, Doorman } from '../auth/doorman.ts';
import type { Principal } from '../auth/principal.ts';
import type { ListenSettings } from '../settings/settings.ts';
import { writeAccessLog } from '../shared/access-log.ts';
import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { Problem } from '../shared/problem.ts';
import { parseStrictJson } from '../shared/strict-json.ts';
import { parseStrictQuery } from '../shared/strict-query.ts';
import { isKnownHost } from './known-host.ts';
import { isListedPage, isPreflight, mayListedPage, permissionHeaders, preflightHeaders } from './listed-pages.ts';
import { wantsPage } from './problem-page.ts';
import { isFromElsewhere } from './same-origin.ts';
import { securityHeaders } from './security-headers.ts';
import { TimeToArrive } from './time-to-arrive.ts';
import { refuseOnSocket, refuseUnrouted } from './unrouted.ts';

const jsonBody = /^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?$/i;

/** Unlike those of the process before; random bytes for each would cost a twentieth of a small answer. */
function requestIds(): () => string {
  const prefix = randomBytes(6).toString('base64url');
  let count = 0;
  return () => `${prefix}-${(count += 1).toString(36)}`;
}

/** Fastify with all limits set, under the base path. Everything here holds for every address, known or not. */
export function httpAdapter(listen: ListenSettings): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: limits.bodyBytes,
    // Of the body: see `TimeToArrive`.
    requestTimeout: 0,
    connectionTimeout: 0,
    keepAliveTimeout: 72_000,
    forceCloseConnections: true,
    // Its own answer would be in other words than ours; what comes in while it closes is answered as ever.
    return503OnClosing: false,
    genReqId: requestIds(),
    // The time begins once with the connection, and anew with the first byte: whoever holds that back as long as possible
    // is put out after twice of it and one look, 26 s. A request without a Host is refused by our own door, with an
    // answer like all others.
    http: {
      maxHeaderSize: 16 * 1024,
      headersTimeout: 12_000,
      connectionsCheckingInterval: 2_000,
      requireHostHeader: false,
    },
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      void reply.headers(permissionHeaders(request.headers, listen));
      refuseUnrouted((asked) => admit(asked, listen), error, request, reply, listen.basePath);
    },
    routerOptions: { querystringParser: passQuery, maxParamLength: 200 },
    rewriteUrl: (request: { readonly url?: string | undefined }) => withoutBase(request.url ?? '/', listen.basePath),
    clientErrorHandler: (error, socket) => {
      refuseOnSocket((error as NodeJS.ErrnoException).code, socket);
    },
  });
}

/** Errors thrown while routing would bypass every filter: the query is parsed in the first hook instead. */
function passQuery(query: string): Record<string, unknown> {
  return { raw: query };
}

export async function setUpServer(
  server: FastifyInstance,
  listen: ListenSettings,
  { doorman, access, clock }: { readonly doorman: Doorman; readonly access: Access; readonly clock: Clock },
  log: Log,
): Promise<void> {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, readJsonBody);
  // Only keeps the shape of requests stable. The hook below sets the one before anyone looks, `passFile` the other.
  server.decorateRequest('principal', null as unknown as Principal);
  server.decorateRequest('file', null as unknown as Readable);
  server.addHook('onRequest', async (request, reply) => {
    const { headers, method } = request;
    const arrival = new TimeToArrive(request, reply, clock);
    void reply.headers({ ...securityHeaders, ...permissionHeaders(headers, listen), 'x-request-id': request.id });
    const isListed = isListedPage(headers, listen);
    // Sent along from another port of our own name. Whoever somebody is on our page, they are not on that one.
    if (isListed) delete headers.cookie;
    admit(request, listen, doorman.credentialIn(headers));
    if (isListed && isPreflight(method, headers)) return reply.status(204).headers(preflightHeaders).send();
    const { url } = request.routeOptions;
    // What stands in the address of the page is read there, and said there when it is no good.
    const isPage = url === routes.page.path && wantsPage(request);
    request.query = isPage ? {} : parseStrictQuery(request.url.split('?').slice(1).join('?'));
    request.principal = doorman.identify(callerOf(request));
    // Where there is no route there is nothing to be allowed to use.
    if (url !== undefined) access.check(request.principal, request.method, url);
    arrival.admit();
  });
  server.addHook('onResponse', async (request, reply) => {
    writeAccessLog(log, request, reply, reply.elapsedTime);
  });
  await server.register(compress, {
    // Packed bodies are refused; unless told so, it would unpack them before anyone looks.
    globalDecompression: false,
    encodings: ['br', 'gzip'],
    threshold: 1024,
    // Quality 4 packs a window of rows to within a few percent of the best, in a twentieth of the time.
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
    customTypes: /^application\/(json|octet-stream)|^text\//,
  });
}

function callerOf({ headers, raw, socket }: FastifyRequest): Caller {
  return {
    // Of the connection itself: what headers say of it anyone can write.
    address: socket.remoteAddress ?? '',
    headers,
    timesSent: (header) => raw.headersDistinct[header]?.length ?? 0,
  };
}

/** Is it meant for us, and from our own page or from no page at all? */
function admit(request: FastifyRequest, listen: ListenSettings, credential?: 'token' | 'cookie'): void {
  // With two names, or with one more in the address, it would depend on the reader which of them counts.
  const names = request.raw.headersDistinct['host'] ?? [];
  if (names.length > 1 || !request.originalUrl.startsWith('/')) {
    throw new Problem('bad_request', 'A request names its server once, in the Host header.');
  }
  if (!isKnownHost(request.headers.host, listen)) {
    throw new Problem(
      'misdirected_host',
      'This server is not known by that name. If it should be, start it with --allow-host.',
    );
  }
  // A program with a token is no browser that somebody else's page could use: none can send that header here.
  if (credential === 'token') return;
  if (mayListedPage(request.routeOptions.url, request.headers, listen)) return;
  if (isFromElsewhere(request.method, request.headers, listen, credential === 'cookie')) {
    throw new Problem('cross_site', 'Another web page may not do this through your browser.');
  }
}

function readJsonBody(
  request: FastifyRequest,
  body: Buffer,
  done: (error: Error | null, body?: unknown) => void,
): void {
  try {
    // Many programs name the type of a body also where they send none.
    if (body.length === 0) {
      done(null, undefined);
      return;
    }
    const isPlainJson =
      jsonBody.test(request.headers['content-type'] ?? '') && request.headers['content-encoding'] === undefined;
    if (!isPlainJson) {
      throw new Problem(
        'unsupported_media_type',
        'Only a JSON body (application/json, UTF-8, not compressed) is understood.',
      );
    }
    done(null, parseStrictJson(body));
  } catch (error) {
    done(error as Error);
  }
}

function withoutBase(url: string, basePath: string): string {
  if (basePath === '/') return url;
  const bare = basePath.slice(0, -1);
  if (url.startsWith(basePath)) return url.slice(bare.length);
  // Outside of the base path there is nothing; the bare base path itself is the page.
  return url === bare || url.startsWith(`${bare}?`) ? '/' + url.slice(bare.length) : '/.outside';
}
