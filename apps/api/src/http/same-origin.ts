import type { IncomingHttpHeaders } from 'node:http';
import type { ListenSettings } from '../settings/settings.ts';
import { isOwnOrigin } from './own-origin.ts';

/**
 * May this request have been sent by the page that it comes from? Other pages can neither write through a user's
 * browser nor embed what only that user may see; following a link to us is fine. Programs send none of these headers;
 * whoever is known by a cookie is a browser, and has to send one of them.
 */
export function isFromElsewhere(
  method: string,
  headers: IncomingHttpHeaders,
  listen: ListenSettings,
  hasCookie = false,
): boolean {
  const { origin, host, 'sec-fetch-site': site } = headers;
  if (method === 'GET' || method === 'HEAD')
    return (site === 'cross-site' || site === 'same-site') && !isFollowedLink(headers);
  if (site !== undefined && site !== 'same-origin') return true;
  return origin === undefined ? hasCookie && site === undefined : !isOwnOrigin(origin, host, listen);
}

/** A frame is led to an address as well; but there is nothing of us to show in one, and what is no page would be saved as a file. */
function isFollowedLink(headers: IncomingHttpHeaders): boolean {
  const kind = headers['sec-fetch-dest'];
  return headers['sec-fetch-mode'] === 'navigate' && (kind === undefined || kind === 'document');
}
