import { computed, effect, inject, untracked, type Provider } from '@angular/core';
import { Http } from './api/http.ts';
import { PresenceClient } from './presence/presence-client.ts';
import { presenceRequests } from './presence/presence-requests.ts';
import { openTabChannel } from './presence/tab-channel.ts';
import { TabIdentity } from './presence/tab-identity.ts';
import { Address } from './state/address.ts';
import { Connection } from './state/connection.ts';
import { HealthWatch } from './state/health-watch.ts';
import { fitName } from './state/display-name.ts';
import { Identity } from './state/identity.ts';
import { OwnTyping } from './state/own-typing.ts';
import { ownerOf } from './state/owner.ts';
import { Preferences, tabStorage } from './state/preferences.ts';
import { browserClock } from './sync/clock.ts';
import { BrowserDoor } from './sync/hub-door.ts';
import type { Owner } from './sync/hub-protocol.ts';
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
  const owner = computed(() => ownerOf(me(), health()), { equal: isSameOwner });
  const path = computed(() => address.place().path);

  effect(() => {
    const [who, now, name] = [me(), owner(), displayName()];
    if (who === null || now === null) return;
    untracked(() => {
      line.hello(now, who.authenticated ? who.name : fitName(name));
      presence.begin(now, who.role !== 'viewer');
    });
  });
  effect(() => {
    presence.follow(path());
  });
  const { isTyping } = inject(OwnTyping);
  effect(() => {
    const is = isTyping();
    untracked(() => {
      presence.setEditing(is);
    });
  });
  presence.onPlaced((farewell) => {
    line.keepWill(farewell);
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

function isSameOwner(a: Owner | null, b: Owner | null): boolean {
  return a?.person === b?.person && a?.storeId === b?.storeId;
}
