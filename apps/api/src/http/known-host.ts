import { isIP } from 'node:net';
import type { ListenSettings } from '../settings/settings.ts';

/**
 * Is this the name of our own server? A page from elsewhere can have its own name resolve to this machine and
 * then talk to us as if it were ours; what it cannot do is to make the browser send another Host.
 */
export function isKnownHost(host: string | undefined, listen: ListenSettings): boolean {
  const name = hostName(host);
  if (name === undefined) return false;
  if (name === 'localhost' || name === '127.0.0.1' || name === '::1' || name === listen.host) return true;
  if (listen.allowedHosts.includes(name)) return true;
  // Nobody can have an address resolve to something else, so on an open server every address is as good as ours.
  return listen.isOpen && isIP(name) !== 0;
}

/** Name or address without port and brackets; undefined for anything a browser would not send. */
export function hostName(host: string | undefined): string | undefined {
  const match = /^(?:\[([\da-f:.]+)\]|([a-z\d](?:[a-z\d._-]*[a-z\d])?))(?::\d{1,5})?$/i.exec(host ?? '');
  return (match?.[1] ?? match?.[2])?.toLowerCase();
}
