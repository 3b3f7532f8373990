import type { IncomingHttpHeaders } from 'node:http';
import { routes, type RouteContract } from '#contracts';
import type { ListenSettings } from '../settings/settings.ts';
import { isOwnOrigin } from './own-origin.ts';

/** Does a page send this that lives elsewhere, and that whoever runs this server has named? */
export function isListedPage(headers: IncomingHttpHeaders, listen: ListenSettings): boolean {
  const { origin, host } = headers;
  return origin !== undefined && listen.listedOrigins.includes(origin) && !isOwnOrigin(origin, host, listen);
}

/** What a listed page sends by fetch, which its browser asks us about first. Its forms, images and beacons are foreign, like everything from elsewhere. */
export function mayListedPage(
  route: string | undefined,
  headers: IncomingHttpHeaders,
  listen: ListenSettings,
): boolean {
  const mode = headers['sec-fetch-mode'];
  if (mode !== undefined && mode !== 'cors') return false;
  return isListedPage(headers, listen) && !cookieRoutes.has(route);
}

/** Cookies are for our own page alone: no other has them set, or taken away. */
const cookieRoutes = new Set<string | undefined>([routes.signIn.path, routes.signOut.path]);

/**
 * On every answer, refusals included. That it may be sent with cookies is not said: a browser then shows no such answer,
 * and a page that wants to be somebody has a token.
 */
export function permissionHeaders(
  headers: IncomingHttpHeaders,
  listen: ListenSettings,
): Readonly<Record<string, string>> {
  if (listen.listedOrigins.length === 0) return nothing;
  if (!isListedPage(headers, listen)) return forAnyone;
  return {
    ...forAnyone,
    'access-control-allow-origin': headers.origin ?? '',
    'access-control-expose-headers': readable,
  };
}

/** Asked by a browser before it sends anything that a plain form could not. */
export function isPreflight(method: string, headers: IncomingHttpHeaders): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
}

const methods = new Set(['HEAD', ...Object.values<RouteContract>(routes).map(({ method }) => method)]);
const sendable = [
  'authorization',
  'content-type',
  'idempotency-key',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'last-event-id',
  'range',
  'x-client-id',
  'x-updated-by',
].join(', ');
const readable = [
  'accept-ranges',
  'allow',
  'content-disposition',
  'content-range',
  'etag',
  'idempotency-replayed',
  'retry-after',
  'x-request-id',
  'x-sync-cursor',
].join(', ');

const nothing = {};
const forAnyone = { vary: 'Origin' };

/** What a browser may remember for ten minutes. */
export const preflightHeaders = {
  'access-control-allow-methods': [...methods].join(', '),
  'access-control-allow-headers': sendable,
  'access-control-max-age': '600',
} as const;
