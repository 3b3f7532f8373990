import { computed, effect, inject, untracked, type Provider } from '@angular/core';
import { Http } from './api/http.ts';
import { PresenceClient } from './presence/presence-client.ts';
import { presenceRequests } from './presence/presence-requests.ts';
import { openTabChannel } from './presence/tab-channel.ts';
import { TabIdentity, type TabStorage } from './presence/tab-identity.ts';
import { Address } from './state/address.ts';
import { Connection } from './state/connection.ts';
import { HealthWatch } from './state/health-watch.ts';
import { Identity } from './state/identity.ts';
import { Preferences } from './state/preferences.ts';
import { browserClock } from './sync/clock.ts';
import { BrowserDoor } from './sync/hub-door.ts';
import { LiveLine } from './sync/live-line.ts';

export const live: Provider[] = [
  {
    provide: LiveLine,
    // The name of this file in a build holds a hash of what is in it.
    useFactory: () => new LiveLine(new BrowserDoor(document.baseURI, import.meta.url), browserClock),
  },
  {
    provide: PresenceClient,
    useFactory: () => {
      const storage = tabStorage();
      const tab = new TabIdentity(storage, openTabChannel());
      return new PresenceClient(presenceRequests(inject(Http)), tab, storage, browserClock);
    },
  },
];

/** Opens the line as soon as it is known for whom, and keeps it in step with the page. Call it where things are injected. */
export function startLive(): void {
  const line = inject(LiveLine);
  const presence = inject(PresenceClient);
  const { me } = inject(Identity);
  const { health } = inject(HealthWatch);
  const address = inject(Address);
  const { displayName } = inject(Preferences);
  const storeId = computed(() => health()?.store_id ?? null);
  const path = computed(() => address.place().path);

  effect(() => {
    const [who, store] = [me(), storeId()];
    displayName();
    if (who === null || store === null) return;
    untracked(() => {
      // Where nobody signs in there is one person: the browser.
      const owner = { person: who.authenticated ? who.name : '', storeId: store };
      line.hello(owner, who.authenticated ? who.name : displayName());
      presence.begin(owner, who.role !== 'viewer');
    });
  });
  effect(() => {
    presence.follow(path());
  });
  line.frames$.subscribe((frame) => {
    presence.hear(frame);
  });
  line.status$.subscribe((status) => {
    presence.hearStatus(status);
  });

  const hurry = (): void => {
    line.send({ kind: 'hurry' });
  };
  inject(Connection).onReturn(hurry);
  addEventListener('online', hurry);
  addEventListener('pagehide', () => {
    presence.leave();
    line.leave();
  });
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    line.comeBack();
    presence.comeBack();
  });
}

function tabStorage(): TabStorage {
  try {
    return sessionStorage;
  } catch {
    // Switched off by the person or by policy.
    return null;
  }
}
