import type { IncomingHttpHeaders } from 'node:http';
import type { ListenSettings } from '../settings/settings.ts';
import { hostName } from './known-host.ts';

/**
 * May this request have been sent by the page that it comes from? Other pages can neither write through a user's
 * browser nor embed what only that user may see; following a link to us is fine. Programs send none of these headers.
 */
export function isFromElsewhere(method: string, headers: IncomingHttpHeaders, listen: ListenSettings): boolean {
  const isReading = method === 'GET' || method === 'HEAD';
  const site = headers['sec-fetch-site'];
  const isForeignSite = site === 'cross-site' || site === 'same-site';
  if (isReading) return isForeignSite && headers['sec-fetch-mode'] !== 'navigate';
  if (isForeignSite) return true;
  return headers.origin !== undefined && !isOwnOrigin(headers.origin, headers.host, listen);
}

/** Our own page has our host and port in its origin. Behind a proxy that speaks TLS the scheme is https. */
function isOwnOrigin(origin: string, host: string | undefined, listen: ListenSettings): boolean {
  if (origin === `http://${host ?? ''}`) return true;
  return origin === `https://${host ?? ''}` && listen.allowedHosts.includes(hostName(host) ?? '');
}
