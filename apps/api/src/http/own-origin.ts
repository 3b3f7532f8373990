import type { ListenSettings } from '../settings/settings.ts';
import { hostName } from './known-host.ts';

/** Our own page has our host and port in its origin. Behind a proxy that speaks TLS the scheme is https. */
export function isOwnOrigin(origin: string, host: string | undefined, listen: ListenSettings): boolean {
  if (origin === `http://${host ?? ''}`) return true;
  return origin === `https://${host ?? ''}` && listen.allowedHosts.includes(hostName(host) ?? '');
}
