import { browserClock } from './clock.ts';
import { Hub, type HubPort } from './hub.ts';
import { KeptOutbox } from './kept-outbox.ts';
import { LastWills } from './last-wills.ts';
import { StreamLink } from './stream-link.ts';

/** A hub over the network, for the tabs of one or for all. `base` is the gallery's address, and ends with a slash. */
export function browserHub(base: string): Hub {
  const wills = new LastWills<HubPort>((will) => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(will) };
    // Whom the server was not told of it gives up by itself, later.
    void fetch(new URL('presence/leave', base), init).catch(() => undefined);
  }, browserClock);
  return new Hub((listener) => new StreamLink(base, browserClock, listener), new KeptOutbox(base), wills, browserClock);
}
