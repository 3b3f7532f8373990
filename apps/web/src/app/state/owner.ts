import type { Health, Me } from '#contracts';
import type { Owner } from '../sync/hub-protocol.ts';

/** Whose edits are made here, and in which gallery; null until both are known. */
export function ownerOf(me: Me | null, health: Health | null): Owner | null {
  if (me === null || health === null) return null;
  // Where nobody signs in there is one person: the browser.
  return { person: me.authenticated ? me.name : '', storeId: health.store_id };
}
